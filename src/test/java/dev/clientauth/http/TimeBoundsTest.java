// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.http;

import dev.clientauth.fakes.MovableClock;
import dev.clientauth.token.TokenTransportException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@DisplayName("Delays, deadlines and elapsed time, exactly")
@Timeout(20)
class TimeBoundsTest {
    private static final Deadline DISTANT = Deadline.after(Duration.ofMinutes(1));

    @ParameterizedTest
    @CsvSource({
        "1, 1, 250",
        "2, 1, 500",
        "3, 1, 1000",
        "5, 1, 4000",
        "6, 1, 5000",
        "1000000, 1, 5000",
        "3, 0.5, 500",
        "1, 0.1, 25",
        "1, 0.05, 20",
        "9, 0, 20"
    })
    void aBackOffDoublesUpToItsMaximumAndIsAtLeastTwentyMilliseconds(int failures, double random, long millis) {
        Backoff backoff = new Backoff(Duration.ofMillis(250), Duration.ofSeconds(5), () -> random);
        assertThat(backoff.after(failures)).isEqualTo(Duration.ofMillis(millis));
    }

    @Test
    void aRandomBackOffStaysWithinItsBounds() {
        Backoff backoff = Backoff.between(Duration.ofMillis(250), Duration.ofSeconds(5));
        assertThat(backoff.after(1)).isBetween(Duration.ofMillis(20), Duration.ofMillis(250));
        assertThat(java.util.stream.IntStream.range(0, 20)
                        .mapToObj(i -> backoff.after(6))
                        .distinct()
                        .count())
                .isGreaterThan(1);
    }

    @Test
    void theRemainingTimeIsLimitedByTheMaximumAndNegativeAfterTheDeadline() {
        assertThat(DISTANT.remaining()).isBetween(Duration.ofSeconds(1), Duration.ofMinutes(1));
        assertThat(DISTANT.remaining(Duration.ofSeconds(1))).isEqualTo(Duration.ofSeconds(1));
        assertThat(DISTANT.remaining(Duration.ofHours(1))).isLessThanOrEqualTo(Duration.ofMinutes(1));
        Deadline past = Deadline.after(Duration.ofSeconds(-1));
        assertThat(past.remaining()).isNegative();
        assertThat(past.remaining(Duration.ofSeconds(1))).isNegative();
    }

    @Test
    void theEarlierOfTwoDeadlinesIsReturnedEvenIfTheCounterOverflows() {
        Deadline before = new Deadline(Long.MAX_VALUE - 1);
        Deadline after = new Deadline(Long.MIN_VALUE + 1);
        assertThat(before.earlier(after)).isEqualTo(before);
        assertThat(after.earlier(before)).isEqualTo(before);
    }

    @Test
    void aResultThatIsAvailableIsReturnedAfterTheDeadlineToo() throws Exception {
        Deadline past = Deadline.after(Duration.ofSeconds(-1));
        assertThat(past.<String>await(CompletableFuture.completedFuture("r"))).isEqualTo("r");
        assertThatThrownBy(() -> past.await(new CompletableFuture<>())).isInstanceOf(TimeoutException.class);
        CompletableFuture<String> soon = new CompletableFuture<>();
        Background.after(Duration.ofMillis(20), () -> soon.complete("s"));
        assertThat(DISTANT.await(soon)).isEqualTo("s");
    }

    @Test
    void aClockThatIsAheadByOneHundredMillisecondsWasNotSet() {
        MovableClock machine = new MovableClock();
        ElapsedClock clock = new ElapsedClock(machine, machine::nanoTime);
        machine.set(Duration.ofMillis(100));
        assertThat(clock.millis()).isZero();
        machine.set(Duration.ofMillis(1));
        assertThat(clock.millis()).isEqualTo(101);
    }

    @Test
    void aClockThatIsSetBackIsFollowedFromThere() {
        MovableClock machine = new MovableClock();
        ElapsedClock clock = new ElapsedClock(machine, machine::nanoTime);
        machine.set(Duration.ofMillis(-150));
        assertThat(clock.millis()).isZero();
        machine.set(Duration.ofMillis(150));
        assertThat(clock.millis()).isEqualTo(150);
    }

    @Test
    void theWallClockIsShownAsItIs() {
        MovableClock machine = new MovableClock();
        assertThat(ElapsedClock.of(machine).instant()).isEqualTo(machine.instant());
    }

