package dev.clientauth.net;

import org.jspecify.annotations.Nullable;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/** Reads {@code Retry-After} and {@code Date} headers (RFC 9110 sections 5.6.7, 6.6.1 and 10.2.3). */
public final class RetryAfter {
    private RetryAfter() {}

    /**
     * Returns the time to wait, from seconds or from a date by the server's clock; not negative. Empty if the header is
     * missing or malformed.
     *
     * @param retryAfter the {@code Retry-After} header, or null
     * @param date the {@code Date} header of the same response, or null
     * @param received when the response arrived, by this machine's clock: used if there is no {@code Date}
     */
    public static Optional<Duration> delay(@Nullable String retryAfter, @Nullable String date, Instant received) {
        if (retryAfter == null) {
            return Optional.empty();
        }
        Optional<Duration> delay = retryAfter.strip().matches("\\d{1,9}")
                ? Optional.of(Duration.ofSeconds(Long.parseLong(retryAfter.strip())))
                : instant(retryAfter).map(at -> Duration.between(instant(date).orElse(received), at));
        return delay.map(d -> d.isNegative() ? Duration.ZERO : d);
    }

    /** Returns the time of an HTTP date; empty if it is missing or malformed. */
    public static Optional<Instant> instant(@Nullable String date) {
        if (date == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(date.strip())));
        } catch (DateTimeException e) {
            // A malformed date is ignored.
            return Optional.empty();
        }
    }
}
