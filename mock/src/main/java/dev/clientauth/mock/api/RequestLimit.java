// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.mock.api;

import org.jspecify.annotations.Nullable;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Limits the requests to an API in a period of time; by default there is no limit, since Apple publishes none. Thread-safe.
 */
public final class RequestLimit {
    private final Clock clock;
    private int max = Integer.MAX_VALUE;
    private Duration span = Duration.ZERO;
    private @Nullable Instant begin;
    private int spent;

    /** Creates an unlimited limit. */
    public RequestLimit(Clock clock) {
        this.clock = clock;
    }

    /** Sets a limit, and restarts the count. */
    public synchronized void limit(int requests, Duration within) {
        require(requests, within);
        max = requests;
        span = within;
        begin = null;
    }

    /**
     * Checks a limit.
     *
     * @throws IllegalArgumentException if the number is negative or the time is not positive
     */
    public static void require(int requests, Duration within) {
        if (requests < 0 || within.isNegative() || within.isZero()) {
            throw new IllegalArgumentException("requests must not be negative and within must be positive, not "
                    + requests + " within " + within + ".");
        }
    }

    /** Counts a request, and returns the seconds until the next is allowed; empty if this one is allowed. */
    synchronized Optional<Long> spend() {
        Instant now = clock.instant();
        if (begin == null || now.isBefore(begin) || !now.isBefore(begin.plus(span))) {
            begin = now;
            spent = 0;
        }
        if (spent < max) {
            spent++;
            return Optional.empty();
        }
        return Optional.of(Math.max(
                1, Duration.between(now, begin.plus(span)).plusMillis(999).toSeconds()));
    }
}
