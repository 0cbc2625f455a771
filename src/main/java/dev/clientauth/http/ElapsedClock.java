package dev.clientauth.http;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/**
 * Measures elapsed time independently of the wall clock being set.
 *
 * <p>It counts {@link System#nanoTime()}, which nobody can set. That counter may stand still while the machine is suspended
 * (CLOCK_MONOTONIC on Linux), so time by which the wall clock moved ahead of it is counted as well. Setting the wall clock
 * forward therefore ages everything measured here once; setting it back changes nothing. With a clock other than the
 * system's, such as a test's, time passes when that clock moves forward, and at least as fast as real time: up to twice as
 * fast with a clock that ticks more slowly than ten times a second.
 *
 * <p>Thread-safe. A reading does not allocate and takes no lock unless the wall clock was set. The system's wall clock is
 * compared every {@value #COMPARE_MILLIS} ms, so most readings read one clock.
 */
public final class ElapsedClock {
    /** The wall clock must be ahead by this much to count: less is rounding, or a thread paused between two readings. */
    private static final long MIN_JUMP_MILLIS = 100;

    /** The wall clock and the counter are read together if the two readings of the counter around it differ by no more. */
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
     * What readings are compared with.
     *
     * @param lead how far the wall clock was ahead of the counter at the last reading or before, in milliseconds
     * @param added by how much the wall clock has moved ahead of the counter altogether, in milliseconds
     */
    private record Reference(long lead, long added) {}

    /** Measures with {@code nanoTime}, in nanoseconds from any origin, and this wall clock, which is compared each time. */
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

    /** Measures with {@link System#nanoTime()} and this wall clock. */
    public static ElapsedClock of(Clock wall) {
        boolean isSystems = wall.withZone(ZoneOffset.UTC).equals(Clock.systemUTC());
        return new ElapsedClock(wall, System::nanoTime, isSystems ? COMPARE_MILLIS : 0);
    }

    /** Returns the milliseconds since this clock was made. It never goes back. */
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

    /** Returns the time by the wall clock: for display and for what is agreed with other machines. */
    public Instant instant() {
        return wall.instant();
    }

    private long counted() {
        return (nanoTime.getAsLong() - origin) / NANOS_PER_MILLI;
    }

    /** Looks again, closely, as a thread may have been paused between two readings, and takes over a clock that was set. */
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
