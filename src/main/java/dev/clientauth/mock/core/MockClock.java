package dev.clientauth.mock.core;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** The clock that a mock lives by: another one, set ahead or back. */
public final class MockClock extends Clock {
    private static final Duration FURTHEST = Duration.ofDays(3650);

    private final Clock base;
    private volatile Duration offset = Duration.ZERO;

    public MockClock(Clock base) {
        this.base = base;
    }

    /** How far it is ahead of the clock that it is set by; negative where it is behind. */
    public Duration offset() {
        return offset;
    }

    /**
     * Sets it so far ahead, or behind where the time is negative.
     *
     * @throws IllegalArgumentException if that is more than ten years, beyond which no date could be told at last
     */
    public synchronized void setOffset(Duration ahead) {
        offset = within(ahead);
    }

    /**
     * Moves it.
     *
     * @throws IllegalArgumentException if it would be more than ten years ahead or behind
     */
    public synchronized void advance(Duration time) {
        offset = within(offset.plus(within(time)));
    }

    private static Duration within(Duration time) {
        if (time.compareTo(FURTHEST) > 0 || time.compareTo(FURTHEST.negated()) < 0) {
            throw new IllegalArgumentException("The clock goes at most ten years ahead or back.");
        }
        return time;
    }

    @Override
    public Instant instant() {
        return base.instant().plus(offset);
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
