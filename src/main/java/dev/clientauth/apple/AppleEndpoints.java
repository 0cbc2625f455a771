// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.apple;

import dev.clientauth.arguments.Arguments;
import dev.clientauth.profile.text.EndpointUrls;

import java.net.URI;

/**
 * The endpoints of Sign in with Apple. They are never taken from the discovery document, whose issuer differed from
 * that of the tokens in June 2025.
 *
 * @param authorize where users are sent to sign in
 * @param token where codes and refresh tokens are exchanged
 * @param revoke where tokens are revoked
 * @param keys where Apple publishes its public keys
 * @param userMigration where users are transferred between teams
 */
public record AppleEndpoints(URI authorize, URI token, URI revoke, URI keys, URI userMigration) {
    private static final AppleEndpoints APPLE = at(URI.create("https://appleid.apple.com"));

    /**
     * Creates custom endpoints.
     *
     * @throws IllegalArgumentException if one is neither https nor loopback
     */
    public AppleEndpoints {
        checkSafe(Arguments.required(authorize, "authorize"));
        checkSafe(Arguments.required(token, "token"));
        checkSafe(Arguments.required(revoke, "revoke"));
        checkSafe(Arguments.required(keys, "keys"));
        checkSafe(Arguments.required(userMigration, "userMigration"));
    }

    /** Returns Apple's endpoints, on {@code https://appleid.apple.com}. */
    public static AppleEndpoints apple() {
        return APPLE;
    }

    /**
     * Returns the endpoints of a mock of Apple: Apple's paths below this URL.
     *
     * @throws IllegalArgumentException if the URL is neither https nor loopback
     */
    public static AppleEndpoints at(URI base) {
        String root = Arguments.required(base, "base").toString().replaceAll("/+$", "");
        return new AppleEndpoints(
                URI.create(root + "/auth/authorize"),
                URI.create(root + "/auth/token"),
                URI.create(root + "/auth/revoke"),
                URI.create(root + "/auth/keys"),
                URI.create(root + "/auth/usermigrationinfo"));
    }

    /** Returns whether users are sent to a mock on this machine. */
    boolean isOnLoopback() {
        return EndpointUrls.isLoopback(authorize);
    }

    private static void checkSafe(URI endpoint) {
        boolean isSafe = "https".equalsIgnoreCase(endpoint.getScheme())
                ? endpoint.getHost() != null
                : "http".equalsIgnoreCase(endpoint.getScheme()) && EndpointUrls.isLoopback(endpoint);
        if (!isSafe || endpoint.getRawQuery() != null || endpoint.getRawFragment() != null) {
            throw new IllegalArgumentException("The endpoint is " + endpoint.getScheme() + "://" + endpoint.getHost()
                    + " with "
                    + (endpoint.getRawQuery() == null && endpoint.getRawFragment() == null
                            ? "no query"
                            : "a query or fragment")
                    + "; expected https, or http on loopback, without query and fragment. Omit it to"
                    + " use Apple's.");
        }
    }
}
