package dev.clientauth.profile;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;

/** Durations in words. */
final class Phrase {
    private Phrase() {}

    /** Seconds, and the largest unit that divides them. */
    static String of(Duration duration) {
        long seconds = duration.toSeconds();
        if (duration.toMillisPart() > 0) {
            return BigDecimal.valueOf(seconds).add(BigDecimal.valueOf(duration.toMillisPart(), 3)) + " s";
        }
        if (seconds >= 86_400 && seconds % 86_400 == 0) {
            return seconds + " s (" + seconds / 86_400 + " d)";
        }
        if (seconds >= 3_600 && seconds % 3_600 == 0) {
            return seconds + " s (" + seconds / 3_600 + " h)";
        }
        if (seconds >= 60 && seconds % 60 == 0) {
            return seconds + " s (" + seconds / 60 + " min)";
        }
        return seconds + " s";
    }

    /** The time from one instant to the other. */
    static String between(Instant start, Instant end) {
        return of(Duration.between(start, end));
    }
}
