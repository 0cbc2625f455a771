// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.cli.shell;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Parses durations and instants from arguments, variables and properties. */
public final class TimeArguments {
    private static final Pattern SHORT = Pattern.compile("(\\d{1,9})\\s?(s|m|min|h|d)");
    private static final Map<String, Duration> UNITS = Map.of(
            "s", Duration.ofSeconds(1),
            "m", Duration.ofMinutes(1),
            "min", Duration.ofMinutes(1),
            "h", Duration.ofHours(1),
            "d", Duration.ofDays(1));

    private TimeArguments() {}

    /**
     * Parses a positive duration: {@code 90s}, {@code 15m}, {@code 12h}, {@code 2d}, or ISO 8601 such as {@code PT15M}.
     *
     * @param name the flag or setting, for the message of the exception
     * @throws UsageException if the text is not a duration, or it is zero or negative
     */
    public static Duration duration(String name, String text) {
        Matcher parts = SHORT.matcher(text.strip().toLowerCase(Locale.ROOT));
        try {
            Duration unit = parts.matches() ? UNITS.get(parts.group(2)) : null;
            Duration duration =
                    unit != null ? unit.multipliedBy(Long.parseLong(parts.group(1))) : Duration.parse(text.strip());
            if (duration.isNegative() || duration.isZero()) {
                throw new UsageException(name + " must be positive, but is \"" + text + "\".");
            }
            return duration;
        } catch (DateTimeException e) {
            throw new UsageException(
                    name + " is not a valid duration: \"" + text + "\". Use 90s, 15m, 12h, 2d or PT15M.", e);
        }
    }

    /**
     * Parses a duration that may be negative: {@code 10m}, {@code -10m}.
     *
     * @param name the flag or setting, for the message of the exception
     * @throws UsageException if the text is not a duration, or it is zero
     */
    public static Duration signedDuration(String name, String text) {
        String plain = text.strip();
        return plain.startsWith("-") ? duration(name, plain.substring(1)).negated() : duration(name, plain);
    }

    /**
     * Parses an instant: {@code now}, ISO 8601, an HTTP date, or seconds since 1970.
     *
     * @throws UsageException if the text is none of these
     */
    public static Instant instant(String text, Clock clock) {
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
                    "Not a valid date and time: \"" + text + "\". Use now, 2026-11-21T03:00:00Z, seconds since 1970, or"
                            + " the value of a Date header such as Sat, 21 Nov 2026 03:00:00 GMT.",
                    e);
        }
    }
}
