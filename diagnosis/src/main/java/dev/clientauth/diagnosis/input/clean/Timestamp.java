// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.diagnosis.input.clean;

import org.jspecify.annotations.Nullable;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads instants as logs and programs write them. A time without a zone is ignored. */
public final class Timestamp {
    /** The formats of times at the beginning of a line. */
    static final String PATTERN =
            "(?:\\d{4}-\\d\\d-\\d\\d[T ]\\d\\d:\\d\\d:\\d\\d(?:[.,]\\d{1,9})?(?:Z| ?[+-]\\d\\d:?\\d\\d\\b)?(?: UTC\\b)?"
                    + "|\\d{4}/\\d\\d/\\d\\d \\d\\d:\\d\\d:\\d\\d(?:[.,]\\d{1,9})?"
                    + "|\\d\\d/[A-Z][a-z]{2}/\\d{4}:\\d\\d:\\d\\d:\\d\\d [+-]\\d{4}"
                    + "|(?:\\d{4}-)?\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d[.,]\\d{3}"
                    + "|\\d\\d:\\d\\d:\\d\\d(?:[.,]\\d{1,9})?)";

    private static final Pattern ZONED = Pattern.compile(
            "(\\d{4}-\\d\\d-\\d\\d)[T ](\\d\\d:\\d\\d:\\d\\d)(?:[.,](\\d{1,9}))? ?(Z|UTC|[+-]\\d\\d:?\\d\\d\\b)");
    private static final Pattern ACCESS_LOG =
            Pattern.compile("\\d\\d/[A-Z][a-z]{2}/\\d{4}:\\d\\d:\\d\\d:\\d\\d [+-]\\d{4}");
    private static final Pattern HTTP_DATE =
            Pattern.compile("[A-Z][a-z]{2}, \\d{1,2} [A-Z][a-z]{2} \\d{4} \\d\\d:\\d\\d:\\d\\d (?:GMT|UTC|[+-]\\d{4})");
    private static final Pattern SHELL_DATE =
            Pattern.compile("[A-Z][a-z]{2} [A-Z][a-z]{2} [ \\d]\\d \\d\\d:\\d\\d:\\d\\d (?:UTC|GMT) \\d{4}");
    private static final DateTimeFormatter ACCESS = DateTimeFormatter.ofPattern("dd/MMM/yyyy:HH:mm:ss Z", Locale.ROOT);
    private static final DateTimeFormatter SHELL =
            DateTimeFormatter.ofPattern("EEE MMM d HH:mm:ss zzz yyyy", Locale.ROOT);

    private Timestamp() {}

    /** Returns the first instant in the text, or null. */
    public static @Nullable Instant in(String text) {
        try {
            Matcher zoned = ZONED.matcher(text);
            if (zoned.find()) {
                String zone = zoned.group(4).equals("UTC") ? "Z" : zoned.group(4);
                boolean lacksColon = zone.length() == 5;
                String fraction = zoned.group(3) == null ? "" : "." + zoned.group(3);
                return OffsetDateTime.parse(zoned.group(1) + "T" + zoned.group(2) + fraction
                                + (lacksColon ? zone.substring(0, 3) + ":" + zone.substring(3) : zone))
                        .toInstant();
            }
            Matcher access = ACCESS_LOG.matcher(text);
            if (access.find()) {
                return OffsetDateTime.parse(access.group(), ACCESS).toInstant();
            }
            Matcher http = HTTP_DATE.matcher(text);
            if (http.find()) {
                return ZonedDateTime.parse(http.group().replace("UTC", "GMT"), DateTimeFormatter.RFC_1123_DATE_TIME)
                        .toInstant();
            }
            Matcher shell = SHELL_DATE.matcher(text);
            return shell.find()
                    ? ZonedDateTime.parse(shell.group().replaceAll("  ", " "), SHELL)
                            .toInstant()
                    : null;
        } catch (DateTimeException notADate) {
            return null;
        }
    }
}
