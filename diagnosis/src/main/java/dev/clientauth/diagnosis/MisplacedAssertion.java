package dev.clientauth.diagnosis;

import dev.clientauth.profile.TokenRequest;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds the JWT of a token request that was sent as a Bearer token instead of as a parameter. */
final class MisplacedAssertion {
    static final String NOTE =
            "The JWT was sent as a Bearer token in the Authorization header; it was read from there, and"
                    + " belongs in the form.";

    private static final Pattern BEARER =
            Pattern.compile("(?i)Bearer\\s+([A-Za-z0-9_=-]+\\.[A-Za-z0-9_=-]+\\.[A-Za-z0-9_=-]*)\\s*");

    private MisplacedAssertion() {}

    /** The request with that JWT as its assertion; empty where it has another one, or the header holds none. */
    static Optional<TokenRequest> in(TokenRequest request) {
        boolean hasCredential = request.assertion().isPresent()
                || request.parameter("client_secret").isPresent()
                || request.parameter("client_assertion").isPresent()
                || request.parameter("assertion").isPresent();
        boolean isTokenRequest = request.parameter("grant_type").isPresent();
        if (hasCredential || !isTokenRequest) {
            return Optional.empty();
        }
        return request.headers()
                .map(headers -> headers.getOrDefault("authorization", ""))
                .map(BEARER::matcher)
                .filter(Matcher::matches)
                .map(jwt -> request.withAssertion(jwt.group(1)));
    }
}
