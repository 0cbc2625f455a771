// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.apple;

import dev.clientauth.fakes.MovableClock;
import dev.clientauth.fakes.Race;
import dev.clientauth.http.ElapsedClock;
import dev.clientauth.transport.HttpTransport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;

@DisplayName("Apple's keys and used codes under races of two callers")
class AppleRaceTest {
    private static final String PATH = "/auth/keys";

    private final MovableClock clock = new MovableClock();
    private final FakeApple apple = FakeApple.start();

    @AfterEach
    void stop() {
        apple.close();
    }

    /** A new cache of keys, in which both threads look for a key at once. */
    private final class Lookup implements Race.Round {
        private final AppleKeys keys = AppleKeys.at(
                apple.endpoints(), HttpTransport.standard(), clock, new ElapsedClock(clock, clock::nanoTime));
        private final int before = apple.requests(PATH).size();
        private final String one;
        private final String other;
        private final int maxFetches;
        private boolean isOneFound;
        private boolean isOtherFound;

        Lookup(String one, String other, int maxFetches) {
            this.one = one;
            this.other = other;
            this.maxFetches = maxFetches;
        }

        @Override
        public void one() {
            isOneFound = keys.find(one).isPresent();
        }

        @Override
        public void other() {
            isOtherFound = keys.find(other).isPresent();
        }

        @Override
        public void check() {
            assertThat(isOneFound).isEqualTo(one.equals("fh6Bs8C"));
            assertThat(isOtherFound).isEqualTo(other.equals("fh6Bs8C"));
            assertThat(apple.requests(PATH).size() - before).isBetween(1, maxFetches);
        }
    }

    @Test
    void aKeyIsFetchedOnceForTwoTokens() throws Exception {
        apple.publishing(TestTokens.KEY.toPublicJWK());
        Race.run(() -> new Lookup("fh6Bs8C", "fh6Bs8C", 1));
    }

    @Test
    void anUnknownKeyDoesNotHideAKnownOne() throws Exception {
        apple.publishing(TestTokens.KEY.toPublicJWK());
        Race.run(() -> new Lookup("fh6Bs8C", "unknown", 2));
    }

    /** Two threads exchange the same codes. */
    private final class SameCodes implements Race.Round {
        private static final int CODES = 500;
        private final UsedCodes codes = new UsedCodes(clock);
        private int begunByOne;
        private int begunByOther;

        private int begun() {
            return (int) IntStream.range(0, CODES)
                    .filter(i -> codes.begin("code-" + i).isEmpty())
                    .count();
        }

        @Override
        public void one() {
            begunByOne = begun();
        }

        @Override
        public void other() {
            begunByOther = begun();
        }

        @Override
        public void check() {
            assertThat(begunByOne + begunByOther).isEqualTo(CODES);
        }
    }

    @Test
    void aCodeIsExchangedOnce() throws Exception {
        Race.run(SameCodes::new);
    }
}
