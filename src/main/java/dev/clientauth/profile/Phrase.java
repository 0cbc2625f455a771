package dev.clientauth.profile;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;

/** Durations in words. */
final class Phrase {
    private static final long MINUTE = 60;
    private static final long HOUR = 60 * MINUTE;
    private static final long DAY = 24 * HOUR;
    /** More minutes or hours than that say nothing to people. */
    private static final long MOST = 99;

    private Phrase() {}

    /**
     * Seconds, and the largest unit that divides them; where none does, from an hour on about how many hours or days they
     * are: {@code 300 s (5 min)}, {@code 301 s}, {@code 15777000 s (about 182.6 d)}.
     */
    static String of(Duration duration) {
        long seconds = duration.toSeconds();
        if (duration.toMillisPart() > 0) {
            return BigDecimal.valueOf(seconds).add(BigDecimal.valueOf(duration.toMillisPart(), 3)) + " s";
        }
        String large = seconds < MINUTE ? "" : large(seconds);
        return seconds + " s" + (large.isEmpty() ? "" : " (" + large + ")");
    }

    private static String large(long seconds) {
        if (seconds % DAY == 0) {
            return seconds / DAY + " d";
        }
        if (seconds % HOUR == 0 && seconds / HOUR <= MOST) {
            return seconds / HOUR + " h";
        }
        if (seconds % MINUTE == 0 && seconds / MINUTE <= MOST) {
            return seconds / MINUTE + " min";
        }
        if (seconds >= DAY) {
            return about(seconds, DAY) + " d";
        }
        return seconds >= HOUR ? about(seconds, HOUR) + " h" : "";
    }

    private static String about(long seconds, long unit) {
        BigDecimal count = BigDecimal.valueOf(seconds).divide(BigDecimal.valueOf(unit), 1, RoundingMode.HALF_UP);
        return "about " + count.toString().replaceFirst("\\.0$", "");
    }

    /** The time from one instant to the other. */
    static String between(Instant start, Instant end) {
        return of(Duration.between(start, end));
    }
}
