// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.refresh;

import dev.clientauth.fakes.MovableClock;
import dev.clientauth.http.Backoff;
import dev.clientauth.http.ElapsedClock;
import dev.clientauth.token.AccessToken;
import dev.clientauth.token.TokenEvent;
import dev.clientauth.token.TokenTransportException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

@DisplayName("The states of a token: FRESH, STALE and EXPIRED")
class TokenCacheTest {
    private static final Duration PROMPTLY = Duration.ofSeconds(10);
    private static final Duration HOUR = Duration.ofHours(1);
    /** With no jitter: stale at 80%, expired 30 s before the end. */
    private static final Duration STALE = Duration.ofMinutes(48);

    private static final Duration EXPIRED = HOUR.minusSeconds(30);
    private static final Duration BACKOFF = Duration.ofSeconds(2);

    private final MovableClock clock = new MovableClock();
    private final ManualTokenSource source = new ManualTokenSource(clock);
    private final ConcurrentLinkedQueue<TokenEvent> events = new ConcurrentLinkedQueue<>();
    private final TokenCache life = new TokenCache(
            source,
            new ElapsedClock(clock, clock::nanoTime),
            events::add,
            new Backoff(BACKOFF, Duration.ofMinutes(1), () -> 1),
            () -> 0.5);

    private AccessToken first(Duration lifetime) {
        CompletableFuture<AccessToken> waiter = life.getAsync();
        AccessToken token = source.succeed(lifetime);
        assertThat(waiter).succeedsWithin(PROMPTLY).isSameAs(token);
        return token;
    }

    @Test
    void aFreshTokenIsReturnedUntilEightyPercentOfItsLifetime() {
        AccessToken token = first(HOUR);
        clock.advance(STALE.minusMillis(1));
        assertThat(life.get()).isSameAs(token);
        assertThat(life.getAsync()).isCompletedWithValue(token);
        assertThat(source.fetches()).isEqualTo(1);
    }

    @Test
    void aStaleTokenIsReturnedAtOnceDuringOneRefresh() {
        AccessToken old = first(HOUR);
        clock.advance(STALE);
        for (int i = 0; i < 100; i++) {
            assertThat(life.get()).isSameAs(old);
        }
        assertThat(source.inFlight()).isEqualTo(1);
        AccessToken refreshed = source.succeed(HOUR);
        assertThat(life.get()).isSameAs(refreshed);
        assertThat(source.fetches()).isEqualTo(2);
    }

    @Test
    void callersOfAnExpiredTokenShareOneRefresh() throws Exception {
        first(HOUR);
        clock.advance(EXPIRED);
        List<CompletableFuture<AccessToken>> callers = IntStream.range(0, 50)
                .mapToObj(i -> CompletableFuture.supplyAsync(life::get))
                .toList();
        assertThat(life.getAsync()).isNotDone();
        AccessToken refreshed = source.succeed(HOUR);
        for (CompletableFuture<AccessToken> caller : callers) {
            assertThat(caller.get(10, TimeUnit.SECONDS)).isSameAs(refreshed);
        }
        assertThat(source.fetches()).isEqualTo(2);
    }

    @Test
    void aThousandCallersOfAnEmptyCacheCauseOneRequest() throws Exception {
        List<CompletableFuture<AccessToken>> callers =
                IntStream.range(0, 1000).mapToObj(i -> life.getAsync()).toList();
        AccessToken token = source.succeed(HOUR);
        for (CompletableFuture<AccessToken> caller : callers) {
            assertThat(caller.get(10, TimeUnit.SECONDS)).isSameAs(token);
        }
        assertThat(source.fetches()).isEqualTo(1);
    }

    @Test
    void aFailedRefreshIsVisibleOnlyToTheListener() {
        AccessToken old = first(HOUR);
        clock.advance(STALE);
        assertThat(life.get()).isSameAs(old);
        TokenTransportException down = new TokenTransportException("down", false, null);
        source.fail(down);
        assertThat(life.get()).isSameAs(old);
        assertThat(events)
                .contains(new TokenEvent.RefreshFailed(
                        down,
                        old.expiresAt(),
                        Instant.ofEpochMilli(clock.millis()).plus(BACKOFF)));
    }

