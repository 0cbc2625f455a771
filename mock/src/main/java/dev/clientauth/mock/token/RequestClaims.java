// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.mock.token;

import dev.clientauth.profile.TokenRequest;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads unverified claims of a token request. */
public final class RequestClaims {
    private RequestClaims() {}

    private static final String JWT_BEARER = "urn:ietf:params:oauth:grant-type:jwt-bearer";

    /**
     * Returns the subject of the assertion, or its issuer if the JWT is itself the grant; otherwise the client_id parameter;
     * empty if there is neither.
     */
    public static String claimedClient(TokenRequest request) {
        boolean isGrant =
                request.parameter("grant_type").filter(JWT_BEARER::equals).isPresent()
                        && request.parameter("client_assertion").isEmpty();
        return claim(request, isGrant ? "iss" : "sub")
                .or(() -> request.parameter("client_id"))
                .orElse("");
    }

    /** Returns a claim of the assertion that is a string. */
    public static Optional<String> claim(TokenRequest request, String name) {
        return request.assertion()
                .flatMap(assertion -> assertion.claims())
                .map(claims -> claims.get(name) instanceof String text ? text : null);
    }

    /** Returns the words of a space-separated list. */
    public static Set<String> words(String list) {
        Set<String> words = new LinkedHashSet<>(List.of(list.split(" ", -1)));
        words.remove("");
        return words;
    }
}
