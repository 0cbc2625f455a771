// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.profile.text;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Formats durations for people, in natural units. */
public final class DurationFormat {
    private static final long MINUTE = 60;
    private static final long HOUR = 60 * MINUTE;
    private static final long DAY = 24 * HOUR;
    /** The mean year of the Gregorian calendar. */
    private static final long YEAR = 31_556_952;
    /** From this many days on, years are used. */
    private static final long MAX_DAYS = 730;
    /** The maximum number of a unit that is shown exactly. */
    private static final long MAX_COUNT = 999;

    private DurationFormat() {}

    /**
     * Formats a duration in its two largest units: {@code 5 minutes}, {@code 5 minutes 1 second}, {@code 183 days 14 hours}.
     */
    public static String of(Duration duration) {
        Duration length = duration.abs();
        long seconds = length.toSeconds();
        if (seconds < 1) {
            return length.toMillis() == 0 ? "0 seconds" : counted(length.toMillis(), "millisecond");
        }
        Unit[] all = Unit.values();
        int first = 0;
        while (seconds < all[first].seconds || (all[first] == Unit.YEAR && seconds < MAX_DAYS * DAY)) {
            first++;
        }
        long rest = seconds % all[first].seconds;
        String largest = counted(seconds / all[first].seconds, all[first].noun);
        boolean hasSecond = first + 1 < all.length && rest >= all[first + 1].seconds;
        return hasSecond ? largest + " " + counted(rest / all[first + 1].seconds, all[first + 1].noun) : largest;
    }

    /** Formats the time between two instants, in either order, in its two largest units. */
    public static String between(Instant one, Instant other) {
        return of(Duration.between(one, other));
    }

    /**
     * Formats a limit exactly: {@code 5 minutes}, {@code 180 days}; in seconds if it is not a multiple of another unit.
     */
    public static String exact(Duration limit) {
        long seconds = limit.toSeconds();
        for (Unit unit : List.of(Unit.DAY, Unit.HOUR, Unit.MINUTE)) {
            if (seconds >= unit.seconds && seconds % unit.seconds == 0 && seconds / unit.seconds <= MAX_COUNT) {
                return seconds == DAY ? "24 hours" : counted(seconds / unit.seconds, unit.noun);
            }
        }
        return seconds > HOUR ? seconds + " s (" + of(limit) + ")" : counted(seconds, "second");
    }

    /** Formats a number and its noun. */
    public static String counted(long number, String noun) {
        return number + " " + noun + (number == 1 ? "" : "s");
    }

    private enum Unit {
        YEAR(DurationFormat.YEAR, "year"),
        DAY(DurationFormat.DAY, "day"),
        HOUR(DurationFormat.HOUR, "hour"),
        MINUTE(DurationFormat.MINUTE, "minute"),
        SECOND(1, "second");

        private final long seconds;
        private final String noun;

        Unit(long seconds, String noun) {
            this.seconds = seconds;
            this.noun = noun;
        }
    }
}
