// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.diagnosis;

import dev.clientauth.profile.TokenRequest;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds the JWT of a token request that was sent as a Bearer token instead of as a parameter. */
final class MisplacedAssertion {
    static final String NOTE =
            "The JWT was sent as a Bearer token in the Authorization header and was read from there; send it"
                    + " as a form parameter.";

    private static final Pattern BEARER =
            Pattern.compile("(?i)Bearer\\s+([A-Za-z0-9_=-]+\\.[A-Za-z0-9_=-]+\\.[A-Za-z0-9_=-]*)\\s*");

    private static final Pattern TOKEN_PATH =
            Pattern.compile("(?i)token|oauth|revoke|usermigrationinfo|introspect|/par\\b|/auth\\b");
    private static final Set<String> OF_TOKEN_REQUESTS = Set.of(
            "grant_type",
            "client_id",
            "client_secret",
            "client_assertion",
            "client_assertion_type",
            "assertion",
            "code",
            "refresh_token",
            "scope");

    private MisplacedAssertion() {}

    /** Returns the request with that JWT as its assertion; empty if it has another one, or the header contains none. */
    static Optional<TokenRequest> in(TokenRequest request) {
        boolean hasCredential = request.assertion().isPresent()
                || request.parameter("client_secret").isPresent()
                || request.parameter("client_assertion").isPresent()
                || request.parameter("assertion").isPresent();
        boolean isTokenRequest = request.parameter("grant_type").isPresent();
        return hasCredential || !isTokenRequest
                ? Optional.empty()
                : bearer(request).map(request::withAssertion);
    }

    /**
     * Returns a request with only the JWT that an API call has as its Bearer token, because the call is not a token request.
     *
     * @return empty if the request is sent to a token endpoint, or has no JWT
     */
    static Optional<TokenRequest> inCall(TokenRequest request) {
        return isCall(request)
                ? bearer(request)
                        .map(jwt -> TokenRequest.builder().assertion(jwt).build())
                : Optional.empty();
    }

    /**
     * Returns whether the request is an API call: it has no part of a token request, and its URL is not a token endpoint.
     */
    static boolean isCall(TokenRequest request) {
        boolean hasParameter =
                request.parameters().stream().flatMap(List::stream).anyMatch(p -> OF_TOKEN_REQUESTS.contains(p.name()));
        boolean isApi = request.endpoint()
                .map(endpoint -> !TOKEN_PATH
                        .matcher(endpoint.getRawPath() == null ? "" : endpoint.getRawPath())
                        .find())
                .orElse(false);
        boolean carriesToken = request.headers()
                .map(headers -> headers.getOrDefault("authorization", ""))
                .filter(value -> value.regionMatches(true, 0, "Bearer ", 0, 7))
                .isPresent();
        return isApi && !hasParameter && request.assertion().isEmpty() && carriesToken;
    }

    private static Optional<String> bearer(TokenRequest request) {
        return request.headers()
                .map(headers -> headers.getOrDefault("authorization", ""))
                .map(BEARER::matcher)
                .filter(Matcher::matches)
                .map(jwt -> jwt.group(1));
    }
}
