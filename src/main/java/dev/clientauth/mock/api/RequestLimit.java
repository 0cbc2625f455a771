package dev.clientauth.mock.api;

import org.jspecify.annotations.Nullable;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How many requests an API takes in a span of time: as many as come, until somebody sets a limit. Apple publishes no
 * number. Thread-safe.
 */
public final class RequestLimit {
    private final Clock clock;
    private int most = Integer.MAX_VALUE;
    private Duration span = Duration.ZERO;
    private @Nullable Instant begin;
    private int spent;

    public RequestLimit(Clock clock) {
        this.clock = clock;
    }

    /** Sets a limit, and begins to count anew. */
    public synchronized void limit(int requests, Duration within) {
        require(requests, within);
        most = requests;
        span = within;
        begin = null;
    }

    /**
     * Checks a limit.
     *
     * @throws IllegalArgumentException if the number is negative or the time is none
     */
    public static void require(int requests, Duration within) {
        if (requests < 0 || within.isNegative() || within.isZero()) {
            throw new IllegalArgumentException(
                    "A limit is a number of requests within some time, not " + requests + " within " + within + ".");
        }
    }

    /** Spends one request; the seconds after which to ask again, where none is left. */
    synchronized Optional<Long> spend() {
        Instant now = clock.instant();
        if (begin == null || now.isBefore(begin) || !now.isBefore(begin.plus(span))) {
            begin = now;
            spent = 0;
        }
        if (spent < most) {
            spent++;
            return Optional.empty();
        }
        return Optional.of(Math.max(
                1, Duration.between(now, begin.plus(span)).plusMillis(999).toSeconds()));
    }
}
