package dev.clientauth.provider;

import dev.clientauth.profile.Citation;
import dev.clientauth.profile.KnownCause;

import java.time.Duration;
import java.util.List;

/**
 * Why Sign in with Apple refuses a request that breaks no rule, each list in the order in which the causes usually bite.
 */
final class AppleCauses {
    private static final KnownCause ANOTHER_KEY = KnownCause.invalidClient(
            "another-key",
            "The private key is not the one of this Key ID.",
            "Compare the Key ID with the name of the file, AuthKey_<Key ID>.p8, as it was downloaded.",
            "Use file and Key ID of one key together; a lost file means a new key.",
            Sources.observed(
                    "Timothylock/go-signin-with-apple pull request 9",
                    "https://github.com/Timothylock/go-signin-with-apple/pull/9"));
    private static final KnownCause KEY_NOT_ENABLED = KnownCause.invalidClient(
            "key-not-enabled",
            "The key is not enabled for Sign in with Apple, belongs to another primary App ID, or was revoked.",
            "Open the key under Certificates, Identifiers & Profiles, Keys.",
            "Enable Sign in with Apple for the key and choose the primary App ID of this client.",
            ApplePages.SECRET);
    private static final KnownCause APP_TRANSFERRED = KnownCause.invalidClient(
            "app-transferred",
            "The key, the Team ID and the client id are not those of one team. An app that was transferred belongs to another.",
            "See to which team the key and the client id belong, and whether the app was transferred.",
            "Use key, Team ID and client id of the team that this step of the migration asks for: the recipient's for"
                    + " an app that was transferred, with a key of its own made for the app's primary App ID.",
            ApplePages.TN3159);
    private static final KnownCause SECRET_CACHED = KnownCause.invalidClient(
            "secret-kept-too-long",
            "Refused now and then: some process still sends a client secret, or signs with a key, that was replaced.",
            "Log kid, iat and exp of each refused client secret, never the secret, and compare them with those of the"
                    + " accepted ones.",
            "Make the client secret when it is needed, from one immutable key; restart what holds an older one.",
            Sources.observed(
                    "aspnet-contrib/AspNet.Security.OAuth.Providers issue 876",
                    "https://github.com/aspnet-contrib/AspNet.Security.OAuth.Providers/issues/876"));

    private static final KnownCause TOO_NEW = KnownCause.invalidClient(
                    "identifier-too-new",
                    "The identifier or the key was made a short while ago and is not known to every server yet.",
                    "See when the App ID, the Services ID and the key were made.",
                    "Wait, and try again at long intervals.",
                    Sources.observed("supabase discussion 10591", "https://github.com/orgs/supabase/discussions/10591"))
            .taking(Duration.ofHours(48));

    private AppleCauses() {}

    /** At {@code /auth/token}. */
    static List<KnownCause> ofToken() {
        return List.of(
                KnownCause.invalidClient(
                                "services-id-or-bundle-id",
                                "The client id is the wrong one of the two: a code from a native app belongs to the bundle id,"
                                        + " a code from the web to the Services ID.",
                                "Look at where the code came from; the identity token that came with it names the right"
                                        + " client id in aud.",
                                "Use the bundle id for native codes and the Services ID for web codes, as client_id and as"
                                        + " sub.",
                                ApplePages.TN3107)
                        .withGrants("authorization_code", "refresh_token")
                        .showingAs("invalid_client", "invalid_grant")
                        .describedAs("client_id mismatch"),
                KnownCause.invalidClient(
                                "code-used-or-old",
                                "The authorization code was used before, or is older than five minutes. A double callback or"
                                        + " a retry is enough.",
                                "Look for a second exchange of the same code in the logs.",
                                "Let the person sign in again, and exchange each code once.",
                                ApplePages.TN3107)
                        .withGrants("authorization_code")
                        .showingAs("invalid_grant")
                        .describedAs("already been used", "expired or has been revoked"),
                KnownCause.invalidClient(
                                "redirect-uri",
                                "The redirect_uri is not the one of the authorization request, or not registered for the"
                                        + " Services ID.",
                                "Compare the two letter by letter. A native code has none.",
                                "Send the very redirect_uri of the authorization request, or none for a native code.",
                                ApplePages.TN3107)
                        .withGrants("authorization_code")
                        .showingAs("invalid_client", "invalid_grant", "unauthorized_client")
                        .describedAs("redirect_uri mismatch"),
                ANOTHER_KEY,
                KEY_NOT_ENABLED,
                KnownCause.invalidClient(
                                "refresh-token-dead",
                                "The refresh token was revoked, by the person or by a call of yours, or belongs to another"
                                        + " client id.",
                                "See whether a consent-revoked or account-deleted event arrived for this person.",
                                "End the session and let the person sign in again.",
                                ApplePages.TN3107)
                        .withGrants("refresh_token")
                        .showingAs("invalid_grant")
                        .describedAs("expired or has been revoked"),
                KnownCause.invalidClient(
                                "authorization-revoked",
                                "The person has revoked the authorization of this app.",
                                "Look for a consent-revoked event, or ask for the credential state in the app.",
                                "End the session and let the person sign in again.",
                                ApplePages.TN3107)
                        .showingAs("invalid_request"),
                KnownCause.invalidClient(
                                "intermittent-invalid-request",
                                "Apple answers invalid_request now and then, at App Review among others, and nobody outside"
                                        + " Apple has explained it.",
                                "Compare, byte for byte, the body of a refused request with that of an accepted one: stray"
                                        + " quotes, spaces and line ends above all.",
                                "Let the person sign in again with a new code. If it stays, write to Apple with the times of"
                                        + " the refusals.",
                                ApplePages.FORUM)
                        .showingAs("invalid_request"),
                KnownCause.invalidClient(
                                "app-not-in-app-store-connect",
                                "The app is not in App Store Connect or TestFlight yet, and its codes are taken for those of"
                                        + " another client.",
                                "See whether App Store Connect has a record of the app with this bundle id.",
                                "Make the record and upload a build to TestFlight.",
                                ApplePages.thread(679497))
                        .withGrants("authorization_code")
                        .showingAs("invalid_grant")
                        .describedAs("client_id mismatch"),
                KnownCause.invalidClient(
                                "not-a-form",
                                "Apple could not read the parameters as a form, and so sees no grant_type.",
                                "Log the Content-Type and the names of the parameters as they leave the machine.",
                                "Send the parameters form-encoded in the body, with Content-Type"
                                        + " application/x-www-form-urlencoded.",
                                ApplePages.thread(121739))
                        .showingAs("unsupported_grant_type"),
                KnownCause.invalidClient(
                                "grant-not-authorized",
                                "The client is not authorized for this grant, because Sign in with Apple is not enabled for its"
                                        + " App ID or Services ID.",
                                "Open the identifier under Certificates, Identifiers & Profiles.",
                                "Enable Sign in with Apple for it and choose the primary App ID.",
                                ApplePages.TN3107)
                        .showingAs("unauthorized_client", "unsupported_grant_type"),
                KnownCause.invalidClient(
                                "return-url-not-registered",
                                "The page of Apple's sign-in says \"Invalid web redirect url\": redirect_uri is no return URL of"
                                        + " the Services ID, or its domain is not registered.",
                                "Compare it letter by letter with the return URLs of the Services ID; a library such as"
                                        + " Firebase's has one of its own.",
                                "Register the domain and the very return URL, https and without a fragment.",
                                ApplePages.AUTHORIZE)
                        .withGrants("authorization_code")
                        .showingAs("unauthorized_client")
                        .describedAs("invalid web redirect url"),
                APP_TRANSFERRED,
                SECRET_CACHED,
                TOO_NEW);
    }

