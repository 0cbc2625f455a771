// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.refresh;

import dev.clientauth.http.Backoff;
import dev.clientauth.token.TokenTransportException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;

@DisplayName("No waiting caller is forgotten")
@Timeout(60)
class RefreshRaceTest {
    private static final int THREADS = 8;
    private static final int CALLS = 100_000;
    private static final Backoff HARDLY_ANY = new Backoff(Duration.ofMillis(1), Duration.ofMillis(1), () -> 0);

    private static TokenCache over(TokenSource source) {
        return new TokenCache(source, Clock.systemUTC(), event -> {}, HARDLY_ANY, () -> 0.5);
    }

    @Test
    void aSourceThatFailsAtOnceReleasesAllCallers() throws Exception {
        TokenCache life = over(receiver -> receiver.failed(new TokenTransportException("down", false, null)));
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        List<Future<Integer>> callers = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            callers.add(threads.submit(() -> failures(life)));
        }
        for (Future<Integer> caller : callers) {
            assertThat(caller.get(50, TimeUnit.SECONDS)).isEqualTo(CALLS);
        }
        threads.shutdown();
    }

    private static int failures(TokenCache life) {
        int failures = 0;
        for (int i = 0; i < CALLS; i++) {
            try {
                life.get();
            } catch (TokenTransportException e) {
                failures++;
            }
        }
        return failures;
    }

    @Test
    void aSourceThatCannotStartIsReportedToEachCaller() {
        TokenCache life = over(receiver -> {
            throw new OutOfMemoryError("unable to create native thread");
        });
        for (int i = 0; i < 3; i++) {
            assertThat(life.getAsync()).failsWithin(Duration.ofSeconds(10));
        }
    }
}
