// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.refresh;

import dev.clientauth.fakes.LogCapture;
import dev.clientauth.fakes.MovableClock;
import dev.clientauth.token.AccessToken;
import dev.clientauth.token.TokenTransportException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;

@DisplayName(
        "One refresh through a store: its lease, its one result, and what happens if the store or the provider fails")
@Timeout(30)
class SharedRefreshTest {
    private static final Duration PROMPTLY = Duration.ofSeconds(2);
    private static final Duration LIFE = Duration.ofSeconds(100);
    private static final Duration LEASE = Duration.ofSeconds(20);
    /** After this part of {@link #LIFE} a token is no longer read as a fresh one. */
    private static final Duration STALE = Duration.ofSeconds(90);

    private static final TokenTransportException DOWN = new TokenTransportException("down", false, null);

    private final MovableClock clock = new MovableClock();
    private final ManualTokenSource provider = new ManualTokenSource(clock);
    private final ScriptedStore store = new ScriptedStore();
    private final CountDownLatch over = new CountDownLatch(1);

    @AfterEach
    void releaseTheStore() {
        over.countDown();
    }

    private SharedTokenSource shared() {
        return sharedOver(provider);
    }

    private SharedTokenSource sharedOver(TokenSource source) {
        return new SharedTokenSource(store, "id", source, clock, LEASE);
    }

    /** Shares tokens of a provider with so short a timeout that 200 ms remain for each operation of the store. */
    private SharedTokenSource hasty() {
        return sharedOver(new TokenSource() {
            @Override
            public void fetch(Receiver receiver) {
                provider.fetch(receiver);
            }

            @Override
            public Duration timeout() {
                return Duration.ofMillis(800);
            }
        });
    }

    private static void assertFailsWith(CompletableFuture<AccessToken> result, Throwable cause) {
        assertThat(result)
                .failsWithin(PROMPTLY)
                .withThrowableOfType(ExecutionException.class)
                .withCause(cause);
    }

    @Test
    void aStoredTokenIsReturnedWithoutALease() {
        AccessToken stored = provider.token(LIFE);
        store.content = read -> stored;
        assertThat(FutureReceiver.fetch(shared())).succeedsWithin(PROMPTLY).isSameAs(stored);
        assertThat(store.leased).isEmpty();
        assertThat(provider.fetches()).isZero();
    }

    @Test
    void aTokenStoredBeforeTheLeaseWasTakenIsReturnedAndTheLeaseEnds() {
        AccessToken stored = provider.token(LIFE);
        store.content = read -> read == 1 ? null : stored;
        assertThat(FutureReceiver.fetch(shared())).succeedsWithin(PROMPTLY).isSameAs(stored);
        store.awaitEndOfLease();
        assertThat(store.ended).isEqualTo(store.leased).hasSize(1);
        assertThat(provider.fetches()).isZero();
    }

    @Test
    void theLeaseHolderReplacesTheStoredTokenAndEndsItsLease() {
        AccessToken other = provider.token(LIFE);
        CompletableFuture<AccessToken> result = FutureReceiver.fetch(shared());
        TokenSource.Receiver receiver = provider.take();
        store.content = read -> other;
        AccessToken token = provider.token(LIFE);
        receiver.succeeded(token);
        assertThat(result).succeedsWithin(PROMPTLY).isSameAs(token);
        store.awaitEndOfLease();
        assertThat(store.written).containsExactly(token);
        assertThat(store.ended).isEqualTo(store.leased);
    }

    @Test
    void aTokenRequestedWithoutALeaseDoesNotReplaceAFreshOne() {
        store.beforeLease = () -> ScriptedStore.hangUntil(over);
        AccessToken other = provider.token(LIFE);
        SharedTokenSource hasty = hasty();
        CompletableFuture<AccessToken> result = FutureReceiver.fetch(hasty);
        TokenSource.Receiver receiver = provider.take();
        store.content = read -> other;
        store.leases = false;
        over.countDown();
        awaitWorkingStore(hasty);
        AccessToken token = provider.token(LIFE);
        receiver.succeeded(token);
        assertThat(result).succeedsWithin(PROMPTLY).isSameAs(token);
        store.awaitEndOfLease();
        assertThat(store.written).isEmpty();
    }