    @Test
    void afterAFailureThereIsNoRequestUntilTheBackOffEndsAndItDoubles() {
        AccessToken old = first(HOUR);
        clock.advance(STALE);
        life.get();
        source.fail(new TokenTransportException("down", false, null));
        clock.advance(BACKOFF.minusMillis(1));
        assertThat(life.get()).isSameAs(old);
        assertThat(source.fetches()).isEqualTo(2);
        clock.advance(Duration.ofMillis(1));
        assertThat(life.get()).isSameAs(old);
        assertThat(source.fetches()).isEqualTo(3);
        source.fail(new TokenTransportException("down", false, null));
        clock.advance(BACKOFF.multipliedBy(2).minusMillis(1));
        life.get();
        assertThat(source.fetches()).isEqualTo(3);
        clock.advance(Duration.ofMillis(1));
        life.get();
        assertThat(source.fetches()).isEqualTo(4);
    }

    @Test
    void aLongerRetryAfterOverridesTheBackOff() {
        first(HOUR);
        clock.advance(STALE);
        life.get();
        Instant asked = clock.instant().plusSeconds(90);
        source.fail(new TokenTransportException("busy", 429, asked));
        clock.advance(Duration.ofSeconds(89));
        life.get();
        assertThat(source.fetches()).isEqualTo(2);
        clock.advance(Duration.ofSeconds(2));
        life.get();
        assertThat(source.fetches()).isEqualTo(3);
    }

    @Test
    void aTokenInItsMarginIsReturnedWhenTheRefreshFails() throws Exception {
        AccessToken old = first(HOUR);
        clock.advance(EXPIRED);
        CompletableFuture<AccessToken> waiting = CompletableFuture.supplyAsync(life::get);
        source.fail(new TokenTransportException("down", false, null));
        assertThat(waiting.get(10, TimeUnit.SECONDS)).isSameAs(old);
        assertThat(life.get()).as("within the back-off").isSameAs(old);
        assertThat(source.fetches()).isEqualTo(2);
    }

    @Test
    void afterExpiryTenThousandCallersGetTheFailureWithoutARequestEach() {
        first(HOUR);
        clock.advance(HOUR);
        CompletableFuture<AccessToken> waiting = life.getAsync();
        source.fail(new TokenTransportException("down", false, null));
        assertThat(waiting).failsWithin(PROMPTLY);
        Instant until = Instant.ofEpochMilli(clock.millis()).plus(BACKOFF);
        for (int i = 0; i < 10_000; i++) {
            TokenTransportException failure = catchThrowableOfType(TokenTransportException.class, life::get);
            assertThat(failure).hasMessage("down");
            assertThat(failure.retryAt()).contains(until);
        }
        assertThat(source.fetches()).isEqualTo(2);
        clock.advance(BACKOFF);
        CompletableFuture<AccessToken> next = life.getAsync();
        AccessToken token = source.succeed(HOUR);
        assertThat(next).succeedsWithin(PROMPTLY).isSameAs(token);
    }

    @Test
    void anErrorReachesTheCallerAndIsNotRemembered() {
        CompletableFuture<AccessToken> waiting = life.getAsync();
        source.fail(new StackOverflowError());
        assertThat(waiting).failsWithin(PROMPTLY);
        CompletableFuture<AccessToken> next = life.getAsync();
        AccessToken token = source.succeed(HOUR);
        assertThat(next).succeedsWithin(PROMPTLY).isSameAs(token);
    }

    @Test
    void invalidateRemovesOnlyThisToken() {
        AccessToken old = first(HOUR);
        life.invalidate(old);
        assertThat(source.forgotten()).containsExactly(old);
        AccessToken refreshed = first(HOUR);
        life.invalidate(old);
        assertThat(life.get()).isSameAs(refreshed);
        assertThat(source.fetches()).isEqualTo(2);
    }

