// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.transport;

import dev.clientauth.ClientAuthenticator;
import dev.clientauth.fakes.Clients;
import dev.clientauth.fakes.RawServer;
import dev.clientauth.token.Grant;
import dev.clientauth.token.TokenTransportException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.net.Authenticator;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/** The JDK transport, except for what the hostile endpoint tests already cover. */
class JdkHttpTransportTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final String GRANTED = "{\"access_token\":\"t\",\"expires_in\":60}";

    private final JdkHttpTransport transport = JdkHttpTransport.of(HttpClient.newHttpClient());

    @Test
    void aClientThatFollowsRedirectsIsRefused() {
        HttpClient following = HttpClient.newBuilder()
                .followRedirects(HttpClient.Redirect.NORMAL)
                .build();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> JdkHttpTransport.of(following))
                .withMessageContaining("redirects");
    }

    @Test
    void aClientWithAnAuthenticatorIsRefused() {
        HttpClient authenticating =
                HttpClient.newBuilder().authenticator(new Authenticator() {}).build();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> JdkHttpTransport.of(authenticating))
                .withMessageContaining("authenticator");
    }

    @Test
    void sendsHttp11WithoutUpgradeAndAcceptsNoCompression() throws Exception {
        AtomicReference<String> seen = new AtomicReference<>("");
        try (RawServer server = RawServer.after((request, socket, out) -> {
            seen.set(request);
            out.write(("HTTP/1.1 200 OK\r\nContent-Length: " + GRANTED.length() + "\r\n\r\n" + GRANTED)
                    .getBytes(US_ASCII));
        })) {
            assertThat(client(server.endpoint()).accessToken().value()).isEqualTo("t");
        }
        assertThat(seen.get())
                .startsWith("POST /token HTTP/1.1\r\n")
                .containsOnlyOnce("Content-Type: application/x-www-form-urlencoded\r\n")
                .contains("Accept-Encoding: identity\r\n", "User-Agent: clientauth\r\n")
                .doesNotContainIgnoringCase("upgrade")
                .doesNotContainIgnoringCase("http2-settings");
    }

    @Test
    void aRefusedConnectionSendsNothingAndSaysSo() throws Exception {
        int port;
        try (ServerSocket closed = new ServerSocket(0)) {
            port = closed.getLocalPort();
        }
        TokenTransportException failed = failure(URI.create("http://127.0.0.1:" + port + "/token"));
        assertThat(failed).hasMessageContaining("refused").hasMessageContaining("The request was not sent.");
        assertThat(failed.isSent()).isFalse();
    }

    @Test
    void anUnknownHostSendsNothingAndSaysSo() {
        URI nowhere = URI.create("https://nowhere.invalid/token");
        HttpTransport.Request request = HttpTransport.Request.post(nowhere, Map.of(), new byte[] {1}, 10, TIMEOUT);
        assertThatThrownBy(() -> transport.send(request)).isInstanceOf(UnknownHostException.class);
        assertThat(request.isSent()).isFalse();
    }

    @Test
    void aServerThatSpeaksNoTlsGetsNoRequest() throws Exception {
        try (RawServer plain =
                RawServer.before((request, socket, out) -> out.write("HTTP/1.1 400 X\r\n\r\n".getBytes(US_ASCII)))) {
            TokenTransportException failed =
                    failure(URI.create(plain.endpoint().toString().replace("http:", "https:")));
            assertThat(failed).hasMessageContaining("TLS");
        }
    }

    @Test
    void aCodeIsSentOnceEvenIfTheConnectionIsReset() throws Exception {
        try (RawServer server = RawServer.after((request, socket, out) -> {
            socket.setSoLinger(true, 0);
            socket.close();
        })) {
            TokenTransportException failed = failure(server.endpoint());
            assertThat(failed.isSent()).isTrue();
            assertThat(server.requestCount()).isEqualTo(1);
        }
    }

    @Test
    void aConnectionThatWasClosedWhileIdleIsNotUsedAgain() throws Exception {
        try (RawServer server =
                RawServer.saying("HTTP/1.1 200 OK\r\nContent-Length: " + GRANTED.length() + "\r\n\r\n" + GRANTED)) {
            for (int i = 0; i < 3; i++) {
                client(server.endpoint()).request(Grant.clientCredentials());
                TimeUnit.MILLISECONDS.sleep(50);
            }
            assertThat(server.requestCount()).isEqualTo(3);
        }
    }

    @Test
    void endsAfterTheTimeoutOfTheRequest() throws Exception {
        try (RawServer silent = RawServer.silent()) {
            long start = System.nanoTime();
            assertThatThrownBy(() -> transport.send(get(silent.endpoint(), Duration.ofMillis(300))))
                    .hasMessageContaining("longer than the time allowed");
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
        }
    }

    @Test
    void cancellingEndsTheExchange() throws Exception {
        try (RawServer silent = RawServer.silent()) {
            HttpTransport.Request request = get(silent.endpoint(), TIMEOUT);
            CompletableFuture<Throwable> ended = CompletableFuture.supplyAsync(
                    () -> catchThrowableOfType(IOException.class, () -> transport.send(request)));
            silent.awaitRequest();
            long start = System.nanoTime();
            request.cancel(Runnable::run);
            assertThat(ended.get(5, TimeUnit.SECONDS)).isNotNull();
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
        }
    }

    /** The JDK leaves the connection open if it cannot parse a head, with its buffers, for as long as the server likes. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/9.9 200 OK\r\n\r\n",
                "HTTP/1.1 200 OK\r\nno colon\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 5, 6\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nno size",
                "HTTP/1.1 204 No Content\r\nContent-Length: 5\r\n\r\n",
                "HTTP/1.1 200 OK\r\n\r\n12345678901",
                "HTTP/1.1 200 OK\r\n",
                ""
            })
    void everyFailureClosesTheConnection(String response) throws Exception {
        CompletableFuture<String> closed = new CompletableFuture<>();
        try (RawServer server = RawServer.after((request, socket, out) -> {
            out.write(response.getBytes(US_ASCII));
            socket.setSoTimeout(30_000);
            try {
                closed.complete(socket.getInputStream().read() < 0 ? "closed" : "more was sent");
            } catch (SocketTimeoutException e) {
                closed.complete("open");
            } catch (IOException e) {
                closed.complete("closed");
            }
        })) {
            HttpTransport.Request request =
                    HttpTransport.Request.get(server.endpoint(), Map.of(), 10, Duration.ofMillis(500));
            assertThatThrownBy(() -> transport.send(request)).isInstanceOf(IOException.class);
            assertThat(closed.get(40, TimeUnit.SECONDS)).isEqualTo("closed");
        }
    }

    @Test
    void aCancelledRequestIsNotSent() throws Exception {
        try (RawServer server = RawServer.silent()) {
            HttpTransport.Request request =
                    HttpTransport.Request.post(server.endpoint(), Map.of(), new byte[] {1}, 10, TIMEOUT);
            request.cancel(Runnable::run);
            assertThatThrownBy(() -> transport.send(request)).isInstanceOf(IOException.class);
            assertThat(request.isSent()).isFalse();
            assertThat(server.requestCount()).isZero();
        }
    }

    private ClientAuthenticator client(URI endpoint) {
        return Clients.epic(endpoint).httpTransport(transport).build();
    }

    private TokenTransportException failure(URI endpoint) {
        ClientAuthenticator client =
                Clients.apple(endpoint).httpTransport(transport).build();
        return catchThrowableOfType(
                TokenTransportException.class, () -> client.request(Grant.authorizationCode("c0de")));
    }

    private static HttpTransport.Request get(URI uri, Duration timeout) {
        return HttpTransport.Request.get(uri, Map.of(), 1000, timeout);
    }
}
