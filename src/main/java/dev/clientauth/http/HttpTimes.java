package dev.clientauth.http;

import dev.clientauth.net.RetryAfter;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Reads the times in the headers of a response (RFC 9110 sections 5.6.7, 6.6.1 and 10.2.3). */
final class HttpTimes {
    /** A longer {@code Retry-After} is cut to this. */
    private static final Duration MAX_WAIT = Duration.ofHours(1);

    /** {@code Date} is truncated to whole seconds, half a second on average. */
    private static final Duration DROPPED = Duration.ofMillis(500);

    private HttpTimes() {}

    /** Returns how far the server's clock is ahead of this machine's, within about a second. */
    static Optional<Duration> offset(HttpResponse response) {
        return RetryAfter.instant(response.headers().get("Date"))
                .map(date -> Duration.between(response.respondedAt(), date.plus(DROPPED)));
    }

    /**
     * Returns the earliest time of a retry by this machine's clock, from seconds or from a date by the server's clock.
     */
    static Optional<Instant> retryAt(HttpResponse response) {
        return RetryAfter.delay(
                        response.headers().get("Retry-After"),
                        response.headers().get("Date"),
                        response.received())
                .map(d -> d.compareTo(MAX_WAIT) > 0 ? MAX_WAIT : d)
                .map(response.received()::plus);
    }
}
