// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.provider.base;

import dev.clientauth.profile.Citation;
import dev.clientauth.profile.KnownCause;

import java.time.Duration;
import java.util.List;

/**
 * Why Sign in with Apple refuses a request that breaks no rule, each list in the order in which the causes usually bite.
 */
public final class AppleCauses {
    private static final KnownCause ANOTHER_KEY = KnownCause.invalidClient(
            "another-key",
            "The private key does not belong to this Key ID.",
            "Compare the Key ID with the name of the file, AuthKey_<Key ID>.p8, as it was downloaded.",
            "Use the file and the Key ID of the same key. If the file is lost, create a new key.",
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
            "The key, the Team ID and the client id do not belong to the same team. A transferred app belongs to another team.",
            "Check which team the key and the client id belong to, and whether the app was transferred.",
            "Use the key, Team ID and client id of the team that this migration step requires: the recipient's for"
                    + " a transferred app, with the recipient's own key for the app's primary App ID.",
            ApplePages.TN3159);
    private static final KnownCause SECRET_CACHED = KnownCause.invalidClient(
            "secret-kept-too-long",
            "Refused only sometimes: a process still sends an old client secret or signs with a replaced key.",
            "Log kid, iat and exp of each refused client secret, never the secret, and compare them with those of the"
                    + " accepted ones.",
            "Create the client secret when it is needed, from a single key, and restart every process that has an older one.",
            Sources.observed(
                    "aspnet-contrib/AspNet.Security.OAuth.Providers issue 876",
                    "https://github.com/aspnet-contrib/AspNet.Security.OAuth.Providers/issues/876"));

    private static final KnownCause TOO_NEW = KnownCause.invalidClient(
                    "identifier-too-new",
                    "The identifier or the key is new and not known to every server yet.",
                    "Check when the App ID, the Services ID and the key were created.",
                    "Wait, and retry at long intervals.",
                    Sources.observedAgain(
                            "supabase discussion 10591", "https://github.com/orgs/supabase/discussions/10591"))
            .taking(Duration.ofHours(48));

    private AppleCauses() {}

    /** At {@code /auth/token}. */
    public static List<KnownCause> ofToken() {
        return List.of(
                KnownCause.invalidClient(
                                "services-id-or-bundle-id",
                                "The wrong one of the two client ids was used: a code from a native app belongs to the bundle id,"
                                        + " a code from the web to the Services ID.",
                                "Check where the code came from; aud in the identity token that came with it is the right"
                                        + " client id.",
                                "Use the bundle id for native codes and the Services ID for web codes, as client_id and as"
                                        + " sub.",
                                ApplePages.TN3107)
                        .withGrants("authorization_code", "refresh_token")
                        .showingAs("invalid_client", "invalid_grant")
                        .describedAs("client_id mismatch"),
                KnownCause.invalidClient(
                                "code-used-or-old",
                                "The authorization code was used before, or is older than five minutes. A repeated callback "
                                        + "or a retry is enough to cause this.",
                                "Look for a second exchange of the same code in the logs.",
                                "Have the user sign in again, and exchange each code once.",
                                ApplePages.TN3107)
                        .withGrants("authorization_code")
                        .showingAs("invalid_grant")
                        .describedAs("already been used", "expired or has been revoked"),
                KnownCause.invalidClient(
                                "redirect-uri",
                                "The redirect_uri is not the one of the authorization request, or not registered for the"
                                        + " Services ID.",
                                "Compare the two character by character. A code from a native app has no redirect_uri.",
                                "Send exactly the redirect_uri of the authorization request, or none for a code from a native app.",
                                ApplePages.TN3107)
                        .withGrants("authorization_code")
                        .showingAs("invalid_client", "invalid_grant", "unauthorized_client")
                        .describedAs("redirect_uri mismatch"),
                ANOTHER_KEY,
                KEY_NOT_ENABLED,
                KnownCause.invalidClient(
                                "refresh-token-revoked",
                                "The refresh token was revoked, by the user or by your own call, or belongs to another"
                                        + " client id.",
                                "Check whether a consent-revoked or account-deleted event arrived for this user.",
                                "End the session and have the user sign in again.",
                                ApplePages.TN3107)
                        .withGrants("refresh_token")
                        .showingAs("invalid_grant")
                        .describedAs("expired or has been revoked"),
                KnownCause.invalidClient(
                                "authorization-revoked",
                                "The user has revoked the authorization of this app.",
                                "Look for a consent-revoked event, or check the credential state in the app.",
                                "End the session and have the user sign in again.",
                                ApplePages.TN3107)
                        .showingAs("invalid_request"),
                KnownCause.invalidClient(
                                "intermittent-invalid-request",
                                "Apple sometimes responds with invalid_request, for example during App Review, for reasons that are not"
                                        + " publicly known.",
                                "Compare, byte for byte, the body of a refused request with that of an accepted one: especially stray"
                                        + " quotes, spaces and line endings.",
                                "Have the user sign in again to get a new code. If the problem persists, contact Apple with the times of"
                                        + " the refusals.",
                                ApplePages.FORUM)
                        .showingAs("invalid_request"),
                KnownCause.invalidClient(
                                "app-not-in-app-store-connect",
                                "The app is not in App Store Connect or TestFlight yet, and its codes are treated as codes of"
                                        + " another client.",
                                "Check whether App Store Connect has a record of the app with this bundle id.",
                                "Create the record and upload a build to TestFlight.",
                                ApplePages.thread(679497))
                        .withGrants("authorization_code")
                        .showingAs("invalid_grant")
                        .describedAs("client_id mismatch"),
                KnownCause.invalidClient(
                                "not-a-form",
                                "Apple could not parse the parameters as a form and therefore found no grant_type.",
                                "Log the Content-Type and the names of the parameters as they are sent.",
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
                                "Apple's sign-in page says \"Invalid web redirect url\": redirect_uri is not a return URL of"
                                        + " the Services ID, or its domain is not registered.",
                                "Compare it character by character with the return URLs of the Services ID; a library such as"
                                        + " Firebase's has one of its own.",
                                "Register the domain and exactly this return URL, with https and without a fragment.",
                                ApplePages.AUTHORIZE)
                        .withGrants("authorization_code")
                        .showingAs("unauthorized_client")
                        .describedAs("invalid web redirect url"),
                APP_TRANSFERRED,
                SECRET_CACHED,
                TOO_NEW);
    }

