// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.http;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.DoubleSupplier;

/**
 * Computes the delay after a failure: exponential, with full jitter, so that clients that failed together do not retry
 * together.
 *
 * @param first the maximum delay after the first failure
 * @param max the maximum delay after any failure
 * @param random numbers from 0 to 1
 */
public record Backoff(Duration first, Duration max, DoubleSupplier random) {
    /** A shorter delay is not worth a timer. */
    private static final Duration MIN_DELAY = Duration.ofMillis(20);

    private static final int MAX_DOUBLINGS = 20;

    /** Returns a back-off with random jitter. */
    public static Backoff between(Duration first, Duration max) {
        return new Backoff(first, max, () -> ThreadLocalRandom.current().nextDouble());
    }

    /** Returns the delay after this number of consecutive failures, which must be at least one. */
    public Duration after(int failures) {
        long ceiling = Math.min(max.toMillis(), first.toMillis() << Math.min(failures - 1, MAX_DOUBLINGS));
        return Duration.ofMillis(Math.max(MIN_DELAY.toMillis(), Math.round(ceiling * random.getAsDouble())));
    }
}
