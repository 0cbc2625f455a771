// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.refresh;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.clientauth.token.AccessToken;
import dev.clientauth.token.InMemoryTokenStore;
import dev.clientauth.token.TokenStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Which of several clients requests a token, and how a failing store, a crashed lease holder or a late response affects the
 * others.
 */
@Timeout(30)
class SharedTokenSourceTest {
    private static final Duration LIFE = Duration.ofMinutes(5);
    private static final Duration SHORT = Duration.ofMillis(300);
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final String ID = "id";

    private final Clock clock = Clock.systemUTC();
    private final ManualTokenSource provider = new ManualTokenSource(clock);
    private final SickStore store = new SickStore();

    /** A store that can fail, hang, or never give a lease. */
    private final class SickStore implements TokenStore {
        final InMemoryTokenStore healthy = new InMemoryTokenStore(clock);
        final AtomicInteger calls = new AtomicInteger();
        final AtomicBoolean fails = new AtomicBoolean();
        volatile CountDownLatch open = new CountDownLatch(0);

        private TokenStore use() {
            calls.incrementAndGet();
            try {
                if (!open.await(20, TimeUnit.SECONDS)) {
                    throw new AssertionError("nobody opened the store");
                }
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
            if (fails.get()) {
                throw new IllegalStateException("The store is down.");
            }
            return healthy;
        }

        @Override
        public Optional<AccessToken> read(String id) {
            return use().read(id);
        }

        @Override
        public boolean tryLease(String id, String holder, Duration lease) {
            return use().tryLease(id, holder, lease);
        }

        @Override
        public void write(String id, AccessToken token) {
            use().write(id, token);
        }

        @Override
        public void endLease(String id, String holder) {
            use().endLease(id, holder);
        }

        @Override
        public void remove(String id, AccessToken token) {
            use().remove(id, token);
        }
    }

    @Test
    void aTokenInTheStoreIsUsed() throws Exception {
        AccessToken stored = provider.token(LIFE);
        store.write(ID, stored);
        assertThat(get(fetch(source(LONG)))).isSameAs(stored);
        assertThat(provider.fetches()).isZero();
    }

    @Test
    void aStaleTokenInTheStoreIsNotUsed() throws Exception {
        AccessToken old = new AccessToken(
                "old",
                "Bearer",
                null,
                clock.instant().minusSeconds(76),
                clock.instant().plusSeconds(24));
        store.write(ID, old);
        CompletableFuture<AccessToken> fetched = fetch(source(LONG));
        assertThat(provider.succeed(LIFE)).isSameAs(get(fetched));
    }

    @Test
    void oneOfSeveralRequestsATokenForAll() throws Exception {
        SharedTokenSource other = source(LONG);
        CompletableFuture<AccessToken> first = fetch(source(LONG));
        await(() -> provider.inFlight() == 1);
        CompletableFuture<AccessToken> second = fetch(other);
        CompletableFuture<AccessToken> third = fetch(source(LONG));
        TimeUnit.MILLISECONDS.sleep(100);
        AccessToken token = provider.succeed(LIFE);
        assertThat(get(first)).isSameAs(token);
        assertThat(get(second)).isSameAs(token);
        assertThat(get(third)).isSameAs(token);
        assertThat(provider.fetches()).isEqualTo(1);
    }

    @Test
    void aFailureEndsTheLease() throws Exception {
        CompletableFuture<AccessToken> first = fetch(source(LONG));
        await(() -> provider.inFlight() == 1);
        CompletableFuture<AccessToken> second = fetch(source(LONG));
        provider.fail(new IllegalStateException("refused"));
        assertThatThrownBy(() -> get(first)).hasMessage("refused");
        assertThat(provider.succeed(LIFE)).isSameAs(get(second));
        assertThat(provider.fetches()).isEqualTo(2);
    }

    @Test
    void aCrashedLeaseHolderDelaysOthersByItsLease() throws Exception {
        long start = System.nanoTime();
        assertThat(store.tryLease(ID, "a machine that died", SHORT)).isTrue();
        CompletableFuture<AccessToken> fetched = fetch(source(LONG));
        await(() -> provider.inFlight() == 1);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isBetween(SHORT, Duration.ofSeconds(3));
        assertThat(provider.succeed(LIFE)).isSameAs(get(fetched));
    }

