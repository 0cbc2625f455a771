// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.refresh;

import dev.clientauth.fakes.MovableClock;
import dev.clientauth.token.AccessToken;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;

import static org.assertj.core.api.Assertions.assertThat;

@DisplayName("Which stored tokens are used, at the exact times, and how long the store may take")
@Timeout(30)
class SharedTokenBoundsTest {
    private static final Duration PROMPTLY = Duration.ofSeconds(3);
    private static final Duration LIFE = Duration.ofSeconds(100);
    private static final Duration LEASE = Duration.ofSeconds(20);

    private final MovableClock clock = new MovableClock();
    private final ManualTokenSource provider = new ManualTokenSource(clock);
    private final ScriptedStore store = new ScriptedStore();
    private final SharedTokenSource shared = new SharedTokenSource(store, "id", provider, clock, LEASE);

    private AccessToken token(String value) {
        return new AccessToken(
                value, "Bearer", null, clock.instant(), clock.instant().plus(LIFE));
    }

    private void storing(AccessToken token) {
        store.content = read -> token;
    }

    /** Tokens of other machines are refreshed after 75 %, so that the earliest of a fleet refreshes for all. */
    @Test
    void aStoredTokenIsFreshForThreeQuartersOfItsLifetime() {
        AccessToken token = token("a");
        storing(token);
        clock.advance(Duration.ofSeconds(75).minusMillis(1));
        assertThat(shared.usable()).containsSame(token);
        clock.advance(Duration.ofMillis(1));
        assertThat(shared.usable()).isEmpty();
        assertThat(shared.candidate()).containsSame(token);
    }

    @Test
    void aStoredTokenIsUnexpiredUntilTheMomentItExpires() {
        AccessToken token = token("a");
        clock.advance(LIFE.minusMillis(1));
        assertThat(shared.isUnexpired(token)).isTrue();
        clock.advance(Duration.ofMillis(1));
        assertThat(shared.isUnexpired(token)).isFalse();
    }

    /** The margin of a token valid for 100 s is 10 s. */
    @Test
    void aTokenFromAClockThatIsAheadByAtMostItsMarginIsUsed() {
        AccessToken token = token("a");
        storing(token);
        clock.set(Duration.ofSeconds(-10));
        assertThat(shared.candidate()).containsSame(token);
        clock.set(Duration.ofMillis(-1));
        assertThat(shared.candidate()).isEmpty();
    }

    @Test
    void rejectingOneTokenRejectsNoOther() {
        shared.forget(token("a"));
        AccessToken other = token("b");
        storing(other);
        assertThat(shared.candidate()).containsSame(other);
        storing(token("a"));
        assertThat(shared.candidate()).isEmpty();
    }

    @Test
    void theValueOfARejectedTokenMayBeIssuedAgainAfterItHasExpired() {
        shared.forget(token("a"));
        clock.advance(LIFE);
        shared.forget(token("b"));
        AccessToken again = token("a");
        storing(again);
        assertThat(shared.candidate()).containsSame(again);
    }

    @Test
    void tokensCanBeRejectedByDifferentThreads() {
        shared.forget(token("a"));
        assertThat(CompletableFuture.runAsync(() -> shared.forget(token("b")))).succeedsWithin(PROMPTLY);
        storing(token("a"));
        assertThat(shared.candidate()).isEmpty();
    }

    @Test
    void aStoreThatCannotRemoveATokenRests() {
        CountDownLatch removing = new CountDownLatch(1);
        store.onRemove = () -> {
            removing.countDown();
            throw new IllegalStateException("The store is down.");
        };
        shared.forget(token("a"));
        ScriptedStore.hangUntil(removing);
        CountDownLatch next = new CountDownLatch(1);
        assertThat(shared.offer(next::countDown)).isTrue();
        ScriptedStore.hangUntil(next);
        assertThat(shared.isOpen()).isTrue();
        assertThat(shared.attempt(() -> {
                    throw new AssertionError("The store is not used while it rests.");
                }))
                .isFalse();
    }

    @Test
    void aStoreThatRemovesATokenAfterAFailureIsUsedAgainAtOnce() {
        CountDownLatch removed = new CountDownLatch(1);
        store.onRemove = () -> {
            StoreCircuitBreaker.of(store).failed(new IllegalStateException("Another operation failed."));
            removed.countDown();
        };
        shared.forget(token("a"));
        ScriptedStore.hangUntil(removed);
        CountDownLatch next = new CountDownLatch(1);
        assertThat(shared.offer(next::countDown)).isTrue();
        ScriptedStore.hangUntil(next);
        assertThat(shared.isOpen()).isFalse();
    }

    @Test
    void anOperationBeyondTheQueueIsRejected() {
        CountDownLatch over = new CountDownLatch(1);
        int accepted = 0;
        while (accepted < 100 && shared.attempt(() -> ScriptedStore.hangUntil(over))) {
            accepted++;
        }
        over.countDown();
        assertThat(accepted).as("one that runs and 16 that wait").isEqualTo(17);
    }

    @ParameterizedTest
    @CsvSource({"PT1S, PT0.25S", "PT11.999S, PT2.99975S", "PT12S, PT3S", "PT30S, PT3S", "PT10M, PT3S"})
    void theStoreMayTakeAQuarterOfTheTimeoutButAtMostThreeSeconds(Duration timeout, Duration storeTimeout) {
        TokenSource source = new TokenSource() {
            @Override
            public void fetch(Receiver receiver) {
                throw new AssertionError("not asked for");
            }

            @Override
            public Duration timeout() {
                return timeout;
            }
        };
        assertThat(new SharedTokenSource(store, "id", source, clock, LEASE).storeTimeout())
                .isEqualTo(storeTimeout);
    }
}
