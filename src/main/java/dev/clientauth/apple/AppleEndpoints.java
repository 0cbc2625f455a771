package dev.clientauth.apple;

import dev.clientauth.arguments.Arguments;
import dev.clientauth.profile.EndpointUrls;

import java.net.URI;

/**
 * Where Sign in with Apple is reached. Never taken from discovery, which in June 2025 announced another issuer than the
 * tokens had.
 *
 * @param authorize where people are sent
 * @param token where codes and refresh tokens are traded
 * @param revoke where tokens are revoked
 * @param keys where Apple's public keys are published
 * @param userMigration where people are moved between teams
 */
public record AppleEndpoints(URI authorize, URI token, URI revoke, URI keys, URI userMigration) {
    private static final AppleEndpoints APPLE = at(URI.create("https://appleid.apple.com"));

    /**
     * Endpoints of one's own.
     *
     * @throws IllegalArgumentException if one is neither https nor on loopback
     */
    public AppleEndpoints {
        checkSafe(Arguments.required(authorize, "authorize"));
        checkSafe(Arguments.required(token, "token"));
        checkSafe(Arguments.required(revoke, "revoke"));
        checkSafe(Arguments.required(keys, "keys"));
        checkSafe(Arguments.required(userMigration, "userMigration"));
    }

    /** Apple's own, on {@code https://appleid.apple.com}. */
    public static AppleEndpoints apple() {
        return APPLE;
    }

    /**
     * A stand-in for Apple with Apple's paths below this address.
     *
     * @throws IllegalArgumentException if it is neither https nor on loopback
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

    /** Whether people are sent to a stand-in on this machine. */
    boolean isOnLoopback() {
        return EndpointUrls.isLoopback(authorize);
    }

    private static void checkSafe(URI endpoint) {
        boolean isSafe = "https".equalsIgnoreCase(endpoint.getScheme())
                ? endpoint.getHost() != null
                : "http".equalsIgnoreCase(endpoint.getScheme()) && EndpointUrls.isLoopback(endpoint);
        if (!isSafe || endpoint.getRawQuery() != null || endpoint.getRawFragment() != null) {
            throw new IllegalArgumentException(
                    "The endpoint is " + endpoint.getScheme() + "://" + endpoint.getHost()
                            + " with "
                            + (endpoint.getRawQuery() == null && endpoint.getRawFragment() == null
                                    ? "no query"
                                    : "a query or fragment")
                            + "; expected https, or http on loopback, without query and fragment. Leave it out to use Apple's.");
        }
    }
}
