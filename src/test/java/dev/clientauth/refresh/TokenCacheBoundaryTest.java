// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.refresh;

import dev.clientauth.fakes.MovableClock;
import dev.clientauth.http.Backoff;
import dev.clientauth.http.ElapsedClock;
import dev.clientauth.profile.EvaluationContext;
import dev.clientauth.profile.TokenRequest;
import dev.clientauth.provider.Epic;
import dev.clientauth.token.AccessToken;
import dev.clientauth.token.OAuthError;
import dev.clientauth.token.TokenEvent;
import dev.clientauth.token.TokenRefusedException;
import dev.clientauth.token.TokenTransportException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.function.DoubleSupplier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@DisplayName("The token cache at the exact times at which a token becomes stale or expires")
@Timeout(30)
class TokenCacheBoundaryTest {
    private static final Duration PROMPTLY = Duration.ofSeconds(3);
    private static final Duration HOUR = Duration.ofHours(1);
    /** With no jitter. */
    private static final Duration STALE = Duration.ofMinutes(48);

    private final MovableClock clock = new MovableClock();
    private final ManualTokenSource source = new ManualTokenSource(clock);
    private final ConcurrentLinkedQueue<TokenEvent> events = new ConcurrentLinkedQueue<>();
    private final TokenCache cache = over(source, () -> 0.5);

    private TokenCache over(TokenSource of, DoubleSupplier random) {
        return new TokenCache(
                of,
                new ElapsedClock(clock, clock::nanoTime),
                events::add,
                new Backoff(Duration.ofSeconds(2), Duration.ofMinutes(1), () -> 1),
                random);
    }

    private AccessToken first(Duration lifetime) {
        CompletableFuture<AccessToken> waiter = cache.getAsync();
        AccessToken token = source.succeed(lifetime);
        assertThat(waiter).succeedsWithin(PROMPTLY).isSameAs(token);
        return token;
    }

    @Test
    void anAsynchronousCallerOfAStaleTokenGetsItAtOnceAndStartsTheRefresh() {
        AccessToken old = first(HOUR);
        clock.advance(STALE);
        CompletableFuture<AccessToken> result = cache.getAsync();
        assertThat(result).isCompletedWithValue(old);
        assertThat(source.fetches()).isEqualTo(2);
    }

    @Test
    void aFailureWhenTheTokenExpiresIsNotReportedAsOneThatCallersDoNotSee() {
        first(HOUR);
        clock.advance(STALE);
        cache.get();
        clock.advance(HOUR.minus(STALE));
        TokenTransportException down = new TokenTransportException("down", false, null);
        source.fail(down);
        assertThat(events).noneMatch(TokenEvent.RefreshFailed.class::isInstance);
        assertThat(events).contains(new TokenEvent.Failed(down));
        assertThatThrownBy(cache::get).hasMessage("down");
    }

    @Test
    void aFailureOneMillisecondBeforeTheTokenExpiresIsReportedToTheListenerOnly() {
        AccessToken old = first(HOUR);
        clock.advance(STALE);
        cache.get();
        clock.advance(HOUR.minus(STALE).minusMillis(1));
        source.fail(new TokenTransportException("down", false, null));
        assertThat(events).anyMatch(TokenEvent.RefreshFailed.class::isInstance);
        assertThat(events).noneMatch(TokenEvent.Failed.class::isInstance);
        assertThat(cache.get()).isSameAs(old);
    }

    @Test
    void theDurationOfALaterRefreshCountsFromItsOwnStart() {
        first(HOUR);
        clock.advance(STALE);
        cache.get();
        clock.advance(Duration.ofSeconds(3));
        AccessToken token = source.succeed(HOUR);
        assertThat(events).contains(new TokenEvent.Refreshed(token.expiresAt(), Duration.ofSeconds(3)));
    }

    @Test
    void theRetryTimeOfARefusalIsRespected() {
        CompletableFuture<AccessToken> waiting = cache.getAsync();
        source.fail(new TokenRefusedException(
                429,
                new OAuthError("slow_down", Optional.empty(), Optional.empty()),
                Epic.sandbox().diagnose(TokenRequest.builder().build(), EvaluationContext.unknown()),
                clock.instant().plusSeconds(60)));
        assertThat(waiting).failsWithin(PROMPTLY);
        clock.advance(Duration.ofSeconds(60).minusMillis(1));
        assertThatThrownBy(cache::get).isInstanceOf(TokenRefusedException.class);
        assertThat(source.fetches()).isEqualTo(1);
        clock.advance(Duration.ofMillis(1));
        CompletableFuture<AccessToken> next = cache.getAsync();
        AccessToken token = source.succeed(HOUR);
        assertThat(next).succeedsWithin(PROMPTLY).isSameAs(token);
    }

    /** An exception of this library has a cause of its own, which must not replace it. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aFailureIsTheExceptionOfThisLibraryNotItsCause(boolean isAsynchronous) {
        CompletableFuture<AccessToken> waiting =
                isAsynchronous ? cache.getAsync() : CompletableFuture.supplyAsync(cache::get);
        source.fail(new TokenTransportException("down", false, new IOException("reset")));
        assertThat(waiting)
                .failsWithin(PROMPTLY)
                .withThrowableOfType(ExecutionException.class)
                .havingCause()
                .isInstanceOf(TokenTransportException.class)
                .withMessage("down");
    }

    @Test
    void anExceptionWhileATokenIsCachedReleasesTheCallers() {
        TokenCache unlucky = over(source, () -> {
            throw new IllegalStateException("no entropy");
        });
        CompletableFuture<AccessToken> waiting = unlucky.getAsync();
        source.succeed(HOUR);
        assertThat(waiting)
                .failsWithin(PROMPTLY)
                .withThrowableOfType(ExecutionException.class)
                .withMessageContaining("no entropy");
    }

    @Test
    void aSourceThatNeverRespondsReleasesItsCallersOneSecondAfterItsTimeout() {
        TokenCache waitingForever = over(
                new TokenSource() {
                    @Override
                    public void fetch(Receiver receiver) {
                        // Neither method of the receiver is called.
                    }

                    @Override
                    public Duration timeout() {
                        return Duration.ofMillis(10);
                    }
                },
                () -> 0.5);
        assertThat(waitingForever.getAsync())
                .failsWithin(PROMPTLY)
                .withThrowableOfType(ExecutionException.class)
                .withMessageContaining("within 10 ms");
    }

    @Test
    void aCallerInTheMarginWaitsForHalfOfTheRemainingLifetime() {
        AccessToken old = first(Duration.ofSeconds(20));
        clock.advance(Duration.ofSeconds(19));
        long start = System.nanoTime();
        CompletableFuture<AccessToken> inMargin = cache.getAsync();
        assertThat(inMargin).succeedsWithin(Duration.ofMillis(1900)).isSameAs(old);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(500));
    }
}
