// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.provider;

import com.nimbusds.jose.JWSAlgorithm;
import dev.clientauth.profile.AssertionParameter;
import dev.clientauth.profile.AssertionReuse;
import dev.clientauth.profile.Citation;
import dev.clientauth.profile.Field;
import dev.clientauth.profile.KnownCause;
import dev.clientauth.profile.Profile;
import dev.clientauth.profile.ResponseFormat;
import dev.clientauth.profile.Rule;
import dev.clientauth.profile.Verdict;
import dev.clientauth.profile.rules.ClaimRules;
import dev.clientauth.profile.rules.Facts;
import dev.clientauth.profile.rules.HeaderRules;
import dev.clientauth.profile.rules.RequestRules;
import dev.clientauth.profile.rules.Rules;
import dev.clientauth.profile.rules.TimeRules;
import dev.clientauth.provider.base.AppleCauses;
import dev.clientauth.provider.base.ApplePages;
import dev.clientauth.provider.base.AppleParameters;
import dev.clientauth.provider.base.AppleRecognition;
import dev.clientauth.provider.base.Baseline;
import dev.clientauth.provider.base.Sources;

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
    private static final Citation EXTRA_HEADER = Sources.observed(
            "aspnet-contrib/AspNet.Security.OAuth.Providers issue 684",
            "https://github.com/aspnet-contrib/AspNet.Security.OAuth.Providers/issues/684");
    private static final Citation CLOCK_AHEAD =
            Sources.observed("zitadel/zitadel pull request 7843", "https://github.com/zitadel/zitadel/pull/7843");

    private static final URI ENDPOINT = URI.create("https://appleid.apple.com/auth/token");
    private static final String AUDIENCE = "https://appleid.apple.com";
    /** Six months, counted by the clock of Apple's servers. */
    private static final Duration MAX_LIFETIME = Duration.ofSeconds(15_777_000);

    private static final Pattern TEN_CHARACTERS = Pattern.compile("[A-Z0-9]{10}");

    private static final ResponseFormat RESPONSES = new ResponseFormat(Duration.ofHours(1), "Bearer", false, false);

    private static final Profile PROFILE = withCauses(
            Baseline.of(
                            "sign-in-with-apple",
                            "Sign in with Apple",
                            AssertionParameter.CLIENT_SECRET,
                            ApplePages.TOKEN,
                            JWSAlgorithm.ES256)
                    .assertionReuse(AssertionReuse.UNTIL_EXPIRY)
                    .lifetime(Duration.ofHours(1))
                    .responseFormat(RESPONSES)
                    // "Verifying a user": the response to a refresh_token grant has no new refresh token.
                    .rotatesRefreshTokens(false)
                    .issuesTokensForUsers(true)
                    .recognition(AppleRecognition.SIGN_IN)
                    .chosenClaims("iat", "exp")
                    .with(Rules.tokenEndpoint(ENDPOINT, ApplePages.TOKEN))
                    .rule(RequestRules.grantType(
                            List.of("authorization_code", "refresh_token", "client_credentials"), ApplePages.TOKEN))
                    .rule(RequestRules.clientId(ApplePages.TOKEN))
                    .rule(RequestRules.scope("user.migration", "invalid_scope", ApplePages.TN3159))
                    .rule(AppleParameters.redirectUri())
                    .rule(AppleParameters.tokensInTheirPlaces())
                    .rule(HeaderRules.keyIdForm(
                            "kid.ten-characters",
                            TEN_CHARACTERS,
                            "ten capital letters and digits, as in AuthKey_<Key ID>.p8",
                            ApplePages.SECRET))
                    .rule(HeaderRules.typeIfPresent(List.of("JWT"), ApplePages.SECRET))
                    .rule(HeaderRules.only(Set.of("alg", "kid", "typ"), EXTRA_HEADER))
                    .rule(ClaimRules.issuerIsTeamId(ApplePages.SECRET))
                    .rule(ClaimRules.form(
                            "iss.ten-characters",
                            "iss",
                            TEN_CHARACTERS,
                            "a Team ID, ten capital letters and digits",
                            "Set iss to the Team ID; the client id belongs in sub.",
                            ApplePages.SECRET))
                    .rule(ClaimRules.subjectIsClientId(ApplePages.SECRET))
                    .rule(Rule.must("sub.no-team-prefix")
                            .about(Field.claim("sub"))
                            .states("sub is the App ID or Services ID without the Team ID before it.")
                            .remedy("Remove the Team ID and the dot after it.")
                            .source(ApplePages.AUTHORIZE)
                            .check(
                                    Facts.claim("sub"),
                                    Facts.teamId(),
                                    (sub, team) -> Verdict.satisfiedIf(
                                            !sub.startsWith(team + "."),
                                            "the Team ID, a dot and an id",
                                            "the id alone")))
                    .rule(ClaimRules.audience(
                            AUDIENCE,
                            "The issuer https://account.apple.com, which Apple's discovery document announced in June 2025,"
                                    + " is not the audience; nor is the token endpoint.",
                            ApplePages.SECRET))
                    .rule(ClaimRules.only(Set.of("iss", "iat", "exp", "aud", "sub"), ApplePages.SECRET))
                    .rule(TimeRules.seconds("iat", ApplePages.SECRET))
                    .rule(TimeRules.expiresWithin("exp.within-six-months", MAX_LIFETIME, ApplePages.SECRET))
                    .rule(TimeRules.notInFutureOfProvider("iat", CLOCK_AHEAD)),
            AppleCauses.ofToken());

    private static final Profile REVOCATION = withCauses(
            elsewhere("revoke", "revocation", ApplePages.REVOKE)
                    .rule(AppleParameters.token())
                    .rule(AppleParameters.tokenTypeHint()),
            AppleCauses.ofRevocation());
    private static final Profile USER_MIGRATION = withCauses(
            elsewhere("usermigrationinfo", "user migration", ApplePages.TN3159)
                    .without("http.no-authorization")
                    .rule(AppleParameters.bearer())
                    .rule(AppleParameters.target())
                    .rule(AppleParameters.targetIsAnotherTeam())
                    .rule(AppleParameters.oneStep()),
            AppleCauses.ofUserMigration());

    private SignInWithApple() {}

    /** Returns the profile of token requests to Sign in with Apple. */
    public static Profile profile() {
        return PROFILE;
    }

    /** Returns the profile of revocation requests, sent to {@code /auth/revoke}. */
    public static Profile revocation() {
        return REVOCATION;
    }

    /**
     * Returns the profile of user migration requests, sent to {@code /auth/usermigrationinfo}. The token that
     * such a request carries is requested with {@link #profile()}.
     */
    public static Profile userMigration() {
        return USER_MIGRATION;
    }

    private static Profile.Builder elsewhere(String endpoint, String description, Citation page) {
        return PROFILE.toBuilder(PROFILE.id() + "-" + endpoint, PROFILE.name() + ", " + description)
                .without("grant-type")
                .without("grant-type.parameters")
                .without("redirect-uri")
                .without("scope")
                .withoutKnownCauses()
                .with(Rules.tokenEndpoint(URI.create("https://appleid.apple.com/auth/" + endpoint), page));
    }

    private static Profile withCauses(Profile.Builder profile, List<KnownCause> causes) {
        causes.forEach(profile::knownCause);
        return profile.build();
    }
}
