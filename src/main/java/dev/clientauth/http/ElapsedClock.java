// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.http;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/**
 * Measures elapsed time, even if the wall clock is set in the meantime.
 *
 * <p>It is based on {@link System#nanoTime()}, which cannot be set. That counter may stop while the machine is suspended
 * (CLOCK_MONOTONIC on Linux), so time by which the wall clock has moved ahead of it is counted as well. Setting the wall
 * clock forward therefore makes everything measured here older once; setting it back changes nothing. With a clock other
 * than the system's, such as a test's, time passes when that clock moves forward, and at least as fast as real time: up to
 * twice as fast with a clock that ticks more slowly than ten times a second.
 *
 * <p>Thread-safe. A reading does not allocate, and locks only if the wall clock was set. The system's wall clock is compared
 * every {@value #COMPARE_MILLIS} ms, so most readings read one clock.
 */
public final class ElapsedClock {
    /**
     * The wall clock must be ahead by at least this much to count: less may be rounding, or a thread paused between two
     * readings.
     */
    private static final long MIN_JUMP_MILLIS = 100;

    /** The maximum difference between two readings of the counter for a wall clock reading between them to be exact. */
    private static final long TOGETHER_MILLIS = 10;

    /** How often the system's wall clock is compared, in milliseconds of the counter. */
    private static final long COMPARE_MILLIS = 100;

    private static final int MAX_READINGS = 10;
    private static final long NANOS_PER_MILLI = 1_000_000;

    private final Clock wall;
    private final LongSupplier nanoTime;
    private final long origin;
    private final long compareMillis;
    private final ReentrantLock setting = new ReentrantLock();
    private volatile Reference reference;
    private volatile long compareAt;

    /**
     * The reference for readings.
     *
     * @param lead how far the wall clock was ahead of the counter at the last reading or before, in milliseconds
     * @param added by how much the wall clock has moved ahead of the counter in total, in milliseconds
     */
    private record Reference(long lead, long added) {}

    /**
     * Creates a clock from {@code nanoTime}, in nanoseconds from any origin, and this wall clock, which is compared each
     * time.
     */
    public ElapsedClock(Clock wall, LongSupplier nanoTime) {
        this(wall, nanoTime, 0);
    }

    ElapsedClock(Clock wall, LongSupplier nanoTime, long compareMillis) {
        this.wall = wall;
        this.nanoTime = nanoTime;
        this.compareMillis = compareMillis;
        this.origin = nanoTime.getAsLong();
        this.reference = new Reference(wall.millis(), 0);
    }

    /** Returns a clock that uses {@link System#nanoTime()} and this wall clock. */
    public static ElapsedClock of(Clock wall) {
        boolean isSystems = wall.withZone(ZoneOffset.UTC).equals(Clock.systemUTC());
        return new ElapsedClock(wall, System::nanoTime, isSystems ? COMPARE_MILLIS : 0);
    }

    /** Returns the milliseconds since this clock was created. The value never decreases. */
    public long millis() {
        long counted = counted();
        if (counted < compareAt) {
            return counted + reference.added();
        }
        compareAt = counted + compareMillis;
        Reference known = reference;
        long change = wall.millis() - counted - known.lead();
        return change <= MIN_JUMP_MILLIS && change >= 0 ? counted + known.added() : set();
    }

    /** Returns the wall-clock time, for display and for times that other machines use. */
    public Instant instant() {
        return wall.instant();
    }

    private long counted() {
        return (nanoTime.getAsLong() - origin) / NANOS_PER_MILLI;
    }

    /**
     * Reads again more precisely, because a thread may have been paused between two readings, and adopts a clock that was
     * set.
     */
    private long set() {
        setting.lock();
        try {
            long before = counted();
            long now = wall.millis();
            long counted = counted();
            for (int i = 1; i < MAX_READINGS && counted - before > TOGETHER_MILLIS; i++) {
                before = counted;
                now = wall.millis();
                counted = counted();
            }
            Reference known = reference;
            long lead = now - counted;
            long change = lead - known.lead();
            if (change > MIN_JUMP_MILLIS) {
                reference = new Reference(lead, known.added() + change);
            } else if (change < 0) {
                reference = new Reference(lead, known.added());
            }
            return counted + reference.added();
        } finally {
            setting.unlock();
        }
    }
}
