// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.refresh;

import dev.clientauth.http.Backoff;
import dev.clientauth.token.AccessToken;
import dev.clientauth.token.InMemoryTokenStore;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.II_Result;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;

/** The token cache under jcstress. Tokens are numbered; each result is the number of a token. */
public final class TokenCacheStress {
    private TokenCacheStress() {}

    /** A cache over a source that numbers its tokens. */
    abstract static class Numbered {
        private final AtomicInteger issued = new AtomicInteger();
        private final TokenSource source = receiver -> receiver.succeeded(token(issued.incrementAndGet()));
        private final TokenCache cache = new TokenCache(
                shared(source),
                Clock.systemUTC(),
                event -> {},
                Backoff.between(Duration.ofSeconds(1), Duration.ofSeconds(2)),
                () -> 0.5);

        TokenSource shared(TokenSource of) {
            return of;
        }

        private static AccessToken token(int number) {
            Instant now = Instant.now();
            return new AccessToken(String.valueOf(number), "Bearer", null, now, now.plusSeconds(3600));
        }

        final AccessToken token() {
            return cache.get();
        }

        final int get() {
            return Integer.parseInt(cache.get().value());
        }

        final void invalidate(AccessToken token) {
            cache.invalidate(token);
        }
    }

    /** Two callers of an empty cache. */
    @JCStressTest
    @State
    @Outcome(id = "1, 1, 1", expect = Expect.ACCEPTABLE, desc = "One request for both.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "Two requests.")
    public static class TwoCallers extends Numbered {
        @Actor
        public void one(III_Result r) {
            r.r1 = get();
        }

        @Actor
        public void other(III_Result r) {
            r.r2 = get();
        }

        @Arbiter
        public void after(III_Result r) {
            r.r3 = get();
        }
    }

    /** The cached token is invalidated while it is read. */
    @JCStressTest
    @State
    @Outcome(
            id = {"1, 2", "2, 2"},
            expect = Expect.ACCEPTABLE,
            desc = "Read before or after; then the second.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "The rejected token is still cached, or more than one was requested.")
    public static class Invalidation extends Numbered {
        private final AccessToken first = token();

        @Actor
        public void one() {
            invalidate(first);
        }

        @Actor
        public void other(II_Result r) {
            r.r1 = get();
        }

        @Arbiter
        public void after(II_Result r) {
            r.r2 = get();
        }
    }

    /** A late HTTP 401 of the first token, while the second is requested. */
    @JCStressTest
    @State
    @Outcome(id = "2, 2", expect = Expect.ACCEPTABLE, desc = "The second token is kept.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "The newer token was removed.")
    public static class LateInvalidation extends Numbered {
        private final AccessToken first = token();

        public LateInvalidation() {
            invalidate(first);
        }

        @Actor
        public void one() {
            invalidate(first);
        }

        @Actor
        public void other(II_Result r) {
            r.r1 = get();
        }

        @Arbiter
        public void after(II_Result r) {
            r.r2 = get();
        }
    }

    /** The same as {@link Invalidation}, while a store still has the rejected token. */
    @JCStressTest
    @State
    @Outcome(
            id = {"1, 2", "2, 2"},
            expect = Expect.ACCEPTABLE,
            desc = "Read before or after; then the second.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "The rejected token came back from the store.")
    public static class InvalidationWithStore extends Numbered {
        private final AccessToken first = token();

        @Override
        TokenSource shared(TokenSource of) {
            return new SharedTokenSource(new InMemoryTokenStore(), "id", of, Clock.systemUTC(), Duration.ofSeconds(10));
        }

        @Actor
        public void one() {
            invalidate(first);
        }

        @Actor
        public void other(II_Result r) {
            r.r1 = get();
        }

        @Arbiter
        public void after(II_Result r) {
            r.r2 = get();
        }
    }
}
