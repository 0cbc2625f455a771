// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.mock.keys;

import dev.clientauth.profile.KnownCause;
import dev.clientauth.profile.Profile;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * How a provider caches the JWK Sets that it fetches.
 *
 * @param defaultLife the time without a {@code Cache-Control} header
 * @param maxLife the maximum time
 * @param refetches whether a cached set that does not verify a JWT is fetched again before it expires
 * @param speed how many times faster than real time cached sets expire
 */
public record JwkSetPolicy(Duration defaultLife, Duration maxLife, boolean refetches, double speed) {
    /** The cause whose remedy states how long a provider caches a JWK Set. */
    private static final String CACHED = "jwk-set-cached";

    public JwkSetPolicy {
        requireSpeed(speed);
    }

    /**
     * Returns this speed if it is valid.
     *
     * @throws IllegalArgumentException if it is not a number above 0
     */
    public static double requireSpeed(double speed) {
        if (!(speed > 0) || Double.isInfinite(speed)) {
            throw new IllegalArgumentException("speed must be a positive number, not " + speed + ".");
        }
        return speed;
    }

    /**
     * Returns the policy of a provider.
     *
     * <p>Epic caches a set for 29 hours, or less if {@code Cache-Control} says so, and fetches it at most once more for each
     * JWT. SMART requires only that a set is not cached longer than {@code Cache-Control} says; the rest is assumed for a strict
     * server: five minutes by default, a day at most, and no fetch before it expires.
     */
    static JwkSetPolicy of(Profile profile) {
        return profile.knownCauses().stream()
                .filter(cause -> cause.id().equals(CACHED))
                .map(KnownCause::takes)
                .filter(Objects::nonNull)
                .findFirst()
                .map(kept -> new JwkSetPolicy(kept, kept, true, 1))
                .orElseGet(() -> new JwkSetPolicy(Duration.ofMinutes(5), Duration.ofDays(1), false, 1));
    }

    /** Returns the policy at a higher speed. */
    JwkSetPolicy speedUp(double times) {
        return new JwkSetPolicy(defaultLife, maxLife, refetches, speed * times);
    }

    /** Returns how long a set is cached, given the time of its {@code Cache-Control}. */
    Duration life(Optional<Duration> said) {
        Duration life = said.orElse(defaultLife);
        return scaled(life.compareTo(maxLife) > 0 ? maxLife : life);
    }

    /** Returns a time of the real provider at this speed. */
    Duration scaled(Duration real) {
        return Duration.ofMillis(Math.round(real.toMillis() / speed));
    }
}
