// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.http;

import dev.clientauth.fakes.MovableClock;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

import static org.assertj.core.api.Assertions.assertThat;

@DisplayName("Elapsed time")
class ElapsedClockTest {
    private final MovableClock machine = new MovableClock();
    private final ElapsedClock clock = new ElapsedClock(machine, machine::nanoTime);

    @Test
    void measuresTimeToTheMillisecond() {
        assertThat(clock.millis()).isZero();
        machine.advance(Duration.ofMillis(1));
        assertThat(clock.millis()).isEqualTo(1);
        machine.advance(Duration.ofDays(400));
        assertThat(clock.millis()).isEqualTo(Duration.ofDays(400).toMillis() + 1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT0.2S", "PT5S", "PT119S", "PT121S", "PT5H", "P30D", "P36500D"})
    void doesNotDecreaseWhenTheClockIsSetBack(String by) {
        machine.advance(Duration.ofMinutes(3));
        long before = clock.millis();
        machine.set(Duration.parse(by).negated());
        assertThat(clock.millis()).isEqualTo(before);
        machine.advance(Duration.ofMinutes(1));
        assertThat(clock.millis()).isEqualTo(before + 60_000);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT0.2S", "PT5S", "PT5H", "P30D", "P36500D"})
    void includesTimeWhileTheCounterStoodStillOrTheClockWasSetForward(String by) {
        Duration jump = Duration.parse(by);
        clock.millis();
        machine.set(jump);
        assertThat(clock.millis()).isEqualTo(jump.toMillis());
        assertThat(clock.millis()).as("counted once").isEqualTo(jump.toMillis());
        machine.set(jump.negated());
        assertThat(clock.millis()).isEqualTo(jump.toMillis());
    }

    @Test
    void includesASuspensionAfterTheClockWasSetBack() {
        machine.set(Duration.ofDays(-30));
        clock.millis();
        machine.set(Duration.ofHours(8));
        assertThat(clock.millis()).isEqualTo(Duration.ofHours(8).toMillis());
    }

    @Test
    void passesAtMostTwiceAsFastWithAClockThatTicksByTheMinute() {
        ElapsedClock coarse = new ElapsedClock(Clock.tick(machine, Duration.ofMinutes(1)), machine::nanoTime);
        for (int seconds = 0; seconds < 3600; seconds++) {
            machine.advance(Duration.ofSeconds(1));
            coarse.millis();
        }
        assertThat(coarse.millis()).isBetween(3_600_000L, 7_260_000L);
    }

    @Test
    void includesTheFullStepOfAClockThatStoodStill() {
        for (int i = 0; i < 100; i++) {
            machine.elapse(Duration.ofMillis(37));
            clock.millis();
        }
        long before = clock.millis();
        machine.elapse(Duration.ofMillis(50));
        machine.set(Duration.ofSeconds(300));
        assertThat(clock.millis() - before).isEqualTo(300_000);
    }

    @Test
    void passesOnceWithAClockThatTicksTenTimesASecond() {
        ElapsedClock coarse = new ElapsedClock(Clock.tick(machine, Duration.ofMillis(100)), machine::nanoTime);
        for (int i = 0; i < 10_000; i++) {
            machine.advance(Duration.ofMillis(9));
            coarse.millis();
        }
        assertThat(coarse.millis()).isBetween(90_000L, 90_100L);
    }

    @Test
    void followsTheCounterWhileTheClockStandsStill() {
        for (int hours = 0; hours < 24; hours++) {
            machine.elapse(Duration.ofHours(1));
            clock.millis();
        }
        assertThat(clock.millis()).isEqualTo(Duration.ofHours(24).toMillis());
    }

    @Test
    void neverDecreasesNorFallsBehindTheCounter() {
        long last = 0;
        long real = 0;
        for (int i = 0; i < 10_000; i++) {
            long step = ThreadLocalRandom.current().nextLong(0, 5_000);
            machine.elapse(Duration.ofMillis(step));
            machine.set(Duration.ofMillis(ThreadLocalRandom.current().nextLong(-400_000, 400_000)));
            real += step;
            long now = clock.millis();
            assertThat(now).isGreaterThanOrEqualTo(last).isGreaterThanOrEqualTo(real);
            last = now;
        }
    }

    @Test
    void comparesTheClockAtIntervals() {
        ElapsedClock quick = new ElapsedClock(machine, machine::nanoTime, 100);
        assertThat(quick.millis()).isZero();
        machine.set(Duration.ofHours(8));
        machine.advance(Duration.ofMillis(99));
        assertThat(quick.millis()).isEqualTo(99);
        machine.advance(Duration.ofMillis(1));
        assertThat(quick.millis()).isEqualTo(Duration.ofHours(8).toMillis() + 100);
        machine.set(Duration.ofHours(-8));
        machine.advance(Duration.ofSeconds(1));
        assertThat(quick.millis()).isEqualTo(Duration.ofHours(8).toMillis() + 1100);
    }

    /** A thread may be paused for seconds between reading the clock and reading the counter. */
    @Test
    void isNotAffectedByAPauseBetweenTwoReadings() {
        long second = 1_000_000_000L;
        // Creation; first reading; then the clock is read one second after the counter; then both at the same time.
        Iterator<Long> counter = List.of(0L, 0L, second, second, second, second).iterator();
        Iterator<Long> wall = List.of(0L, 1000L, 1000L, 1000L, 1000L).iterator();
        ElapsedClock paused = new ElapsedClock(new Readings(wall), counter::next);
        assertThat(paused.millis()).isEqualTo(1000);
        assertThat(paused.millis()).isEqualTo(1000);
    }

    /** A clock that shows one given time after another. */
    private static final class Readings extends Clock {
        private final Iterator<Long> millis;

        Readings(Iterator<Long> millis) {
            this.millis = millis;
        }

        @Override
        public long millis() {
            return millis.next();
        }

        @Override
        public Instant instant() {
            throw new AssertionError("not asked for");
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
}
