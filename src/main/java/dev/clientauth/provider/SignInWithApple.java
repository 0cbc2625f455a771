package dev.clientauth.provider;

import com.nimbusds.jose.JWSAlgorithm;
import dev.clientauth.profile.AnswerStyle;
import dev.clientauth.profile.AssertionUse;
import dev.clientauth.profile.Citation;
import dev.clientauth.profile.ClaimRules;
import dev.clientauth.profile.Facts;
import dev.clientauth.profile.Field;
import dev.clientauth.profile.HeaderRules;
import dev.clientauth.profile.KnownCause;
import dev.clientauth.profile.Level;
import dev.clientauth.profile.Placement;
import dev.clientauth.profile.Profile;
import dev.clientauth.profile.RequestRules;
import dev.clientauth.profile.Rule;
import dev.clientauth.profile.TimeRules;
import dev.clientauth.profile.Verdict;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Sign in with Apple: the client secret is a JWT signed with ES256.
 *
 * <p>Registration needs the client id (the App ID, that is the bundle id, for codes from a native app; the Services ID for
 * codes from the web), the Team ID and the Key ID of a key enabled for Sign in with Apple.
 */
public final class SignInWithApple {
    private static final Citation SECRET = Sources.documented(
            "Apple, Creating a client secret",
            "https://developer.apple.com/documentation/accountorganizationaldatasharing/creating-a-client-secret");
    private static final Citation TOKEN = Sources.documented(
            "Apple, Token validation",
            "https://developer.apple.com/documentation/signinwithapplerestapi/generate_and_validate_tokens");
    private static final Citation TN3107 = Sources.documented(
            "Apple, TN3107: Resolving Sign in with Apple response errors",
            "https://developer.apple.com/documentation/technotes/tn3107-resolving-sign-in-with-apple-response-errors");
    private static final Citation AUTHORIZE = Sources.documented(
            "Apple, Request an authorization to the Sign in with Apple server",
            "https://developer.apple.com/documentation/signinwithapplerestapi/request_an_authorization_to_the_sign_in_with_apple_server.");
    private static final Citation TN3159 = Sources.documented(
            "Apple, TN3159: Migrating Sign in with Apple users for an app transfer",
            "https://developer.apple.com/documentation/technotes/tn3159-migrating-sign-in-with-apple-users-for-an-app-transfer");
    private static final Citation EXTRA_HEADER = Sources.observed(
            "aspnet-contrib/AspNet.Security.OAuth.Providers issue 684",
            "https://github.com/aspnet-contrib/AspNet.Security.OAuth.Providers/issues/684");
    private static final Citation CLOCK_AHEAD =
            Sources.observed("zitadel/zitadel pull request 7843", "https://github.com/zitadel/zitadel/pull/7843");

    private static final URI ENDPOINT = URI.create("https://appleid.apple.com/auth/token");
    private static final String AUDIENCE = "https://appleid.apple.com";
    /** Six months, counted by the clock of Apple's servers. */
    private static final Duration LONGEST = Duration.ofSeconds(15_777_000);

    private static final Pattern TEN_CHARACTERS = Pattern.compile("[A-Z0-9]{10}");

    private static final AnswerStyle ANSWERS = new AnswerStyle(Duration.ofHours(1), "Bearer", false, false);

