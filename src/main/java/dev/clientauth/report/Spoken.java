package dev.clientauth.report;

import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/** Durations and instants for people. */
final class Spoken {
    private static final long MINUTE = 60;
    private static final long HOUR = 60 * MINUTE;
    private static final long DAY = 24 * HOUR;
    /** The mean year of the Gregorian calendar. */
    private static final long YEAR = 31_556_952;

    private static final int FIRST_LONG_YEAR = 10_000;

    private Spoken() {}

    /** The largest unit that divides it, in words: {@code 15 minutes}, {@code 29 hours}. */
    static String words(Duration duration) {
        long seconds = duration.toSeconds();
        if (seconds >= 2 * DAY && seconds % DAY == 0) {
            return counted(seconds / DAY, "day");
        }
        if (seconds >= HOUR && seconds % HOUR == 0) {
            return counted(seconds / HOUR, "hour");
        }
        return seconds >= MINUTE && seconds % MINUTE == 0
                ? counted(seconds / MINUTE, "minute")
                : counted(seconds, "second");
    }

    /** A number and its noun. */
    static String counted(long number, String noun) {
        return number + " " + noun + (number == 1 ? "" : "s");
    }

    /** The two largest units of the time between two instants, whichever is earlier: {@code 4 min 50 s}. */
    static String between(Instant a, Instant b) {
        Duration time = Duration.between(a, b).abs();
        long seconds = time.toSeconds();
        if (seconds < 1) {
            return time.toMillis() + " ms";
        }
        List<String> units = new ArrayList<>();
        long left = seconds;
        for (Unit unit : Unit.values()) {
            if (left >= unit.seconds) {
                units.add(left / unit.seconds + " " + unit.symbol);
                left %= unit.seconds;
            }
            boolean isLast = units.size() == 2 || (units.size() == 1 && left < seconds / 1000);
            if (isLast) {
                break;
            }
        }
        return String.join(" ", units);
    }

    /** To the second, or where it has a part of one to the millisecond; far away no more than the year. */
    static String instant(Instant instant) {
        long year = 1970 + Math.floorDiv(instant.getEpochSecond(), YEAR);
        return year >= FIRST_LONG_YEAR || year <= 0
                ? "about the year " + year
                : DateTimeFormatter.ISO_INSTANT.format(instant.truncatedTo(ChronoUnit.MILLIS));
    }

    private enum Unit {
        YEARS(YEAR, "years"),
        DAYS(DAY, "d"),
        HOURS(HOUR, "h"),
        MINUTES(MINUTE, "min"),
        SECONDS(1, "s");

        private final long seconds;
        private final String symbol;

        Unit(long seconds, String symbol) {
            this.seconds = seconds;
            this.symbol = symbol;
        }
    }
}
