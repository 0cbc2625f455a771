// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.http;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Decides whether and when a failed request is retried.
 *
 * @param maxAttempts the maximum number of attempts, including the first
 * @param backoff the delays, unless the provider asks for longer ones
 */
public record RetryPolicy(int maxAttempts, Backoff backoff) {
    private static final Backoff BACKOFF = Backoff.between(Duration.ofMillis(250), Duration.ofSeconds(5));

    /** The policy for grants: more than four attempts do not help anybody. */
    static final RetryPolicy GRANTS = of(4);

    /**
     * Returns a policy with the default delays: up to 250 ms after the first failure, doubling up to 5 s, with full jitter.
     */
    static RetryPolicy of(int maxAttempts) {
        return new RetryPolicy(maxAttempts, BACKOFF);
    }

    /**
     * Returns the delay before the next attempt; empty if there must not be one.
     *
     * @param attempts the number of attempts so far
     * @param isSafe whether the failure is transient and a retry does no harm
     * @param retryAt the earliest time that the provider allows
     * @param clock this machine's clock
     * @param deadline there is no attempt after it
     */
    public Optional<Duration> pause(
            int attempts, boolean isSafe, Optional<Instant> retryAt, Clock clock, Deadline deadline) {
        if (!isSafe || attempts >= maxAttempts) {
            return Optional.empty();
        }
        Duration pause = backoff.after(attempts);
        Duration requested =
                retryAt.map(at -> Duration.between(clock.instant(), at)).orElse(Duration.ZERO);
        Duration longer = requested.compareTo(pause) > 0 ? requested : pause;
        return longer.compareTo(deadline.remaining()) < 0 ? Optional.of(longer) : Optional.empty();
    }

    /** Returns whether the same request can succeed later: HTTP 408, 429 and 5xx. */
    static boolean isTransient(int status) {
        return status == 408 || status == 429 || status >= 500;
    }
}
