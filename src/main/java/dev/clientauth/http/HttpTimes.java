// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.http;

import dev.clientauth.net.HttpDate;
import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;

/** Reads the times in the headers of a response (RFC 9110 sections 5.6.7, 6.6.1 and 10.2.3). */
public final class HttpTimes {
    /** A longer {@code Retry-After} is cut to this. */
    private static final Duration MAX_WAIT = Duration.ofHours(1);

    /** {@code Date} is truncated to whole seconds, half a second on average. */
    private static final Duration DROPPED = Duration.ofMillis(500);

    private HttpTimes() {}

    /** Returns how far the server's clock is ahead of this machine's, within about a second. */
    static Optional<Duration> offset(HttpResponse response) {
        return instant(response.header("Date"))
                .map(date -> Duration.between(response.respondedAt(), date.plus(DROPPED)));
    }

    /** Returns the earliest time of a retry by this machine's clock. */
    static Optional<Instant> retryAt(HttpResponse response) {
        return retryAt(response::header, response.received());
    }

    /**
     * Returns the earliest time of a retry by this machine's clock, from seconds or from a date by the server's clock.
     *
     * @param header returns the value of a header, or null
     * @param received when the response was received, by this machine's clock
     */
    public static Optional<Instant> retryAt(Function<String, @Nullable String> header, Instant received) {
        String value = header.apply("Retry-After");
        if (value == null) {
            return Optional.empty();
        }
        Optional<Duration> wait = value.strip().matches("\\d{1,9}")
                ? Optional.of(Duration.ofSeconds(Long.parseLong(value.strip())))
                : instant(value)
                        .map(at ->
                                Duration.between(instant(header.apply("Date")).orElse(received), at));
        return wait.map(d -> d.isNegative() ? Duration.ZERO : d)
                .map(d -> d.compareTo(MAX_WAIT) > 0 ? MAX_WAIT : d)
                .map(received::plus);
    }

    private static Optional<Instant> instant(@Nullable String date) {
        return date == null ? Optional.empty() : HttpDate.read(date);
    }
}
