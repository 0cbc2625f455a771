// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.http;

import dev.clientauth.ClientAuthenticator;
import dev.clientauth.fakes.Clients;
import dev.clientauth.fakes.RawServer;
import dev.clientauth.fakes.TokenServer;
import dev.clientauth.token.TokenTransportException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/** An interrupted thread stops waiting and keeps its interrupt status. */
@Timeout(20)
class InterruptionTest {
    private static final Duration PROMPTLY = Duration.ofSeconds(5);

    /** The outcome for an interrupted thread. */
    private record Outcome(Throwable thrown, boolean isInterrupted) {}

    @Test
    void aThreadWaitingForTheResponseEndsPromptly() throws Exception {
        try (RawServer server = RawServer.silent()) {
            CompletableFuture<Outcome> outcome = new CompletableFuture<>();
            Thread waiting = waiting(Clients.epic(server.endpoint()).build(), outcome);
            server.awaitRequest();
            waiting.interrupt();
            assertInterrupted(outcome);
            assertThat(server.requestCount()).isEqualTo(1);
        }
    }

    @Test
    void aThreadWaitingForAnotherThreadsRequestEndsPromptly() throws Exception {
        try (RawServer server = RawServer.silent()) {
            ClientAuthenticator client = Clients.epic(server.endpoint()).build();
            CompletableFuture<Outcome> first = new CompletableFuture<>();
            Thread fetching = waiting(client, first);
            server.awaitRequest();
            CompletableFuture<Outcome> second = new CompletableFuture<>();
            Thread queued = waiting(client, second);
            while (queued.getState() != Thread.State.WAITING) {
                Thread.onSpinWait();
            }
            queued.interrupt();
            assertInterrupted(second);
            assertThat(first).isNotDone();
            fetching.interrupt();
            assertInterrupted(first);
            assertThat(server.requestCount()).isEqualTo(1);
        }
    }

    @Test
    void anInterruptedThreadDoesNotWait() {
        try (TokenServer server = TokenServer.start().granting("t", 60)) {
            ClientAuthenticator client = Clients.epic(server.endpoint()).build();
            Thread.currentThread().interrupt();
            Throwable thrown = catchThrowable(client::accessToken);
            assertThat(Thread.interrupted()).isTrue();
            assertThat(thrown).isInstanceOf(TokenTransportException.class).hasMessageContaining("interrupted");
            assertThat(client.accessToken().value()).isEqualTo("t");
        }
    }

    private static Thread waiting(ClientAuthenticator client, CompletableFuture<Outcome> outcome) {
        Thread thread = new Thread(() -> {
            Throwable thrown = catchThrowable(client::accessToken);
            outcome.complete(new Outcome(thrown, Thread.currentThread().isInterrupted()));
        });
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private static void assertInterrupted(CompletableFuture<Outcome> future) throws Exception {
        Outcome outcome = future.get(PROMPTLY.toSeconds(), TimeUnit.SECONDS);
        assertThat(outcome.thrown())
                .isInstanceOf(TokenTransportException.class)
                .hasMessageContaining("thread was interrupted");
        assertThat(outcome.isInterrupted()).as("interrupt flag").isTrue();
    }
}
