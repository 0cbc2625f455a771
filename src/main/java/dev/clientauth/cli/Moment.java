package dev.clientauth.cli;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;

/** Instants as people have them: {@code now}, ISO 8601, an HTTP date, seconds since 1970. */
final class Moment {
    private Moment() {}

    /**
     * Reads an instant.
     *
     * @throws UsageException if it is none
     */
    static Instant parse(String text, Clock clock) {
        String bare = text.strip();
        if (bare.equalsIgnoreCase("now")) {
            return clock.instant();
        }
        try {
            if (bare.matches("\\d{9,11}")) {
                return Instant.ofEpochSecond(Long.parseLong(bare));
            }
            return bare.contains(",")
                    ? Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(bare))
                    : OffsetDateTime.parse(bare).toInstant();
        } catch (DateTimeException e) {
            throw new UsageException(
                    "\"" + text + "\" is no instant; write now, 2026-11-21T03:00:00Z, seconds since 1970, or the Date"
                            + " header: Sat, 21 Nov 2026 03:00:00 GMT.",
                    e);
        }
    }
}
