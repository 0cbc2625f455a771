// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.refresh;

import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/**
 * Limits how often one authenticator requests an access token, whatever the provider responds and however often tokens are
 * invalidated: {@value #BURST} times at once, and once per {@link #INTERVAL} after that (a token bucket). Thread-safe.
 */
final class RequestRateLimit {
    /** The maximum number of requests at once, available again after as many intervals. */
    static final int BURST = 10;

    /** The minimum time between two requests after that: one second. */
    static final Duration INTERVAL = Duration.ofSeconds(1);

    private final LongSupplier nanoTime;
    private final ReentrantLock reserving = new ReentrantLock();
    private long next;

    /** Creates a limit that uses this nanosecond counter, such as {@link System#nanoTime()}. */
    RequestRateLimit(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.next = nanoTime.getAsLong() - unused();
    }

    private static long unused() {
        return INTERVAL.toNanos() * (BURST - 1);
    }

    /** Reserves the next request and returns the delay before it, usually zero. */
    Duration reserve() {
        reserving.lock();
        try {
            long now = nanoTime.getAsLong();
            long first = now - unused();
            long mine = next - first > 0 ? next : first;
            next = mine + INTERVAL.toNanos();
            return Duration.ofNanos(Math.max(0, mine - now));
        } finally {
            reserving.unlock();
        }
    }
}