    @Test
    void anEndlessLeaseIsIgnoredInTheEnd() throws Exception {
        assertThat(store.tryLease(ID, "a machine whose clock stands", Duration.ofDays(1)))
                .isTrue();
        CompletableFuture<AccessToken> fetched = fetch(source(SHORT));
        AccessToken token = provider.succeed(LIFE);
        assertThat(get(fetched)).isSameAs(token);
        await(() -> store.read(ID).isPresent());
    }

    @Test
    void aHangingStoreDelaysCallersForALimitedTime() throws Exception {
        store.open = new CountDownLatch(1);
        CompletableFuture<AccessToken> fetched = fetch(source(SHORT));
        AccessToken token = provider.succeed(LIFE);
        assertThat(get(fetched)).isSameAs(token);
        store.open.countDown();
        await(() -> store.tryLease(ID, "next", SHORT));
        assertThat(provider.fetches()).isEqualTo(1);
    }

    @Test
    void whileTheStoreFailsEachRequestsItsOwnTokenAndItIsLoggedOnce() throws Exception {
        Logger logger = (Logger) LoggerFactory.getLogger(StoreCircuitBreaker.class);
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.start();
        logger.setLevel(Level.INFO);
        logger.addAppender(log);
        try {
            store.fails.set(true);
            for (int i = 0; i < 5; i++) {
                CompletableFuture<AccessToken> fetched = fetch(source(LONG));
                assertThat(provider.succeed(LIFE)).isSameAs(get(fetched));
            }
            assertThat(store.calls).as("calls of a store that rests").hasValue(1);
            store.fails.set(false);
            TimeUnit.MILLISECONDS.sleep(StoreCircuitBreaker.REST.toMillis());
            CompletableFuture<AccessToken> fetched = fetch(source(LONG));
            AccessToken token = provider.succeed(LIFE);
            assertThat(get(fetched)).isSameAs(token);
            await(() -> store.read(ID).isPresent());
            assertThat(get(fetch(source(LONG)))).isSameAs(token);
            assertThat(log.list.stream().filter(event -> event.getLevel().isGreaterOrEqual(Level.INFO)))
                    .extracting(event -> event.getLevel() + " " + event.getFormattedMessage())
                    .containsExactly(
                            "WARN The token store failed; until it works again, this machine requests its own tokens.",
                            "INFO The token store works again.");
        } finally {
            logger.detachAppender(log);
            logger.setLevel(null);
        }
    }

    @Test
    void aRejectedTokenIsNotReadFromTheStoreAgain() throws Exception {
        SharedTokenSource source = source(LONG);
        AccessToken first = provider.token(LIFE);
        store.write(ID, first);
        source.forget(first);
        await(() -> store.read(ID).isEmpty());
        AccessToken second = new AccessToken("second", "Bearer", null, first.issuedAt(), first.expiresAt());
        source.forget(second);
        store.write(ID, new AccessToken(first.value(), "Bearer", null, first.issuedAt(), first.expiresAt()));
        CompletableFuture<AccessToken> fetched = fetch(source);
        AccessToken latest = provider.succeed(LIFE);
        assertThat(get(fetched)).isSameAs(latest);
        await(() -> store.read(ID).equals(Optional.of(latest)));
    }

    @Test
    void aResponseAfterTheLeaseDoesNotReplaceANewerToken() throws Exception {
        CompletableFuture<AccessToken> late = fetch(source(SHORT));
        await(() -> provider.inFlight() == 1);
        CompletableFuture<AccessToken> successor = fetch(source(LONG));
        await(() -> provider.inFlight() == 2);
        TokenSource.Receiver slow = provider.take();
        AccessToken newer = provider.succeed(LIFE);
        assertThat(get(successor)).isSameAs(newer);
        await(() -> store.read(ID).isPresent());
        AccessToken older = new AccessToken("older", "Bearer", null, newer.issuedAt(), newer.expiresAt());
        slow.succeeded(older);
        assertThat(get(late)).isSameAs(older);
        assertThat(store.read(ID)).containsSame(newer);
    }

    private SharedTokenSource source(Duration lease) {
        return new SharedTokenSource(store, ID, provider, clock, lease);
    }

    private static CompletableFuture<AccessToken> fetch(TokenSource source) {
        return FutureReceiver.fetch(source);
    }

    private static AccessToken get(CompletableFuture<AccessToken> fetched) throws Exception {
        try {
            return fetched.get(10, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw (Exception) e.getCause();
        }
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("still waiting").isLessThan(deadline);
            TimeUnit.MILLISECONDS.sleep(5);
        }
    }
}
