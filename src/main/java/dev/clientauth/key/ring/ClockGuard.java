// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.key.ring;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.LongSupplier;

/** Notices a wrong clock, which would let a key sign before caches know it. */
final class ClockGuard {
    private static final Duration MAX_SKEW = Duration.ofMinutes(5);
    private static final Duration MAX_DRIFT = Duration.ofMinutes(1);

    private final Clock clock;
    private final LongSupplier nanoTime;
    private Instant lastWall;
    private long lastNanos;

    ClockGuard(Clock clock, LongSupplier nanoTime) {
        this.clock = clock;
        this.nanoTime = nanoTime;
        this.lastWall = clock.instant();
        this.lastNanos = nanoTime.getAsLong();
    }

    /** Returns whether the clock was set since the last call. */
    synchronized boolean isClockSet() {
        Instant wall = clock.instant();
        long nanos = nanoTime.getAsLong();
        Duration drift = Duration.between(lastWall, wall).minusNanos(nanos - lastNanos);
        lastWall = wall;
        lastNanos = nanos;
        return drift.abs().compareTo(MAX_DRIFT) > 0;
    }

    /** Returns how the clock differs from that of the publisher, as a sentence; empty if they agree. */
    String problem(PublishedSet published) {
        Duration ahead = published
                .time()
                .map(time -> Duration.between(time, clock.instant()))
                .orElse(Duration.ZERO);
        return ahead.abs().compareTo(MAX_SKEW) <= 0
                ? ""
                : "This machine's clock is " + ahead.abs().toMinutes() + " minutes "
                        + (ahead.isNegative() ? "behind" : "ahead of")
                        + " that of the server at the JWK Set URL. The next"
                        + " key does not sign until they agree. Synchronize this machine's clock with NTP.";
    }
}
