package dev.clientauth.sandbox;

import dev.clientauth.profile.Attempt;
import dev.clientauth.profile.Citation;
import dev.clientauth.profile.Facts;
import dev.clientauth.profile.Field;
import dev.clientauth.profile.Known;
import dev.clientauth.profile.Profile;
import dev.clientauth.profile.Rule;
import dev.clientauth.profile.Verdict;
import dev.clientauth.provider.SignInWithApple;

import java.net.URI;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
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
    static final Citation TN3159 = Citation.documented(
            "Apple, TN3159: Migrating Sign in with Apple users for an app transfer",
            "https://developer.apple.com/documentation/technotes/tn3159-migrating-sign-in-with-apple-users-for-an-app-transfer",
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

    /** What is demanded of a revocation. */
    static Profile revocation(Predicate<Attempt> hitsAToken) {
        return clientSecret("revoke", "revocation", REVOKE)
                .rule(needed("token", REVOKE))
                .rule(Rule.must("token-type-hint")
                        .about(Field.parameter("token_type_hint"))
                        .states("token_type_hint, if it is there, is refresh_token or access_token.")
                        .remedy("Leave token_type_hint out, or name the type of the token.")
                        .source(REVOKE)
                        .answeredWith("invalid_request")
                        .check(
                                Facts.parameter("token_type_hint"),
                                hint -> Verdict.holdsIf(
                                        Set.of("refresh_token", "access_token").contains(hint),
                                        "another word",
                                        "refresh_token or access_token")))
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

    /** What is demanded of a step of a user migration. */
    static Profile migration(Predicate<Attempt> hasMigrationToken) {
        return clientSecret("usermigrationinfo", "user migration", TN3159)
                .without("http.no-authorization")
                .rule(Rule.must("http.bearer")
                        .about(Field.httpHeader("Authorization"))
                        .states(
                                "The Authorization header is Bearer and an access token that the same client and team got"
                                        + " with the scope user.migration.")
                        .remedy(
                                "Ask for a token with grant_type client_credentials and scope user.migration first, with"
                                        + " the same client id and Team ID.")
                        .source(TN3107)
                        .answeredWith("invalid_request")
                        .check(
                                c -> Known.value(c.attempt()),
                                attempt -> Verdict.holdsIf(
                                        hasMigrationToken.test(attempt),
                                        "none, expired, or of another",
                                        "such a token")))
                .rule(Rule.must("target")
                        .about(Field.parameter("target"))
                        .states("target, if it is there, is a Team ID, ten capital letters and digits.")
                        .remedy("Send the Team ID of the recipient as target.")
                        .source(TN3159)
                        .answeredWith("invalid_request")
                        .check(
                                Facts.parameter("target"),
                                target ->
                                        Verdict.holdsIf(target.matches("[A-Z0-9]{10}"), "something else", "a Team ID")))
                .rule(Rule.must("parameters.one-step")
                        .about(Field.parameter("*"))
                        .states("There is sub and target, of the sending team, or transfer_sub, of the receiving team.")
                        .remedy("Send sub and the recipient's Team ID as target; or, as the recipient, transfer_sub.")
                        .source(TN3159)
                        .answeredWith("invalid_request")
                        .check(Facts.parameters(), parameters -> {
                            boolean sends = has(parameters, "sub") && has(parameters, "target");
                            boolean receives = has(parameters, "transfer_sub");
                            return Verdict.holdsIf(
                                    sends != receives, sends ? "both" : "neither", "sub and target, or transfer_sub");
                        }))
                .build();
    }

    private static Profile.Builder clientSecret(String endpoint, String description, Citation source) {
        return SignInWithApple.profile().toBuilder(ID + endpoint, NAME + description)
                .without("grant-type")
                .without("grant-type.parameters")
                .without("scope")
                .tokenEndpoint(URI.create("https://appleid.apple.com/auth/" + endpoint), source);
    }

    /** A parameter that a request must have. */
    static Rule needed(String name, Citation source) {
        return Rule.must(name.replace('_', '-'))
                .about(Field.parameter(name))
                .states("The parameter " + name + " is there.")
                .remedy("Add the parameter " + name + ".")
                .source(source)
                .answeredWith("invalid_request")
                .check(Facts.parameters(), parameters -> Verdict.holdsIf(has(parameters, name), "absent", name));
    }

    static boolean has(List<Attempt.Parameter> parameters, String name) {
        return parameters.stream()
                .anyMatch(parameter ->
                        parameter.name().equals(name) && !parameter.value().isEmpty());
    }
}