    @Test
    void aClockOtherThanTheSystemsIsComparedEachTime() {
        MovableClock machine = new MovableClock();
        ElapsedClock clock = ElapsedClock.of(machine);
        long before = clock.millis();
        machine.set(Duration.ofHours(1));
        assertThat(clock.millis() - before)
                .isGreaterThanOrEqualTo(Duration.ofHours(1).toMillis());
    }

    @Test
    void aTaskRunsAfterItsDelayUnlessItIsCancelled() throws Exception {
        CountDownLatch ran = new CountDownLatch(2);
        long start = System.nanoTime();
        Background.after(Duration.ofSeconds(-1), ran::countDown);
        Background.after(Duration.ofMillis(30), ran::countDown);
        Background.after(Duration.ofMillis(10), () -> {
                    throw new AssertionError("cancelled");
                })
                .cancel(false);
        assertThat(ran.await(3, TimeUnit.SECONDS)).isTrue();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(30));
    }

    private static TokenTransportException givingUp(String reason, @Nullable Throwable cause) {
        return new TokenTransportException(reason, false, cause);
    }

    private static void make(Runnable call, Deadline deadline) {
        BoundedCall.make(
                () -> {
                    call.run();
                    return "r";
                },
                new BoundedExecutor(1, 0),
                deadline,
                (reason, cause) -> new TokenTransportException(reason, false, cause));
    }

    @Test
    void aCallReturnsItsResultOrThrowsWhatItThrew() {
        assertThat(BoundedCall.make(() -> "r", new BoundedExecutor(1, 0), DISTANT, TimeBoundsTest::givingUp))
                .isEqualTo("r");
        RuntimeException failure = new IllegalArgumentException("x");
        assertThatThrownBy(() -> make(
                        () -> {
                            throw failure;
                        },
                        DISTANT))
                .isSameAs(failure);
        Error error = new StackOverflowError();
        assertThatThrownBy(() -> make(
                        () -> {
                            throw error;
                        },
                        DISTANT))
                .isSameAs(error);
        IOException checked = new IOException("x");
        assertThatThrownBy(() ->
                        BoundedCall.await(CompletableFuture.failedFuture(checked), DISTANT, TimeBoundsTest::givingUp))
                .isInstanceOf(IllegalStateException.class)
                .hasCause(checked);
    }

    @Test
    void aCallThatIsLateOrOneTooManyIsGivenUp() {
        CountDownLatch over = new CountDownLatch(1);
        BoundedExecutor one = new BoundedExecutor(1, 0);
        assertThatThrownBy(() -> BoundedCall.make(
                        () -> {
                            try {
                                return over.await(10, TimeUnit.SECONDS);
                            } catch (InterruptedException e) {
                                throw new AssertionError(e);
                            }
                        },
                        one,
                        Deadline.after(Duration.ofMillis(20)),
                        TimeBoundsTest::givingUp))
                .hasMessage(BoundedCall.LATE);
        assertThatThrownBy(() -> BoundedCall.make(() -> "r", one, DISTANT, TimeBoundsTest::givingUp))
                .hasMessage(BoundedCall.BUSY);
        over.countDown();
    }

    @Test
    void anInterruptedCallerKeepsItsInterruptStatus() {
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> BoundedCall.await(new CompletableFuture<>(), DISTANT, TimeBoundsTest::givingUp))
                .hasMessage(BoundedCall.INTERRUPTED);
        assertThat(Thread.interrupted()).isTrue();
    }

    /** A time that the clock was ahead stays counted between two comparisons, and afterwards. */
    @Test
    void aJumpStaysCountedBetweenTwoComparisons() {
        MovableClock machine = new MovableClock();
        ElapsedClock clock = new ElapsedClock(machine, machine::nanoTime, 100);
        machine.set(Duration.ofHours(1));
        long jumped = Duration.ofHours(1).toMillis();
        assertThat(clock.millis()).isEqualTo(jumped);
        machine.advance(Duration.ofMillis(50));
        assertThat(clock.millis()).isEqualTo(jumped + 50);
        machine.advance(Duration.ofSeconds(10));
        assertThat(clock.millis()).isEqualTo(jumped + 10_050);
    }

    @Test
    void aClockThatWasSetIsReadByOtherThreadsToo() {
        MovableClock machine = new MovableClock();
        ElapsedClock clock = new ElapsedClock(machine, machine::nanoTime);
        machine.set(Duration.ofHours(1));
        assertThat(clock.millis()).isPositive();
        machine.set(Duration.ofHours(1));
        assertThat(CompletableFuture.supplyAsync(clock::millis))
                .succeedsWithin(Duration.ofSeconds(3))
                .isEqualTo(Duration.ofHours(2).toMillis());
    }
}
