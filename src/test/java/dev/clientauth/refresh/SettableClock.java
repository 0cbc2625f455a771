// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.refresh;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** The clock of a machine, which runs at the speed of the real one, and which a test sets and slews. */
final class SettableClock extends Clock {
    private final Clock real = Clock.systemUTC();
    private volatile Setting setting = new Setting(Duration.ZERO, 0, System.nanoTime());

    /**
     * How the clock differs from the real one.
     *
     * @param offset by how much it was set
     * @param slew by how many seconds it gains in each second
     * @param since when that began, as a {@link System#nanoTime()} value
     */
    private record Setting(Duration offset, double slew, long since) {}

    /** Sets the clock to the real time plus this offset, which grows by {@code slew} seconds in each second. */
    void set(Duration offset, double slew) {
        setting = new Setting(offset, slew, System.nanoTime());
    }

    /** Returns for how long the clock has been right. */
    Duration right() {
        Setting now = setting;
        return now.offset().isZero() && now.slew() == 0
                ? Duration.ofNanos(System.nanoTime() - now.since())
                : Duration.ZERO;
    }

    @Override
    public Instant instant() {
        Setting now = setting;
        double gained = now.slew() * (System.nanoTime() - now.since());
        return real.instant().plus(now.offset()).plusNanos((long) gained);
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
