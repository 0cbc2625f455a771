package dev.clientauth.http;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.DoubleSupplier;

/**
 * How long to wait after a failure: exponential, with full jitter, so that many clients that failed together do not come
 * back together.
 *
 * @param first the most that is waited after the first failure
 * @param most the most that is ever waited
 * @param random numbers from 0 to 1
 */
public record Backoff(Duration first, Duration max, DoubleSupplier random) {
    /** Below this, waiting is not worth the timer. */
    private static final Duration MIN_DELAY = Duration.ofMillis(20);

    private static final int MAX_DOUBLINGS = 20;

    /** A back-off with real randomness. */
    public static Backoff between(Duration first, Duration max) {
        return new Backoff(first, max, () -> ThreadLocalRandom.current().nextDouble());
    }

    /** The wait after so many failures in a row, one or more. */
    public Duration after(int failures) {
        long ceiling = Math.min(max.toMillis(), first.toMillis() << Math.min(failures - 1, MAX_DOUBLINGS));
        return Duration.ofMillis(Math.max(MIN_DELAY.toMillis(), Math.round(ceiling * random.getAsDouble())));
    }
}
