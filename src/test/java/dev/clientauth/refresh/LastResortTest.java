// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.refresh;

import dev.clientauth.fakes.MovableClock;
import dev.clientauth.token.AccessToken;
import dev.clientauth.token.InMemoryTokenStore;
import dev.clientauth.token.TokenTransportException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import static org.assertj.core.api.Assertions.assertThat;

@DisplayName("An old token in the store is better than none")
@Timeout(30)
class LastResortTest {
    private static final Duration PROMPTLY = Duration.ofSeconds(10);
    private static final Duration LIFE = Duration.ofSeconds(100);

    private final MovableClock clock = new MovableClock();
    private final ManualTokenSource provider = new ManualTokenSource(clock);
    private final InMemoryTokenStore store = new InMemoryTokenStore(clock);
    private final SharedTokenSource shared =
            new SharedTokenSource(store, "id", provider, clock, Duration.ofSeconds(10));

    private CompletableFuture<AccessToken> fetch() {
        return FutureReceiver.fetch(shared);
    }

    @Test
    void aStoredTokenIsUsedWhileTheProviderIsDown() {
        store.write("id", provider.token(LIFE));
        clock.advance(LIFE.minusSeconds(10));
        CompletableFuture<AccessToken> fetched = fetch();
        provider.fail(new TokenTransportException("down", false, null));
        assertThat(fetched)
                .succeedsWithin(PROMPTLY)
                .extracting(AccessToken::value)
                .isEqualTo("token-0");
    }

    @Test
    void aRejectedTokenIsNotUsed() {
        AccessToken refused = provider.token(LIFE);
        shared.forget(refused);
        store.write("id", refused);
        CompletableFuture<AccessToken> fetched = fetch();
        provider.fail(new TokenTransportException("down", false, null));
        assertThat(fetched).failsWithin(PROMPTLY);
    }

    @Test
    void anExpiredTokenIsNotUsed() {
        store.write("id", provider.token(LIFE));
        clock.advance(LIFE);
        CompletableFuture<AccessToken> fetched = fetch();
        provider.fail(new TokenTransportException("down", false, null));
        assertThat(fetched).failsWithin(PROMPTLY);
    }
}