    private static void awaitWorkingStore(SharedTokenSource shared) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (shared.isOpen() && System.nanoTime() < deadline) {
            Thread.onSpinWait();
        }
        assertThat(shared.isOpen()).as("the store rests or hangs").isFalse();
    }

    @Test
    void aLeaseTakenAfterTheStoreTimedOutEndsAtOnce() {
        store.beforeLease = () -> ScriptedStore.hangUntil(over);
        CompletableFuture<AccessToken> result = FutureReceiver.fetch(hasty());
        TokenSource.Receiver receiver = provider.take();
        over.countDown();
        store.awaitEndOfLease();
        assertThat(store.ended).isEqualTo(store.leased);
        assertThat(result).isNotDone();
        AccessToken token = provider.token(LIFE);
        receiver.succeeded(token);
        assertThat(result).succeedsWithin(PROMPTLY).isSameAs(token);
        assertThat(provider.fetches()).isEqualTo(1);
    }

    @Test
    void aTokenReadAfterTheStoreTimedOutIsNotASecondResult() {
        AccessToken stored = provider.token(LIFE);
        store.content = read -> {
            ScriptedStore.hangUntil(over);
            return stored;
        };
        SharedTokenSource hasty = hasty();
        CompletableFuture<AccessToken> result = FutureReceiver.fetch(hasty);
        provider.take();
        over.countDown();
        CountDownLatch lookedUp = new CountDownLatch(1);
        assertThat(hasty.offer(lookedUp::countDown)).isTrue();
        ScriptedStore.hangUntil(lookedUp);
        assertThat(result).isNotDone();
    }

    @Test
    void aStoreThatDoesNotReturnIsLoggedAndTheProviderAskedDirectly() {
        store.content = read -> {
            ScriptedStore.hangUntil(over);
            return null;
        };
        try (LogCapture logs = new LogCapture()) {
            CompletableFuture<AccessToken> result = FutureReceiver.fetch(hasty());
            AccessToken token = provider.succeed(LIFE);
            assertThat(result).succeedsWithin(PROMPTLY).isSameAs(token);
            assertThat(logs.awaitText("did not return in time")).contains("The token store did not return in time.");
        }
    }

    @Test
    void aFullQueueOfTheStoreDelaysNoRefresh() {
        SharedTokenSource shared = shared();
        while (shared.offer(() -> ScriptedStore.hangUntil(over))) {
            Thread.onSpinWait();
        }
        CompletableFuture<AccessToken> result = FutureReceiver.fetch(shared);
        assertThat(provider.inFlight()).isEqualTo(1);
        AccessToken token = provider.succeed(LIFE);
        assertThat(result).succeedsWithin(PROMPTLY).isSameAs(token);
    }

    @Test
    void aLeaseThatNeverEndsIsIgnoredAfterOneAndAHalfTimesItsDuration() {
        Duration lease = Duration.ofMillis(200);
        store.leases = false;
        long start = System.nanoTime();
        CompletableFuture<AccessToken> result =
                FutureReceiver.fetch(new SharedTokenSource(store, "id", provider, clock, lease));
        TokenSource.Receiver receiver = provider.take();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(300));
        AccessToken token = provider.token(LIFE);
        receiver.succeeded(token);
        assertThat(result).succeedsWithin(PROMPTLY).isSameAs(token);
    }

    @Test
    void aProviderThatCannotBeAskedReleasesTheCaller() {
        TokenSource unavailable = receiver -> {
            throw DOWN;
        };
        assertFailsWith(FutureReceiver.fetch(sharedOver(unavailable)), DOWN);
    }

    @Test
    void aStaleTokenStoredWhileTheProviderFailsIsReturned() {
        CompletableFuture<AccessToken> result = FutureReceiver.fetch(shared());
        TokenSource.Receiver receiver = provider.take();
        AccessToken old = provider.token(LIFE);
        store.content = read -> old;
        clock.advance(STALE);
        receiver.failed(DOWN);
        assertThat(result).succeedsWithin(PROMPTLY).isSameAs(old);
    }

    @Test
    void aStaleTokenReadBeforeTheStoreFailedIsReturnedWhenTheProviderFails() {
        AccessToken old = provider.token(LIFE);
        store.content = read -> old;
        clock.advance(STALE);
        CompletableFuture<AccessToken> result = FutureReceiver.fetch(shared());
        TokenSource.Receiver receiver = provider.take();
        StoreCircuitBreaker.of(store).failed(new IllegalStateException("The store is down."));
        receiver.failed(DOWN);
        assertThat(result).succeedsWithin(PROMPTLY).isSameAs(old);
        assertThat(store.reads()).isEqualTo(2);
    }

    @Test
    void aTokenThatExpiresDuringTheRequestIsNotReturnedWhenTheProviderFails() {
        AccessToken old = provider.token(LIFE);
        store.content = read -> old;
        clock.advance(STALE);
        CompletableFuture<AccessToken> result = FutureReceiver.fetch(shared());
        TokenSource.Receiver receiver = provider.take();
        clock.advance(LIFE.minus(STALE));
        receiver.failed(DOWN);
        assertFailsWith(result, DOWN);
    }

    @Test
    void aTokenRejectedDuringTheRequestIsNotReturnedWhenTheProviderFails() {
        AccessToken old = provider.token(LIFE);
        store.content = read -> old;
        clock.advance(STALE);
        SharedTokenSource shared = shared();
        CompletableFuture<AccessToken> result = FutureReceiver.fetch(shared);
        TokenSource.Receiver receiver = provider.take();
        shared.forget(old);
        receiver.failed(DOWN);
        assertFailsWith(result, DOWN);
    }

    @Test
    void whileTheStoreRestsAFailureOfTheProviderReachesTheCallerAtOnce() {
        StoreCircuitBreaker.of(store).failed(new IllegalStateException("The store is down."));
        CompletableFuture<AccessToken> result = FutureReceiver.fetch(shared());
        provider.fail(DOWN);
        assertFailsWith(result, DOWN);
        assertThat(store.reads()).isZero();
    }

    @Test
    void aStoreThatHangsAfterTheProviderFailedReleasesTheCaller() {
        store.content = read -> {
            if (read > 2) {
                ScriptedStore.hangUntil(over);
            }
            return null;
        };
        CompletableFuture<AccessToken> result = FutureReceiver.fetch(hasty());
        provider.fail(DOWN);
        assertFailsWith(result, DOWN);
    }

    @Test
    void aStoreThatRespondsAfterAFailureIsUsedAgainAtOnce() {
        AccessToken stored = provider.token(LIFE);
        store.content = read -> {
            StoreCircuitBreaker.of(store).failed(new IllegalStateException("Another refresh failed."));
            return stored;
        };
        assertThat(FutureReceiver.fetch(shared())).succeedsWithin(PROMPTLY).isSameAs(stored);
        assertThat(StoreCircuitBreaker.of(store).isOpen()).isFalse();
    }
}
