// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.profile.text;

import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;

/** Formats instants for people, in UTC. */
public final class InstantFormat {
    /** The mean year of the Gregorian calendar in seconds. */
    private static final long YEAR = 31_556_952;

    private static final int FIRST_LONG_YEAR = 10_000;

    private InstantFormat() {}

    /**
     * Formats an instant to the second, or to the millisecond if it has a fraction; only the year if it is far away.
     */
    public static String of(Instant instant) {
        long year = 1970 + Math.floorDiv(instant.getEpochSecond(), YEAR);
        return year >= FIRST_LONG_YEAR || year <= 0
                ? "about the year " + year
                : DateTimeFormatter.ISO_INSTANT.format(instant.truncatedTo(ChronoUnit.MILLIS));
    }
}
