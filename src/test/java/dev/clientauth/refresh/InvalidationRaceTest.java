// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.refresh;

import dev.clientauth.fakes.Race;
import dev.clientauth.http.Backoff;
import dev.clientauth.token.AccessToken;
import dev.clientauth.token.InMemoryTokenStore;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;

import static org.assertj.core.api.Assertions.assertThat;

@DisplayName("The token cache under races of two callers")
class InvalidationRaceTest {
    private static final Backoff BACKOFF = Backoff.between(Duration.ofSeconds(1), Duration.ofSeconds(2));

    /** A cache whose tokens are numbered, and its first token. */
    private abstract static class Numbered implements Race.Round {
        final AtomicInteger issued = new AtomicInteger();
        final TokenCache cache = over(receiver -> receiver.succeeded(token(issued.incrementAndGet())));

        static TokenCache over(TokenSource source) {
            return new TokenCache(source, Clock.systemUTC(), event -> {}, BACKOFF, () -> 0.5);
        }

        static AccessToken token(int number) {
            Instant now = Instant.now();
            return new AccessToken("token-" + number, "Bearer", null, now, now.plusSeconds(3600));
        }
    }

    private static final class TwoCallers extends Numbered {
        private AccessToken read;

        @Override
        public void one() {
            read = cache.get();
        }

        @Override
        public void other() {
            cache.get();
        }

        @Override
        public void check() {
            assertThat(issued).hasValue(1);
            assertThat(cache.get()).isSameAs(read);
        }
    }

    /** The first token is invalidated again while another thread reads the second. */
    private static final class LateInvalidation extends Numbered {
        private final AccessToken older = cache.get();

        @Override
        public void one() {
            cache.invalidate(older);
        }

        @Override
        public void other() {
            cache.invalidate(older);
            cache.get();
        }

        @Override
        public void check() {
            assertThat(cache.get().value()).isEqualTo("token-2");
            cache.invalidate(older);
            assertThat(cache.get().value()).isEqualTo("token-2");
        }
    }

    /** The store still has the token that is invalidated while another thread needs one. */
    private static final class SharedStore extends Numbered {
        private final TokenCache shared = over(new SharedTokenSource(
                new InMemoryTokenStore(),
                "id",
                receiver -> receiver.succeeded(token(issued.incrementAndGet())),
                Clock.systemUTC(),
                Duration.ofSeconds(10)));
        private final AccessToken rejected = shared.get();

        @Override
        public void one() {
            shared.invalidate(rejected);
        }

        @Override
        public void other() {
            shared.get();
        }

        @Override
        public void check() {
            assertThat(shared.get().value()).isEqualTo("token-2");
        }
    }

    @Test
    void twoCallersCauseOneRequest() throws Exception {
        Race.run(TwoCallers::new);
    }

    @Test
    void aLateInvalidationOfAnOlderTokenKeepsTheNewerOne() throws Exception {
        Race.run(LateInvalidation::new);
    }

    @Test
    void aTokenThatWasInvalidatedIsNotReadFromTheStoreAgain() throws Exception {
        Race.run(SharedStore::new);
    }
}
