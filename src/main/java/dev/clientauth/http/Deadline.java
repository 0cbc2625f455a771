// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.http;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A point in elapsed time until which a caller waits. It is set when the call starts and does not move.
 *
 * @param nanoTime the time as a {@link System#nanoTime()} value
 */
public record Deadline(long nanoTime) {

    /** Returns the deadline that is this far from now. */
    public static Deadline after(Duration timeout) {
        return new Deadline(System.nanoTime() + timeout.toNanos());
    }

    /** Returns the remaining time; negative after the deadline. */
    public Duration remaining() {
        return Duration.ofNanos(nanoTime - System.nanoTime());
    }

    /** Returns the remaining time, but not more than the given maximum. */
    public Duration remaining(Duration maximum) {
        Duration remaining = remaining();
        return remaining.compareTo(maximum) < 0 ? remaining : maximum;
    }

    /** Returns the earlier one of this and another deadline. */
    public Deadline earlier(Deadline other) {
        return nanoTime - other.nanoTime < 0 ? this : other;
    }

    /** Waits for a result until this deadline. */
    public <T> T await(Future<T> result) throws InterruptedException, ExecutionException, TimeoutException {
        return result.get(Math.max(0, nanoTime - System.nanoTime()), TimeUnit.NANOSECONDS);
    }
}