    private static final Profile PROFILE = Baseline.of(
                    "sign-in-with-apple", "Sign in with Apple", Placement.CLIENT_SECRET, TOKEN, JWSAlgorithm.ES256)
            .assertionUse(AssertionUse.UNTIL_EXPIRY)
            .lifetime(Duration.ofHours(1))
            .answerStyle(ANSWERS)
            .chosenClaims("iat", "exp")
            .tokenEndpoint(ENDPOINT, TOKEN)
            .rule(RequestRules.grantType(List.of("authorization_code", "refresh_token", "client_credentials"), TOKEN))
            .rule(RequestRules.clientId(TOKEN))
            .rule(RequestRules.scope("user.migration", "invalid_scope", TN3159))
            .rule(HeaderRules.keyIdForm(
                    "kid.ten-characters",
                    TEN_CHARACTERS,
                    "ten capital letters and digits, as in AuthKey_<Key ID>.p8",
                    SECRET))
            .rule(HeaderRules.typeIfPresent(List.of("JWT"), SECRET))
            .rule(HeaderRules.only(Set.of("alg", "kid", "typ"), EXTRA_HEADER))
            .rule(ClaimRules.issuerIsTeamId(SECRET))
            .rule(ClaimRules.form(
                    "iss.ten-characters",
                    "iss",
                    TEN_CHARACTERS,
                    "a Team ID, ten capital letters and digits",
                    "Set iss to the Team ID; the client id belongs into sub.",
                    SECRET))
            .rule(ClaimRules.subjectIsClientId(SECRET))
            .rule(Rule.must("sub.no-team-prefix")
                    .about(Field.claim("sub"))
                    .states("sub is the App ID or Services ID without the Team ID before it.")
                    .remedy("Drop the Team ID and the dot after it.")
                    .source(AUTHORIZE)
                    .check(
                            Facts.claim("sub"),
                            Facts.teamId(),
                            (sub, team) -> Verdict.holdsIf(
                                    !sub.startsWith(team + "."), "the Team ID, a dot and an id", "the id alone")))
            .rule(ClaimRules.audience(AUDIENCE, SECRET))
            .rule(ClaimRules.only(Set.of("iss", "iat", "exp", "aud", "sub"), SECRET))
            .rule(TimeRules.wholeSeconds("iat", SECRET))
            .rule(TimeRules.expiresWithin("exp.within-six-months", LONGEST, SECRET))
            .rule(TimeRules.notInFuture(Level.SHOULD, "iat", CLOCK_AHEAD))
            .knownCause(KnownCause.invalidClient(
                            "services-id-or-bundle-id",
                            "The client id is the wrong one of the two: a code from a native app belongs to the bundle id, a code"
                                    + " from the web to the Services ID.",
                            "Look at where the code came from.",
                            "Use the bundle id for native codes and the Services ID for web codes, as client_id and as sub.",
                            TN3107)
                    .showingAs("invalid_client", "invalid_grant"))
            .knownCause(KnownCause.invalidClient(
                    "key-not-enabled",
                    "The key is not enabled for Sign in with Apple, belongs to another primary App ID, or was revoked.",
                    "Open the key under Certificates, Identifiers & Profiles, Keys.",
                    "Enable Sign in with Apple for the key and choose the primary App ID of this client.",
                    SECRET))
            .knownCause(KnownCause.invalidClient(
                            "redirect-uri",
                            "The redirect_uri is not the one of the authorization request, or not registered for the Services ID.",
                            "Compare the two letter by letter. A native code has none.",
                            "Send the very redirect_uri of the authorization request, or none for a native code.",
                            TN3107)
                    .showingAs("invalid_client", "invalid_grant", "unauthorized_client"))
            .knownCause(KnownCause.invalidClient(
                            "code-used-or-old",
                            "The authorization code was used before, or is older than five minutes. A double callback or a retry"
                                    + " is enough.",
                            "Look for a second exchange of the same code in the logs.",
                            "Let the person sign in again, and exchange each code once.",
                            TN3107)
                    .showingAs("invalid_grant"))
            .knownCause(KnownCause.invalidClient(
                    "app-transferred",
                    "The app belongs to another team now: the key, the Team ID and the client id must be those of one"
                            + " team.",
                    "See whether the app was transferred.",
                    "Use the credentials of the team that the step of the migration asks for.",
                    TN3159))
            .build();

    private SignInWithApple() {}

    /** What Sign in with Apple demands. */
    public static Profile profile() {
        return PROFILE;
    }
}
