// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.hostile;

import dev.clientauth.ClientAuthenticator;
import dev.clientauth.fakes.Clients;
import dev.clientauth.hostile.FaultyCallback.Fault;
import dev.clientauth.token.AccessToken;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/** A clock of the application is read in the thread of the caller: it can stop its own client, and no other. */
@Timeout(120)
class ClockCallbackTest {

    /** The time, unless a callback is set. */
    private static final class FaultyClock extends Clock {
        private volatile @Nullable FaultyCallback callback;

        @Override
        public Instant instant() {
            FaultyCallback set = callback;
            return set == null ? Instant.now() : set.or(Instant::now);
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "HANGS")
    void aClockThatFailsFailsItsCallsAndTheNextOneWorks(Fault fault) throws Exception {
        ExecutorService threads = Executors.newCachedThreadPool();
        try (GrantingServer server = new GrantingServer()) {
            for (int callers : new int[] {1, 65, 500}) {
                FaultyClock clock = new FaultyClock();
                ClientAuthenticator client = client(server, clock);
                clock.callback = new FaultyCallback(fault);
                List<Future<Throwable>> failures = new ArrayList<>();
                for (int i = 0; i < callers; i++) {
                    failures.add(threads.submit(() -> catchThrowable(client::accessToken)));
                }
                for (Future<Throwable> failure : failures) {
                    assertThat(failure.get(30, TimeUnit.SECONDS).getClass().getSimpleName())
                            .isEqualTo(fault == Fault.RETURNS_NULL ? "NullPointerException" : fault.thrownName());
                }
                clock.callback = null;
                assertThat(client.accessToken().value()).isEqualTo("granted-token");
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 65, 500})
    void aClockThatHangsHangsNoOtherClientAndNothingAfterwards(int callers) throws Exception {
        ExecutorService threads = Executors.newCachedThreadPool();
        try (GrantingServer server = new GrantingServer()) {
            FaultyClock clock = new FaultyClock();
            ClientAuthenticator client = client(server, clock);
            FaultyCallback hanging = new FaultyCallback(Fault.HANGS);
            clock.callback = hanging;
            List<Future<AccessToken>> tokens = new ArrayList<>();
            for (int i = 0; i < callers; i++) {
                tokens.add(threads.submit(client::accessToken));
            }
            while (hanging.inside() == 0) {
                TimeUnit.MILLISECONDS.sleep(5);
            }
            assertThat(client(server, Clock.systemUTC()).accessToken().value()).isEqualTo("granted-token");
            hanging.recover();
            for (Future<AccessToken> token : tokens) {
                assertThat(token.get(30, TimeUnit.SECONDS).value()).isEqualTo("granted-token");
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void aClockThatFailsWhenAClientIsBuiltFailsTheBuild() throws Exception {
        try (GrantingServer server = new GrantingServer()) {
            FaultyClock clock = new FaultyClock();
            clock.callback = new FaultyCallback(Fault.RETURNS_NULL);
            assertThat(catchThrowable(() -> client(server, clock))).isInstanceOf(NullPointerException.class);
        }
    }

    private static ClientAuthenticator client(GrantingServer server, Clock clock) {
        return Clients.epic(server.endpoint())
                .signingKey(CallbackPlace.KEY)
                .clock(clock)
                .build();
    }
}
