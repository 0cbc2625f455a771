// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.refresh;

import dev.clientauth.fakes.MovableClock;
import dev.clientauth.http.Backoff;
import dev.clientauth.http.ElapsedClock;
import dev.clientauth.token.AccessToken;
import dev.clientauth.token.InMemoryTokenStore;
import dev.clientauth.token.TokenTransportException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@DisplayName("A token that an API rejected does not come back")
@Timeout(30)
class InvalidationTest {
    private static final Duration PROMPTLY = Duration.ofSeconds(10);
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration STALE = Duration.ofMinutes(48);

    private final MovableClock clock = new MovableClock();
    private final ManualTokenSource source = new ManualTokenSource(clock);
    private final TokenCache cache = over(source);

    private TokenCache over(TokenSource of) {
        return new TokenCache(
                of,
                new ElapsedClock(clock, clock::nanoTime),
                event -> {},
                new Backoff(Duration.ofSeconds(2), Duration.ofMinutes(1), () -> 1),
                () -> 0.5);
    }

    private AccessToken first() {
        CompletableFuture<AccessToken> waiter = cache.getAsync();
        AccessToken token = source.succeed(HOUR);
        assertThat(waiter).succeedsWithin(PROMPTLY).isSameAs(token);
        return token;
    }

    private static AccessToken copy(AccessToken token) {
        return new AccessToken(token.value(), "Bearer", null, token.issuedAt(), token.expiresAt());
    }

    @Test
    void theSourceForgetsTheTokenBeforeAnotherOneIsFetched() {
        TokenCache[] asked = new TokenCache[1];
        int[] fetchesBefore = new int[1];
        asked[0] = over(new TokenSource() {
            @Override
            public void fetch(Receiver receiver) {
                source.fetch(receiver);
                source.succeed(HOUR);
            }

            @Override
            public void forget(AccessToken token) {
                asked[0].get();
                fetchesBefore[0] = source.fetches();
            }
        });
        asked[0].invalidate(asked[0].get());
        assertThat(fetchesBefore[0]).isEqualTo(1);
        asked[0].get();
        assertThat(source.fetches()).isEqualTo(2);
    }

    @Test
    void aSourceThatCannotForgetTheTokenDoesNotKeepItInTheCache() {
        TokenCache failing = over(new TokenSource() {
            @Override
            public void fetch(Receiver receiver) {
                source.fetch(receiver);
                source.succeed(HOUR);
            }

            @Override
            public void forget(AccessToken token) {
                throw new IllegalStateException("no thread");
            }
        });
        AccessToken token = failing.get();
        assertThatThrownBy(() -> failing.invalidate(token)).hasMessage("no thread");
        assertThat(failing.get()).isNotSameAs(token);
    }

    @Test
    void aRefreshThatStartedBeforeTheRejectionDoesNotCacheTheTokenAgain() {
        AccessToken rejected = first();
        clock.advance(STALE);
        assertThat(cache.get()).isSameAs(rejected);
        cache.invalidate(rejected);
        source.take().succeeded(copy(rejected));
        assertThat(cache.getAsync()).isNotDone();
        assertThat(source.fetches()).isEqualTo(3);
    }

    @Test
    void aTokenThatTheProviderIssuesAgainAfterTheRejectionIsCached() {
        AccessToken rejected = first();
        cache.invalidate(rejected);
        CompletableFuture<AccessToken> waiter = cache.getAsync();
        AccessToken again = copy(rejected);
        source.take().succeeded(again);
        assertThat(waiter).succeedsWithin(PROMPTLY).isSameAs(again);
        assertThat(cache.get()).isSameAs(again);
        assertThat(source.fetches()).isEqualTo(2);
    }

    @Test
    void aRefreshThatStartedBeforeTheRejectionOfAnotherTokenIsCached() {
        AccessToken rejected = first();
        clock.advance(STALE);
        assertThat(cache.get()).isSameAs(rejected);
        cache.invalidate(rejected);
        AccessToken refreshed = source.succeed(HOUR);
        assertThat(cache.get()).isSameAs(refreshed);
        assertThat(source.fetches()).isEqualTo(2);
    }

    @Test
    void aCallerThatWaitsInTheMarginDoesNotReceiveATokenRejectedMeanwhile() {
        CompletableFuture<AccessToken> waiter = cache.getAsync();
        AccessToken rejected = source.succeed(Duration.ofSeconds(10));
        assertThat(waiter).succeedsWithin(PROMPTLY);
        clock.advance(Duration.ofMillis(9500));
        CompletableFuture<AccessToken> inMargin = cache.getAsync();
        cache.invalidate(rejected);
        assertThatThrownBy(() -> inMargin.get(600, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);
        AccessToken refreshed = source.succeed(HOUR);
        assertThat(inMargin).succeedsWithin(PROMPTLY).isSameAs(refreshed);
    }

    @Test
    void aTokenReadAsALastResortIsNotUsedIfItIsRejectedBeforeTheProviderFails() {
        InMemoryTokenStore store = new InMemoryTokenStore(clock);
        SharedTokenSource shared = new SharedTokenSource(store, "id", source, clock, Duration.ofSeconds(10));
        AccessToken old = source.token(Duration.ofSeconds(100));
        store.write("id", old);
        clock.advance(Duration.ofSeconds(90));
        CompletableFuture<AccessToken> result = FutureReceiver.fetch(shared);
        TokenSource.Receiver provider = source.take();
        shared.forget(old);
        provider.failed(new TokenTransportException("down", false, null));
        assertThatThrownBy(() -> result.orTimeout(10, TimeUnit.SECONDS).join())
                .isInstanceOf(CompletionException.class)
                .hasCauseInstanceOf(TokenTransportException.class);
    }
}
