package dev.clientauth.diagnosis;

import dev.clientauth.profile.TokenRequest;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds the JWT of a token request that was sent as a Bearer token instead of as a parameter. */
final class MisplacedAssertion {
    static final String NOTE =
            "The JWT was sent as a Bearer token in the Authorization header and was read from there; send it"
                    + " as a form parameter.";

    private static final Pattern BEARER =
            Pattern.compile("(?i)Bearer\\s+([A-Za-z0-9_=-]+\\.[A-Za-z0-9_=-]+\\.[A-Za-z0-9_=-]*)\\s*");

    private MisplacedAssertion() {}

    /** Returns the request with that JWT as its assertion; empty if it has another one, or the header contains none. */
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
