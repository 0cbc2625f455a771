// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.fakes;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A clock that only moves when a test moves it. It starts at a random instant, so that no test depends on the current date.
 */
public final class MovableClock extends Clock {
    private final AtomicReference<Instant> now = new AtomicReference<>(
            Instant.ofEpochSecond(ThreadLocalRandom.current().nextLong(1_500_000_000L, 3_000_000_000L)));

    private final AtomicLong nanos = new AtomicLong(ThreadLocalRandom.current().nextLong());

    /** Lets time pass; if it is negative, sets the clock back. */
    public void advance(Duration time) {
        set(time);
        if (!time.isNegative()) {
            nanos.addAndGet(time.toNanos());
        }
    }

    /** Sets the clock forward, or back if the time is negative, while no time passes. */
    public void set(Duration difference) {
        now.updateAndGet(instant -> instant.plus(difference));
    }

    /** Lets time pass without moving this clock. */
    public void elapse(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    /** Returns what {@link System#nanoTime()} would return on this machine. */
    public long nanoTime() {
        return nanos.get();
    }

    @Override
    public Instant instant() {
        return now.get();
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }
}
