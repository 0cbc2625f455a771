// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.mock.core;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** The clock of a mock: another clock with an offset. */
public final class MockClock extends Clock {
    private static final Duration MAX_OFFSET = Duration.ofDays(3650);

    private final Clock base;
    private volatile Duration offset = Duration.ZERO;

    public MockClock(Clock base) {
        this.base = base;
    }

    /** Returns how far it is ahead of its base clock; negative if it is behind. */
    public Duration offset() {
        return offset;
    }

    /**
     * Sets it ahead of its base clock, or behind if the time is negative.
     *
     * @throws IllegalArgumentException if that is more than ten years
     */
    public synchronized void setOffset(Duration ahead) {
        offset = within(ahead);
    }

    /**
     * Moves it forward, or back if the time is negative.
     *
     * @throws IllegalArgumentException if it would be more than ten years ahead or behind
     */
    public synchronized void advance(Duration time) {
        offset = within(offset.plus(within(time)));
    }

    private static Duration within(Duration time) {
        if (time.compareTo(MAX_OFFSET) > 0 || time.compareTo(MAX_OFFSET.negated()) < 0) {
            throw new IllegalArgumentException("The clock can be at most ten years ahead or behind.");
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