    /** At {@code /auth/revoke}. */
    static List<KnownCause> ofRevocation() {
        return List.of(
                KnownCause.invalidClient(
                                "token-of-another-client",
                                "The token was given to another client id than the one that revokes: a token from a native app"
                                        + " belongs to the bundle id, one from the web to the Services ID.",
                                "Look up with which client id the code was exchanged.",
                                "Keep the client id beside each refresh token, and revoke with that one, as client_id and as"
                                        + " sub.",
                                ApplePages.TN3107)
                        .showingAs("invalid_client", "invalid_request", "invalid_grant")
                        .describedAs("client_id mismatch"),
                ANOTHER_KEY,
                KEY_NOT_ENABLED,
                KnownCause.invalidClient(
                        "app-transferred",
                        "The app was transferred after the token was given: key, Team ID and client id must be those of"
                                + " one team.",
                        "See whether the app was transferred, and to which team the key belongs.",
                        "Revoke with key, Team ID and client id of one team.",
                        ApplePages.TN3159),
                KnownCause.invalidClient(
                                "code-in-place-of-token",
                                "What was sent as token is an authorization code or an identity token.",
                                "See which member of the token answer was kept: refresh_token or access_token it must be.",
                                "Exchange the code first, and revoke the refresh token that comes with the answer.",
                                ApplePages.REVOKE)
                        .showingAs("invalid_request", "invalid_grant"),
                SECRET_CACHED);
    }

    /** At {@code /auth/usermigrationinfo}. */
    static List<KnownCause> ofUserMigration() {
        return List.of(
                APP_TRANSFERRED,
                KnownCause.invalidClient(
                                "migration-token-of-another-team",
                                "The access token was got by another team or client id than the one of this request.",
                                "Compare Team ID and client id of the two requests.",
                                "Get the token of scope user.migration with the same key, Team ID and client id.",
                                ApplePages.TN3107)
                        .showingAs("invalid_request", "invalid_client"),
                KnownCause.invalidClient(
                                "migration-window",
                                "Transfer identifiers are good for 60 days after the transfer of the app.",
                                "Look up the day on which the transfer was accepted.",
                                "Within the 60 days, migrate now. After them, transfer the app back to the first team and start"
                                        + " the transfer again.",
                                ApplePages.TN3159.readAs(Citation.Access.SECONDARY))
                        .showingAs("invalid_request", "invalid_client", "invalid_grant"),
                KnownCause.invalidClient(
                                "no-app-transfer",
                                "Users can be migrated only where an app was transferred; a Services ID alone cannot be.",
                                "See whether an app of the App Store was transferred between the two teams.",
                                "Write to Apple, or let each person link the new sign-in to the old account.",
                                ApplePages.FORUM)
                        .showingAs("invalid_request", "invalid_client"),
                KnownCause.invalidClient(
                                "user-had-revoked",
                                "The person had revoked the authorization of the app before the transfer.",
                                "Look for a consent-revoked event of this person.",
                                "This person cannot be migrated: let them sign in again.",
                                ApplePages.thread(705275))
                        .showingAs("invalid_request"),
                KnownCause.invalidClient(
                                "user-token-used",
                                "A user token that can be used once, within an hour, was used before or is too old.",
                                "Look for a second request with the same token.",
                                "Get a new one for each request.",
                                ApplePages.thread(761277))
                        .showingAs("invalid_grant"),
                ANOTHER_KEY,
                KEY_NOT_ENABLED,
                TOO_NEW);
    }
}
