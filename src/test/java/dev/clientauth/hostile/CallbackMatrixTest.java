// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.hostile;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import dev.clientauth.ClientAuthenticator;
import dev.clientauth.fakes.Clients;
import dev.clientauth.fakes.LogCapture;
import dev.clientauth.hostile.FaultyCallback.Fault;
import dev.clientauth.token.AccessToken;
import dev.clientauth.token.Grant;
import dev.clientauth.token.TokenTransportException;
import okhttp3.OkHttpClient;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

@DisplayName("A callback of the application that hangs, throws or returns null")
@Tag("slow")
@Timeout(600)
class CallbackMatrixTest {
    /** Runs every combination, instead of those that differ most. */
    private static final boolean IS_COMPLETE = Boolean.getBoolean("clientauth.callbacks.all");

    /** Two seconds are too short for 500 new clients that sign and connect at once on two cores. */
    private static final Duration DEADLINE = Duration.ofSeconds(IS_COMPLETE ? 10 : 2);

    /** A deadline for calls that must succeed on a busy machine. */
    private static final Duration LONGER = Duration.ofSeconds(IS_COMPLETE ? 40 : 10);

    /** A store that hangs is waited for at most a fourth of the deadline, three seconds at most. */
    private static final Duration RELEASED = DEADLINE.plusSeconds(13);

    private static GrantingServer server;
    private static final Logger LOGGER = (Logger) LoggerFactory.getLogger("dev.clientauth");

    /** What ended a thread of the library. */
    private static final Queue<Throwable> KILLED = new ConcurrentLinkedQueue<>();

    @BeforeAll
    static void start() throws IOException {
        Thread.setDefaultUncaughtExceptionHandler((thread, thrown) -> {
            if (thread.getName().startsWith("clientauth")) {
                KILLED.add(thrown);
            }
        });
        server = new GrantingServer();
        LOGGER.setLevel(Level.OFF);
    }

    @AfterAll
    static void stop() {
        Thread.setDefaultUncaughtExceptionHandler(null);
        server.close();
        LOGGER.setLevel(null);
    }

    /** Clients with one place each; at one place, each has a callback of its own. */
    private record Cell(CallbackPlace place, FaultyCallback callback, ClientAuthenticator client) {
        static Cell of(CallbackPlace place, Fault fault) {
            FaultyCallback callback = new FaultyCallback(fault);
            OkHttpClient.Builder http =
                    new OkHttpClient.Builder().callTimeout(place.isSurvivable(fault) ? LONGER : DEADLINE);
            ClientAuthenticator.Builder builder =
                    Clients.epic(server.endpoint()).signingKey(CallbackPlace.KEY);
            builder.httpClient(http.build());
            place.plug(builder, http, callback);
            if (place != CallbackPlace.TRANSPORT) {
                builder.httpClient(http.build());
            }
            return new Cell(place, callback, builder.build());
        }
    }

    private static final List<Fault> WITH_MANY_CALLERS = IS_COMPLETE
            ? List.of(Fault.values())
            : List.of(Fault.HANGS, Fault.THROWS_A_MISSING_CLASS, Fault.RETURNS_NULL);

    static Stream<Arguments> faultsAndCallers() {
        return Stream.concat(
                Stream.of(Fault.values()).map(fault -> Arguments.of(fault, 1)),
                WITH_MANY_CALLERS.stream().map(fault -> Arguments.of(fault, 65)));
    }

    /** All places at the same time: they share a JVM, and nothing else. */
    @ParameterizedTest
    @MethodSource("faultsAndCallers")
    void releasesEveryCallerAndNoOtherClientNotices(Fault fault, int callers) throws Exception {
        SoftAssertions soft = new SoftAssertions();
        check(List.of(CallbackPlace.values()), fault, callers, soft);
        soft.assertAll();
    }

    @ParameterizedTest
    @EnumSource(CallbackPlace.class)
    void releases500Callers(CallbackPlace place) throws Exception {
        SoftAssertions soft = new SoftAssertions();
        for (Fault fault : IS_COMPLETE ? Fault.values() : new Fault[] {Fault.HANGS}) {
            check(List.of(place), fault, 500, soft);
        }
        soft.assertAll();
    }