    /** At {@code /auth/revoke}. */
    public static List<KnownCause> ofRevocation() {
        return List.of(
                KnownCause.invalidClient(
                                "token-of-another-client",
                                "The token was issued to a client id other than the one that revokes it: a token from a native app"
                                        + " belongs to the bundle id, one from the web to the Services ID.",
                                "Check which client id the code was exchanged with.",
                                "Store the client id with each refresh token, and use it as client_id and"
                                        + " sub when revoking.",
                                ApplePages.TN3107)
                        .showingAs("invalid_client", "invalid_request", "invalid_grant")
                        .describedAs("client_id mismatch"),
                ANOTHER_KEY,
                KEY_NOT_ENABLED,
                KnownCause.invalidClient(
                        "app-transferred",
                        "The app was transferred after the token was issued. The key, Team ID and client id must belong to"
                                + " the same team.",
                        "Check whether the app was transferred, and which team the key belongs to.",
                        "Revoke with the key, Team ID and client id of the same team.",
                        ApplePages.TN3159),
                KnownCause.invalidClient(
                                "code-in-place-of-token",
                                "The value sent as token is an authorization code or an identity token.",
                                "Check which member of the token response was stored: it must be refresh_token or access_token.",
                                "Exchange the code first, and revoke the refresh token from the response.",
                                ApplePages.REVOKE)
                        .showingAs("invalid_request", "invalid_grant"),
                SECRET_CACHED);
    }

    /** At {@code /auth/usermigrationinfo}. */
    public static List<KnownCause> ofUserMigration() {
        return List.of(
                APP_TRANSFERRED,
                KnownCause.invalidClient(
                                "migration-token-of-another-team",
                                "The access token was obtained by a team or client id other than that of this request.",
                                "Compare Team ID and client id of the two requests.",
                                "Get the token of scope user.migration with the same key, Team ID and client id.",
                                ApplePages.TN3107)
                        .showingAs("invalid_request", "invalid_client"),
                KnownCause.invalidClient(
                                "migration-window",
                                "Transfer identifiers are valid for 60 days after the app transfer.",
                                "Check on which day the transfer was accepted.",
                                "Within the 60 days, migrate now. After that, transfer the app back to the first team and "
                                        + "start over.",
                                ApplePages.TN3159.readAs(Citation.Access.SECONDARY))
                        .showingAs("invalid_request", "invalid_client", "invalid_grant"),
                KnownCause.invalidClient(
                                "no-app-transfer",
                                "Users can be migrated only if an app was transferred; a Services ID alone cannot be transferred.",
                                "Check whether an App Store app was transferred between the two teams.",
                                "Contact Apple, or let each user link the new sign-in to the old account.",
                                ApplePages.FORUM)
                        .showingAs("invalid_request", "invalid_client"),
                KnownCause.invalidClient(
                                "user-had-revoked",
                                "The user had revoked the app's authorization before the transfer.",
                                "Look for a consent-revoked event for this user.",
                                "This user cannot be migrated: have them sign in again.",
                                ApplePages.threadReadAgain(705275))
                        .showingAs("invalid_request"),
                KnownCause.invalidClient(
                                "user-token-used",
                                "A user token, which can be used once and within an hour, was used before or is too old.",
                                "Look for a second request with the same token.",
                                "Get a new one for each request.",
                                ApplePages.threadReadAgain(761277))
                        .showingAs("invalid_grant"),
                ANOTHER_KEY,
                KEY_NOT_ENABLED,
                TOO_NEW);
    }
}
