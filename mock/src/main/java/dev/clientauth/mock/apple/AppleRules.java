// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.mock.apple;

import dev.clientauth.profile.Citation;
import dev.clientauth.profile.FactValue;
import dev.clientauth.profile.Field;
import dev.clientauth.profile.Profile;
import dev.clientauth.profile.Rule;
import dev.clientauth.profile.TokenRequest;
import dev.clientauth.profile.Verdict;
import dev.clientauth.profile.rules.Facts;
import dev.clientauth.provider.SignInWithApple;

import java.time.LocalDate;
import java.util.List;
import java.util.function.Predicate;

/** The rules of Sign in with Apple for endpoints other than the token endpoint: one profile for each. */
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

    /** The endpoints of the published keys and of the discovery document. */
    static final Profile PUBLISHED = bare("published", "published documents")
            .rule(Rule.must("http.get")
                    .about(Field.METHOD)
                    .states("The HTTP method is GET.")
                    .remedy("Use GET.")
                    .source(KEYS)
                    .error("invalid_request")
                    .fixed("GET"))
            .build();

    /** Every path that Apple does not have. */
    static final Profile UNKNOWN_PATH = bare("unknown-path", "unknown path")
            .rule(Rule.must("endpoint.known")
                    .about(Field.ENDPOINT)
                    .states(
                            "The path is one that Apple documents: /auth/authorize, /auth/token, /auth/keys, /auth/revoke,"
                                    + " /auth/usermigrationinfo or /.well-known/openid-configuration.")
                    .remedy("Compare the path with Apple's documentation.")
                    .source(KEYS)
                    .error("invalid_request")
                    .check(Facts.endpoint(), uri -> Verdict.broken("another path", "a path that Apple documents")))
            .build();

    private AppleRules() {}

    /** Returns a builder for the profile of an endpoint, without rules. */
    static Profile.Builder bare(String endpoint, String description) {
        Profile token = SignInWithApple.profile();
        Profile.Builder bare = token.toBuilder(ID + endpoint, NAME + description);
        token.rules().forEach(rule -> bare.without(rule.name()));
        return bare;
    }

    /** Returns the rules for a revocation, including whether the token is valid. */
    static Profile revocation(Predicate<TokenRequest> isValidToken) {
        return SignInWithApple.revocation().toBuilder()
                .rule(Rule.should("token.good")
                        .about(Field.parameter("token"))
                        .states(
                                "The token is valid and was issued to this client; the response is the same if it is not.")
                        .remedy("Revoke the stored refresh token, with the client id that it was issued to.")
                        .source(REVOKE)
                        .onlyWith(Facts.parameter("token"))
                        .check(
                                c -> FactValue.value(c.request()),
                                request -> Verdict.satisfiedIf(
                                        isValidToken.test(request),
                                        "never issued to this client, expired or revoked",
                                        "a valid refresh or access token")))
                .build();
    }

    /** Returns the rules for a step of a user migration, including whether the access token is valid. */
    static Profile migration(Predicate<TokenRequest> hasMigrationToken) {
        return SignInWithApple.userMigration().toBuilder()
                .rule(Rule.must("http.bearer")
                        .about(Field.httpHeader("Authorization"))
                        .states(
                                "The Authorization header is Bearer and an access token that was issued to the same client and"
                                        + " team with the scope user.migration.")
                        .remedy(
                                "First request a token with grant_type client_credentials and scope user.migration, with"
                                        + " the same client id and Team ID.")
                        .source(TN3107)
                        .error("invalid_request")
                        .check(
                                c -> FactValue.value(c.request()),
                                request -> Verdict.satisfiedIf(
                                        hasMigrationToken.test(request),
                                        "absent, expired, or issued to another client",
                                        "a valid access token for user.migration")))
                .build();
    }

    static boolean has(List<TokenRequest.Parameter> parameters, String name) {
        return parameters.stream()
                .anyMatch(parameter ->
                        parameter.name().equals(name) && !parameter.value().isEmpty());
    }
}
