// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.refresh;

import dev.clientauth.fakes.MovableClock;
import dev.clientauth.http.Backoff;
import dev.clientauth.http.ElapsedClock;
import dev.clientauth.token.AccessToken;
import dev.clientauth.token.InMemoryTokenStore;
import dev.clientauth.token.TokenStore;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;

@DisplayName("The lifetime of a token if the machine's clock is changed")
class ClockJumpTest {
    private static final Duration PROMPTLY = Duration.ofSeconds(10);
    private static final Duration HOUR = Duration.ofHours(1);

    private final MovableClock clock = new MovableClock();
    private final ManualTokenSource source = new ManualTokenSource(clock);
    private final TokenCache life = new TokenCache(
            source,
            new ElapsedClock(clock, clock::nanoTime),
            event -> {},
            new Backoff(Duration.ofSeconds(2), Duration.ofMinutes(1), () -> 1),
            () -> 0.5);

    private AccessToken refreshed(Duration lifetime) {
        CompletableFuture<AccessToken> waiter = life.getAsync();
        AccessToken token = source.succeed(lifetime);
        assertThat(waiter).succeedsWithin(PROMPTLY).isSameAs(token);
        return token;
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT1S", "PT1M", "PT20H", "P30D", "P3650D"})
    void aTokenRequestedWhileTheClockWasAheadExpiresInTimeAfterItsCorrection(String ahead) {
        refreshed(Duration.ofSeconds(2));
        clock.set(Duration.parse(ahead).negated());
        clock.advance(Duration.ofMillis(1500));
        assertThat(life.get()).isNotNull();
        clock.advance(Duration.ofMillis(500));
        assertThat(life.getAsync()).isNotDone();
        assertThat(source.fetches()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT20M", "P30D", "P36500D"})
    void aClockSetForwardCausesAtMostOneRefreshAndSettingItBackNone(String jump) {
        AccessToken first = refreshed(HOUR);
        clock.set(Duration.parse(jump));
        AccessToken second = life.getAsync().isDone() ? first : refreshed(HOUR);
        int fetches = source.fetches();
        assertThat(fetches).isLessThanOrEqualTo(2);
        clock.set(Duration.parse(jump).negated());
        for (int minutes = 0; minutes < 25; minutes++) {
            assertThat(life.get()).isSameAs(second);
            clock.advance(Duration.ofMinutes(1));
        }
        assertThat(source.fetches()).isEqualTo(fetches);
    }

    @Test
    void aClockSetBackRepeatedlyDoesNotExtendALifetime() {
        refreshed(HOUR);
        for (int minutes = 0; minutes < 60; minutes++) {
            clock.set(Duration.ofMinutes(-1));
            clock.advance(Duration.ofMinutes(1));
        }
        assertThat(life.getAsync()).isNotDone();
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT-3H", "PT1H", "PT8H"})
    void aTokenThatExpiredDuringASuspensionIsNotUsed(String setBefore) {
        refreshed(HOUR);
        clock.set(Duration.parse(setBefore));
        life.getAsync();
        if (source.inFlight() > 0) {
            source.succeed(HOUR);
        }
        int fetches = source.fetches();
        // The machine is suspended: the counter stops, the wall clock continues.
        clock.set(Duration.ofHours(8));
        assertThat(life.getAsync()).isNotDone();
        assertThat(source.fetches()).isEqualTo(fetches + 1);
    }

    @Test
    void aTokenExpiresByTheCounterWhileTheClockStandsStill() {
        refreshed(HOUR);
        clock.elapse(HOUR);
        assertThat(life.getAsync()).isNotDone();
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT-1M", "PT-5H", "P-30D"})
    void aClockSetBackDuringTheRequestDoesNotExtendTheLifetime(String back) {
        CompletableFuture<AccessToken> waiter = life.getAsync();
        AccessToken token = source.token(HOUR);
        clock.set(Duration.parse(back));
        clock.advance(Duration.ofSeconds(5));
        source.take().succeeded(token);
        assertThat(waiter).succeedsWithin(PROMPTLY).isSameAs(token);
        clock.advance(HOUR.minusSeconds(6));
        assertThat(source.fetches()).isEqualTo(1);
        clock.advance(Duration.ofSeconds(1));
        assertThat(life.getAsync()).isNotDone();
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT-1H", "P-30D"})
    void aStoredTokenIsNotValidForLongerAfterTheClockWasSetBack(String back) throws Exception {
        InMemoryTokenStore store = new InMemoryTokenStore(clock);
        store.write("id", source.token(HOUR));
        clock.set(Duration.parse(back));
        SharedTokenSource shared = new SharedTokenSource(store, "id", source, clock, Duration.ofSeconds(10));
        AccessToken restored = restored(shared);
        assertThat(restored.value()).isEqualTo("token-0");
        assertThat(restored.expiresAt()).isBeforeOrEqualTo(clock.instant().plus(HOUR));
        assertThat(source.fetches()).isZero();
    }

    @Test
    void aStoredTokenIssuedInTheFutureIsNotUsed() throws Exception {
        AccessToken ahead = source.token(HOUR);
        clock.set(Duration.ofMinutes(-1));
        SharedTokenSource shared =
                new SharedTokenSource(new ForeignStore(ahead), "id", source, clock, Duration.ofSeconds(10));
        CompletableFuture<AccessToken> fetched = FutureReceiver.fetch(shared);
        AccessToken own = source.succeed(HOUR);
        assertThat(fetched.get(10, TimeUnit.SECONDS)).isSameAs(own);
        clock.set(Duration.ofSeconds(31));
        assertThat(restored(shared)).as("within the margin").isSameAs(ahead);
    }

    private static AccessToken restored(SharedTokenSource shared) throws Exception {
        return FutureReceiver.fetch(shared).get(10, TimeUnit.SECONDS);
    }

    /** A store that keeps one token with the times that another machine's clock gave it. */
    private record ForeignStore(AccessToken token) implements TokenStore {
        @Override
        public Optional<AccessToken> read(String id) {
            return Optional.of(token);
        }

        @Override
        public boolean tryLease(String id, String holder, Duration lease) {
            return true;
        }

        @Override
        public void write(String id, AccessToken refreshed) {}

        @Override
        public void endLease(String id, String holder) {}

        @Override
        public void remove(String id, AccessToken refused) {}
    }
}