    @Test
    void anInvalidatedTokenIsNotReturnedWhenTheRefreshFails() {
        AccessToken old = first(HOUR);
        clock.advance(EXPIRED);
        CompletableFuture<AccessToken> waiting = life.getAsync();
        life.invalidate(old);
        source.fail(new TokenTransportException("down", false, null));
        assertThat(waiting).failsWithin(PROMPTLY);
    }

    @Test
    void aCancelledCallerDoesNotAffectOthers() {
        CompletableFuture<AccessToken> impatient = life.getAsync();
        CompletableFuture<AccessToken> patient = life.getAsync();
        assertThat(impatient.cancel(true)).isTrue();
        AccessToken token = source.succeed(HOUR);
        assertThat(patient).succeedsWithin(PROMPTLY).isSameAs(token);
        assertThat(life.get()).isSameAs(token);
        assertThat(source.fetches()).isEqualTo(1);
    }

    @Test
    void anInterruptedCallerReturnsAtOnceAndDoesNotAffectOthers() throws Exception {
        CountDownLatch left = new CountDownLatch(1);
        Thread impatient = new Thread(() -> {
            try {
                life.get();
            } catch (TokenTransportException e) {
                if (Thread.currentThread().isInterrupted()) {
                    left.countDown();
                }
            }
        });
        impatient.start();
        CompletableFuture<AccessToken> patient = life.getAsync();
        impatient.interrupt();
        assertThat(left.await(10, TimeUnit.SECONDS)).isTrue();
        AccessToken token = source.succeed(HOUR);
        assertThat(patient).succeedsWithin(PROMPTLY).isSameAs(token);
        assertThat(source.fetches()).isEqualTo(1);
    }

    @ParameterizedTest(name = "{0} s")
    @ValueSource(ints = {3600, 300, 60, 5})
    void aTokenOfAnyLifetimeIsRequestedAboutOncePerLifetime(int seconds) {
        Duration lifetime = Duration.ofSeconds(seconds);
        first(lifetime);
        Duration elapsed = Duration.ZERO;
        Duration step = lifetime.dividedBy(100);
        int lives = 50;
        while (elapsed.compareTo(lifetime.multipliedBy(lives)) < 0) {
            clock.advance(step);
            elapsed = elapsed.plus(step);
            AccessToken token = life.get();
            assertThat(clock.instant()).isBefore(token.expiresAt());
            if (source.inFlight() > 0) {
                source.succeed(lifetime);
            }
        }
        assertThat(source.fetches()).isBetween(lives, lives * 100 / 75);
    }

    @Test
    void refreshesOfAFleetAreSpreadOverATenthOfTheLifetime() {
        AccessToken token = source.token(HOUR);
        assertThat(CachedToken.of(token, 0, 7).staleAt() - 7)
                .isEqualTo(Duration.ofMinutes(45).toMillis());
        assertThat(CachedToken.of(token, 1, 7).staleAt() - 7)
                .isEqualTo(Duration.ofMinutes(51).toMillis());
    }

    @Test
    void theMarginIsATenthOfTheLifetimeButAtMostThirtySeconds() {
        AccessToken shortLived = source.token(Duration.ofSeconds(5));
        assertThat(CachedToken.byWallClock(shortLived).margin()).isEqualTo(500);
        AccessToken longLived = source.token(Duration.ofDays(1));
        assertThat(CachedToken.byWallClock(longLived).margin()).isEqualTo(30_000);
    }

    @Test
    void aTokenThatHasExpiredOnArrivalFailsTheRefreshAndStartsTheBackOff() {
        CompletableFuture<AccessToken> waiting = life.getAsync();
        source.succeed(Duration.ZERO);
        assertThat(waiting)
                .failsWithin(PROMPTLY)
                .withThrowableOfType(ExecutionException.class)
                .havingCause()
                .isInstanceOf(TokenTransportException.class)
                .withMessageContaining("had already expired when it arrived");
        for (int i = 0; i < 100; i++) {
            assertThatThrownBy(life::get).isInstanceOf(TokenTransportException.class);
        }
        assertThat(source.fetches()).isEqualTo(1);
        clock.advance(BACKOFF);
        CompletableFuture<AccessToken> next = life.getAsync();
        AccessToken token = source.succeed(HOUR);
        assertThat(next).succeedsWithin(PROMPTLY).isSameAs(token);
    }

