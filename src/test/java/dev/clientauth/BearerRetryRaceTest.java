// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth;

import dev.clientauth.fakes.Race;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;

import static org.assertj.core.api.Assertions.assertThat;

@DisplayName("Two HTTP 401 responses at the same time")
class BearerRetryRaceTest {
    private static final URI API = URI.create("https://api.example.com/v1");

    /** Two calls, with the same token or with the first and the second one. */
    private static final class Refused implements Race.Round {
        private final NumberedTokens tokens = new NumberedTokens();
        private final BearerRetry bearer = BearerRetry.of(tokens, () -> 0, API);
        private final BearerRetry.Call older = bearer.start(API).orElseThrow();
        private final BearerRetry.Call newer = bearer.start(API).orElseThrow();
        private final boolean isSameToken;
        private boolean isOlderRetried;
        private boolean isNewerRetried;

        Refused(boolean isSameToken) throws TokenUnavailableException {
            this.isSameToken = isSameToken;
            older.authorization();
            if (!isSameToken) {
                tokens.invalidate(tokens.accessToken());
            }
            newer.authorization();
            tokens.dropped.clear();
        }

        @Override
        public void one() {
            isOlderRetried = older.retryDelay(401, name -> null).equals(Optional.of(Duration.ZERO));
        }

        @Override
        public void other() {
            isNewerRetried = newer.retryDelay(401, name -> null).equals(Optional.of(Duration.ZERO));
        }

        @Override
        public void check() {
            if (isSameToken) {
                assertThat(isOlderRetried && isNewerRetried).isTrue();
                assertThat(tokens.dropped).containsExactly("token-1");
            } else {
                assertThat(isOlderRetried).isNotEqualTo(isNewerRetried);
            }
        }
    }

    @Test
    void ofTwoTokensOneIsInvalidated() throws Exception {
        Race.run(() -> refused(false));
    }

    @Test
    void oneTokenIsInvalidatedOnceAndBothCallsAreRetried() throws Exception {
        Race.run(() -> refused(true));
    }

    private static Refused refused(boolean isSameToken) {
        try {
            return new Refused(isSameToken);
        } catch (TokenUnavailableException e) {
            throw new AssertionError(e);
        }
    }
}
