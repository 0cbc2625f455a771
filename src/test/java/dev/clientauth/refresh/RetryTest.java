// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.refresh;

import dev.clientauth.ClientAuthenticator;
import dev.clientauth.fakes.Clients;
import dev.clientauth.fakes.EventLog;
import dev.clientauth.fakes.LogCapture;
import dev.clientauth.fakes.TokenServer;
import dev.clientauth.key.SigningKey;
import dev.clientauth.token.Grant;
import dev.clientauth.token.TokenEvent;
import dev.clientauth.token.TokenRefusedException;
import dev.clientauth.token.TokenTransportException;
import mockwebserver3.MockResponse;
import mockwebserver3.SocketEffect;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

@DisplayName("Which requests are retried, and which never are")
@Timeout(30)
class RetryTest {
    private static final URI REDIRECT_URI = URI.create("https://app.example.com/callback");

    private final TokenServer server = TokenServer.start();
    private final EventLog events = new EventLog();

    @AfterEach
    void stop() {
        server.close();
    }

    private ClientAuthenticator epic() {
        return Clients.epic(server.endpoint()).listener(events::add).build();
    }

    private List<String> assertions(int requests) {
        List<String> assertions = new ArrayList<>();
        for (int i = 0; i < requests; i++) {
            String body = server.takeBody();
            assertions.add(body.substring(body.indexOf("client_assertion=")));
        }
        return assertions;
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 429, 500, 502, 503, 504})
    void aTransientFailureIsRetriedWithANewAssertion(int status) {
        server.respondingWith(status, "<html>").respondingWith(status, "").granting("t", 300);
        assertThat(epic().accessToken().value()).isEqualTo("t");
        assertThat(server.requestCount()).isEqualTo(3);
        assertThat(new HashSet<>(assertions(3))).hasSize(3);
        assertThat(events.await(TokenEvent.Retried.class, 2)).hasSize(2);
        assertThat(events.await(TokenEvent.Requested.class, 3))
                .containsExactly(
                        new TokenEvent.Requested("client_credentials", 1),
                        new TokenEvent.Requested("client_credentials", 2),
                        new TokenEvent.Requested("client_credentials", 3));
    }

    @Test
    void aResetIsRetried() {
        server.respondingWith(new MockResponse.Builder()
                        .onResponseStart(new SocketEffect.CloseSocket())
                        .build())
                .granting("t", 300);
        assertThat(epic().accessToken().value()).isEqualTo("t");
        assertThat(new HashSet<>(assertions(2))).hasSize(2);
    }

    @Test
    void anOAuthErrorWithATransientStatusIsRetried() {
        server.respondingWith(503, "{\"error\":\"temporarily_unavailable\"}").granting("t", 300);
        assertThat(epic().accessToken().value()).isEqualTo("t");
    }

    @Test
    void anUnreachableRemoteSignerIsRetriedBeforeAnythingIsSent() {
        server.granting("t", 300);
        AtomicInteger asked = new AtomicInteger();
        SigningKey remote = SigningKey.remoteUntested(Clients.RSA.publicJwk(), (algorithm, input) -> {
            if (asked.incrementAndGet() < 3) {
                throw new IOException("the key service is away");
            }
            return Clients.RSA.sign(algorithm, input);
        });
        ClientAuthenticator epic =
                Clients.epic(server.endpoint()).signingKey(remote).build();
        assertThat(epic.accessToken().value()).isEqualTo("t");
        assertThat(server.requestCount()).isEqualTo(1);
    }

    @Test
    void thereAreAtMostFourAttempts() {
        for (int i = 0; i < 5; i++) {
            server.respondingWith(500, "");
        }
        assertThatThrownBy(() -> epic().accessToken()).isInstanceOf(TokenTransportException.class);
        assertThat(server.requestCount()).isEqualTo(4);
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 403})
    void aRefusalIsNotRetried(int status) {
        server.respondingWith(status, "{\"error\":\"invalid_client\"}");
        TokenRefusedException refusal = catchThrowableOfType(TokenRefusedException.class, () -> epic().accessToken());
        assertThat(refusal.isRetryable()).isFalse();
        assertThat(refusal.retryAt()).isPresent();
        assertThat(server.requestCount()).isEqualTo(1);
        assertThat(events.await(TokenEvent.Refused.class, 1)).hasSize(1);
    }

    @Test
    void aRefusalIsRememberedDuringTheBackOff() {
        server.respondingWith(new MockResponse.Builder()
                .code(400)
                .addHeader("Retry-After", "60")
                .body("{\"error\":\"invalid_client\"}")
                .build());
        ClientAuthenticator epic = epic();
        for (int i = 0; i < 100; i++) {
            assertThatThrownBy(epic::accessToken).isInstanceOf(TokenRefusedException.class);
        }
        assertThat(server.requestCount()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 429, 500, 503})
    void anAuthorizationCodeIsNeverSentTwice(int status) {
        server.respondingWith(status, "").granting("t", 300);
        ClientAuthenticator apple = Clients.apple(server.endpoint()).build();
        TokenTransportException fault = catchThrowableOfType(
                TokenTransportException.class, () -> apple.request(Grant.authorizationCode("c", REDIRECT_URI)));
        assertThat(fault.isSent()).isTrue();
        assertThat(server.requestCount()).isEqualTo(1);
    }

    @Test
    void anAuthorizationCodeThatWasNotSentIsSentLater() throws Exception {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        URI nobody = URI.create("http://127.0.0.1:" + port + "/token");
        ClientAuthenticator apple = Clients.apple(nobody).listener(events::add).build();
        TokenTransportException fault = catchThrowableOfType(
                TokenTransportException.class, () -> apple.request(Grant.authorizationCode("c", REDIRECT_URI)));
        assertThat(fault.isSent()).isFalse();
        assertThat(fault).hasMessageEndingWith("The request was not sent.");
        assertThat(events.await(TokenEvent.Retried.class, 3)).hasSize(3);
    }

    @Test
    void retryAfterInSecondsIsRespected() {
        server.respondingWith(new MockResponse.Builder()
                        .code(429)
                        .addHeader("Retry-After", "1")
                        .build())
                .granting("t", 300);
        assertThat(epic().accessToken().value()).isEqualTo("t");
        assertThat(delays())
                .singleElement()
                .satisfies(delay -> assertThat(delay).isBetween(Duration.ofMillis(900), Duration.ofMillis(1001)));
    }

    @Test
    void retryAfterAsADateIsReadByTheServersClock() {
        server.respondingWith(new MockResponse.Builder()
                        .code(503)
                        .addHeader("Date", "Sat, 21 Nov 2026 10:00:00 GMT")
                        .addHeader("Retry-After", "Sat, 21 Nov 2026 10:00:01 GMT")
                        .build())
                .granting("t", 300);
        assertThat(epic().accessToken().value()).isEqualTo("t");
        assertThat(delays())
                .singleElement()
                .satisfies(delay -> assertThat(delay).isBetween(Duration.ofMillis(900), Duration.ofMillis(1001)));
    }

    @Test
    void aRetryAfterBeyondTheDeadlineIsReportedNotWaitedFor() {
        server.respondingWith(new MockResponse.Builder()
                .code(429)
                .addHeader("Retry-After", "120")
                .build());
        Instant before = Clock.systemUTC().instant();
        TokenTransportException fault =
                catchThrowableOfType(TokenTransportException.class, () -> epic().request(Grant.clientCredentials()));
        assertThat(fault.isRetryable()).isTrue();
        assertThat(fault.retryAt().orElseThrow()).isBetween(before.plusSeconds(119), before.plusSeconds(125));
        assertThat(server.requestCount()).isEqualTo(1);
    }

    @Test
    void allRetriesShareOneDeadline() {
        for (int i = 0; i < 5; i++) {
            server.respondingWith(new MockResponse.Builder()
                    .onResponseStart(SocketEffect.Stall.INSTANCE)
                    .build());
        }
        ClientAuthenticator hasty = Clients.epic(server.endpoint())
                .httpClient(new OkHttpClient.Builder()
                        .callTimeout(Duration.ofMillis(700))
                        .build())
                .build();
        long start = System.nanoTime();
        assertThatThrownBy(() -> hasty.request(Grant.clientCredentials())).isInstanceOf(TokenTransportException.class);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
        assertThat(server.requestCount()).isEqualTo(1);
    }

    private Set<Duration> delays() {
        Set<Duration> delays = new HashSet<>();
        for (TokenEvent.Retried retried : events.await(TokenEvent.Retried.class, 1)) {
            delays.add(retried.delay());
        }
        return delays;
    }

    @Test
    void aFailingListenerIsLoggedAndAffectsNoCaller() {
        server.granting("t", 300);
        ClientAuthenticator epic = Clients.epic(server.endpoint())
                .listener(event -> {
                    throw new IllegalStateException("no room for metrics");
                })
                .build();
        try (LogCapture logs = new LogCapture()) {
            assertThat(epic.accessToken().value()).isEqualTo("t");
            assertThat(logs.awaitText("no room for metrics"))
                    .contains("A token listener failed", "no room for metrics");
        }
    }
}