    @Test
    void aTokenThatExpiresDuringTheRequestFailsTheRefresh() {
        CompletableFuture<AccessToken> waiting = life.getAsync();
        AccessToken token = source.token(Duration.ofSeconds(2));
        clock.advance(Duration.ofSeconds(2));
        source.take().succeeded(token);
        assertThat(waiting).failsWithin(PROMPTLY);
    }

    @Test
    void aRefreshThatReturnsAnExpiredTokenKeepsTheCurrentOne() {
        AccessToken old = first(HOUR);
        clock.advance(STALE);
        life.get();
        source.succeed(Duration.ZERO);
        assertThat(life.get()).isSameAs(old);
    }

    @Test
    void aRefreshEventHasItsDuration() {
        CompletableFuture<AccessToken> waiting = life.getAsync();
        clock.advance(Duration.ofSeconds(3));
        AccessToken token = source.succeed(HOUR);
        assertThat(waiting).succeedsWithin(PROMPTLY).isSameAs(token);
        assertThat(events).containsExactly(new TokenEvent.Refreshed(token.expiresAt(), Duration.ofSeconds(3)));
    }

    @Test
    void aBackgroundFailureIsThrownOnlyAfterTheTokenHasExpired() {
        first(HOUR);
        clock.advance(HOUR.minusMillis(1));
        CompletableFuture<AccessToken> unused = life.getAsync();
        source.fail(new TokenTransportException("down", false, null));
        life.get();
        clock.advance(Duration.ofMillis(1));
        assertThatThrownBy(life::get).isInstanceOf(TokenTransportException.class);
    }

    @Test
    void anAsynchronousFailureHasTheRetryTimeToo() {
        CompletableFuture<AccessToken> waiting = life.getAsync();
        source.fail(new TokenTransportException("down", false, null));
        assertThat(waiting)
                .failsWithin(PROMPTLY)
                .withThrowableOfType(ExecutionException.class)
                .satisfies(e -> assertThat(((TokenTransportException) e.getCause()).retryAt())
                        .contains(Instant.ofEpochMilli(clock.millis()).plus(BACKOFF)));
    }

    @Test
    void aSlowRefreshDoesNotWithholdAValidToken() {
        Duration seconds = Duration.ofSeconds(20);
        AccessToken old = first(seconds);
        clock.advance(seconds.minusMillis(400));
        assertThat(life.get()).isSameAs(old);
        AccessToken refreshed = source.succeed(HOUR);
        assertThat(life.get()).isSameAs(refreshed);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT-10S", "PT-5H", "P-30D"})
    void aClockSetBackDoesNotExtendTheBackOff(String back) {
        CompletableFuture<AccessToken> waiting = life.getAsync();
        source.fail(new TokenTransportException("down", 429, clock.instant().plusSeconds(60)));
        assertThat(waiting).failsWithin(PROMPTLY);
        clock.set(Duration.parse(back));
        clock.advance(Duration.ofSeconds(59));
        assertThatThrownBy(life::get).isInstanceOf(TokenTransportException.class);
        clock.advance(Duration.ofSeconds(1));
        CompletableFuture<AccessToken> next = life.getAsync();
        AccessToken token = source.succeed(HOUR);
        assertThat(next).succeedsWithin(PROMPTLY).isSameAs(token);
        assertThat(source.fetches()).isEqualTo(2);
    }

    @Test
    void callbacksOfOneCallerDelayNoOther() {
        CountDownLatch release = new CountDownLatch(1);
        CompletableFuture<Boolean> slow = life.getAsync().thenApply(token -> {
            try {
                return release.await(20, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        CompletableFuture<AccessToken> other = CompletableFuture.supplyAsync(life::get);
        AccessToken token = source.succeed(HOUR);
        assertThat(life.get()).isSameAs(token);
        assertThat(other).succeedsWithin(PROMPTLY).isSameAs(token);
        release.countDown();
        assertThat(slow).succeedsWithin(PROMPTLY).isEqualTo(true);
    }
}