    private static void check(List<CallbackPlace> places, Fault fault, int callers, SoftAssertions soft)
            throws Exception {
        List<Cell> cells = new ArrayList<>();
        List<CompletableFuture<AccessToken>> futures = new ArrayList<>();
        for (CallbackPlace place : places) {
            for (int i = 0; i < callers; i++) {
                Cell cell = Cell.of(place, fault);
                cells.add(cell);
            }
        }
        long start = System.nanoTime();
        cells.forEach(cell -> futures.add(cell.client().accessTokenAsync()));
        checkAnother();
        for (int i = 0; i < cells.size(); i++) {
            // The first failure of a place is enough.
            int failed = soft.errorsCollected().size();
            checkAnswer(cells.get(i).place(), fault, futures.get(i), soft);
            if (soft.errorsCollected().size() > failed) {
                i += callers - 1 - i % callers;
            }
        }
        soft.assertThat(Duration.ofNanos(System.nanoTime() - start))
                .as("%s of %s at %s callers", fault, places, callers)
                .isLessThan(RELEASED.plus(Duration.ofMillis(10L * cells.size())));
        cells.forEach(cell -> cell.callback().recover());
        for (int i = 0; i < cells.size(); i += callers) {
            soft.assertThat(cells.subList(i, i + callers))
                    .as("%s is called", cells.get(i).place())
                    .anyMatch(cell -> cell.callback().calls() > 0);
            checkRecovery(cells.get(i), fault, soft);
        }
        checkThreads(cells, soft);
        soft.assertThat(KILLED).as("threads that an exception ended").isEmpty();
    }

    private static void checkAnswer(
            CallbackPlace place, Fault fault, CompletableFuture<AccessToken> future, SoftAssertions soft)
            throws Exception {
        try {
            AccessToken token = future.get(60, TimeUnit.SECONDS);
            soft.assertThat(place.isSurvivable(fault))
                    .as("%s %s: a token", place, fault)
                    .isTrue();
            soft.assertThat(token.value()).isEqualTo("granted-token");
        } catch (ExecutionException e) {
            String printed = LogCapture.printed(e.getCause());
            soft.assertThat(place.isSurvivable(fault))
                    .as("%s %s: a failure", place, fault)
                    .isFalse();
            soft.assertThat(e.getCause()).as("%s %s", place, fault).isInstanceOf(TokenTransportException.class);
            soft.assertThat(e.getCause().getMessage()).as("%s %s", place, fault).doesNotContain(FaultyCallback.SECRET);
            // Failures that may pass are retried until the deadline, which may end the last attempt.
            soft.assertThat(printed).as("%s %s names it", place, fault).containsAnyOf(thrownOrLate(fault));
            if (!place.name().matches("REMOTE_.*|ASYNC_.*")) {
                soft.assertThat(printed).as("%s %s", place, fault).doesNotContain(FaultyCallback.SECRET);
            }
        }
    }

    private static String[] thrownOrLate(Fault fault) {
        return new String[] {
            fault.thrownName(),
            "it took longer than the time allowed",
            "did not respond in time",
            // The answer at the deadline, while an attempt is still running: of 500 new clients, not all get their
            // turn.
            IS_COMPLETE ? "No access token was received within" : fault.thrownName(),
            // OkHttp's exception for a request that the deadline has cancelled.
            "the connection failed (IOException)"
        };
    }

    /** Has an endpoint of its own, so that what it takes is its own request. */
    private static void checkAnother() throws Exception {
        try (GrantingServer other = new GrantingServer()) {
            ClientAuthenticator client =
                    Clients.epic(other.endpoint()).signingKey(CallbackPlace.KEY).build();
            AccessToken token = client.accessToken();
            client.invalidate(token);
            assertThat(client.accessTokenAsync()
                            .get(LONGER.toSeconds(), TimeUnit.SECONDS)
                            .value())
                    .isEqualTo("granted-token");
        }
    }

    /** A request without the pause that follows a failed refresh. */
    private static void checkRecovery(Cell cell, Fault fault, SoftAssertions soft) {
        long until = System.nanoTime() + LONGER.toNanos();
        Throwable failed;
        do {
            failed = catchThrowable(() -> cell.client().request(Grant.clientCredentials()));
        } while (failed instanceof TokenTransportException && System.nanoTime() < until);
        soft.assertThat(failed)
                .as("%s works again after %s", cell.place(), fault)
                .isNull();
    }

    private static void checkThreads(List<Cell> cells, SoftAssertions soft) throws InterruptedException {
        long until = System.nanoTime() + LONGER.toNanos();
        while (System.nanoTime() < until
                && cells.stream().anyMatch(cell -> cell.callback().inside() > 0)) {
            TimeUnit.MILLISECONDS.sleep(5);
        }
        soft.assertThat(cells.stream().filter(cell -> cell.callback().inside() > 0))
                .as("callbacks with a thread inside")
                .isEmpty();
    }
}
