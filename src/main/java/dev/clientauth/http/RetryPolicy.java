package dev.clientauth.http;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Decides whether a failed request is sent again, and after how long.
 *
 * @param maxAttempts how many times a request is sent at most, the first included
 * @param backoff the pauses where the provider asks for no longer ones
 */
record RetryPolicy(int maxAttempts, Backoff backoff) {
    private static final Backoff BACKOFF = Backoff.between(Duration.ofMillis(250), Duration.ofSeconds(5));

    /** For grants: more than four requests in a row do not help the provider. */
    static final RetryPolicy GRANTS = of(4);

    /** A policy with the usual pauses: up to 250 ms after the first failure, doubling up to 5 s, with full jitter. */
    static RetryPolicy of(int maxAttempts) {
        return new RetryPolicy(maxAttempts, BACKOFF);
    }

    /**
     * Returns how long to wait before the next request; empty if there must not be one.
     *
     * @param attempts how many requests there were
     * @param isSafe whether this failure may pass, and a second request does no harm
     * @param retryAt before when the provider wants no request
     * @param clock this machine's clock, which {@code retryAt} is given by
     * @param deadline a pause that does not end before it is pointless
     */
    Optional<Duration> pause(int attempts, boolean isSafe, Optional<Instant> retryAt, Clock clock, Deadline deadline) {
        if (!isSafe || attempts >= maxAttempts) {
            return Optional.empty();
        }
        Duration pause = backoff.after(attempts);
        Duration requested =
                retryAt.map(at -> Duration.between(clock.instant(), at)).orElse(Duration.ZERO);
        Duration longer = requested.compareTo(pause) > 0 ? requested : pause;
        return longer.compareTo(deadline.remaining()) < 0 ? Optional.of(longer) : Optional.empty();
    }

    /** Whether the same request can succeed later without a change: HTTP 408, 429 and 5xx. */
    static boolean isTransient(int status) {
        return status == 408 || status == 429 || status >= 500;
    }
}
