package dev.clientauth.mock.apple;

import dev.clientauth.profile.Attempt;
import dev.clientauth.profile.Citation;
import dev.clientauth.profile.Facts;
import dev.clientauth.profile.Field;
import dev.clientauth.profile.Known;
import dev.clientauth.profile.Profile;
import dev.clientauth.profile.Rule;
import dev.clientauth.profile.Verdict;
import dev.clientauth.provider.SignInWithApple;

import java.time.LocalDate;
import java.util.List;
import java.util.function.Predicate;

/** What Sign in with Apple demands besides the token request: one profile for each of its other endpoints. */
final class AppleRules {
    private static final LocalDate READ = LocalDate.of(2026, 11, 20);
    private static final String ID = "sign-in-with-apple-";
    private static final String NAME = "Sign in with Apple, ";

    static final Citation REVOKE = Citation.documented(
            "Apple, Token revocation",
            "https://developer.apple.com/documentation/signinwithapplerestapi/revoke_tokens",
            READ);
    static final Citation TN3107 = Citation.documented(
            "Apple, TN3107: Resolving Sign in with Apple response errors",
            "https://developer.apple.com/documentation/technotes/tn3107-resolving-sign-in-with-apple-response-errors",
            READ);
    private static final Citation KEYS = Citation.documented(
            "Apple, Fetch Apple's public key for verifying token signature",
            "https://developer.apple.com/documentation/signinwithapplerestapi/fetch_apple_s_public_key_for_verifying_token_signature",
            READ);

    /** The endpoints of one who publishes keys and a discovery document. */
    static final Profile PUBLISHED = bare("published", "what it publishes")
            .rule(Rule.must("http.get")
                    .about(Field.METHOD)
                    .states("The HTTP method is GET.")
                    .remedy("Use GET.")
                    .source(KEYS)
                    .answeredWith("invalid_request")
                    .fixed("GET"))
            .build();

    /** Every path that is none of Apple's. */
    static final Profile NOWHERE = bare("nowhere", "no endpoint")
            .rule(Rule.must("endpoint.known")
                    .about(Field.ENDPOINT)
                    .states("The path is one of Apple's: /auth/authorize, /auth/token, /auth/keys, /auth/revoke,"
                            + " /auth/usermigrationinfo or /.well-known/openid-configuration.")
                    .remedy("Compare the path with Apple's pages.")
                    .source(KEYS)
                    .answeredWith("invalid_request")
                    .check(Facts.endpoint(), uri -> Verdict.broken("another path", "one of Apple's")))
            .build();

    private AppleRules() {}

    /** A profile by the name of an endpoint that has no rule yet. */
    static Profile.Builder bare(String endpoint, String description) {
        Profile token = SignInWithApple.profile();
        Profile.Builder bare = token.toBuilder(ID + endpoint, NAME + description);
        token.rules().forEach(rule -> bare.without(rule.name()));
        return bare;
    }

    /** What is demanded of a revocation, which this mock can hold against the tokens that it gave. */
    static Profile revocation(Predicate<Attempt> hitsAToken) {
        return SignInWithApple.revocation().toBuilder()
                .rule(Rule.should("token.good")
                        .about(Field.parameter("token"))
                        .states("The token is a good one of this client's; the answer is the same if it is not.")
                        .remedy("Revoke the refresh token that was kept, with the client id that it was given to.")
                        .source(REVOKE)
                        .onlyWith(Facts.parameter("token"))
                        .check(
                                c -> Known.value(c.attempt()),
                                attempt -> Verdict.holdsIf(
                                        hitsAToken.test(attempt),
                                        "never given to this client, expired or revoked",
                                        "a refresh or access token that is good")))
                .build();
    }

    /** What is demanded of a step of a user migration, which this mock can hold against the tokens that it gave. */
    static Profile migration(Predicate<Attempt> hasMigrationToken) {
        return SignInWithApple.userMigration().toBuilder()
                .rule(Rule.must("http.bearer")
                        .about(Field.httpHeader("Authorization"))
                        .states(
                                "The Authorization header is Bearer and an access token that the same client and team got"
                                        + " with the scope user.migration.")
                        .remedy(
                                "Ask for a token with grant_type client_credentials and scope user.migration first, with"
                                        + " the same client id and AppleTeam ID.")
                        .source(TN3107)
                        .answeredWith("invalid_request")
                        .check(
                                c -> Known.value(c.attempt()),
                                attempt -> Verdict.holdsIf(
                                        hasMigrationToken.test(attempt),
                                        "none, expired, or of another",
                                        "such a token")))
                .build();
    }

    static boolean has(List<Attempt.Parameter> parameters, String name) {
        return parameters.stream()
                .anyMatch(parameter ->
                        parameter.name().equals(name) && !parameter.value().isEmpty());
    }
}
