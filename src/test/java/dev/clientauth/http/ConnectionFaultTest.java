// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.http;

import dev.clientauth.fakes.Clients;
import dev.clientauth.fakes.RawServer;
import dev.clientauth.fakes.UnconnectedSocketFactory;
import dev.clientauth.token.Grant;
import dev.clientauth.token.TokenTransportException;
import okhttp3.Dns;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import javax.net.SocketFactory;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketException;
import java.net.URI;
import java.time.Duration;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/** Faults below HTTP: each call ends in time and says what happened, and each assertion is sent at most once. */
@Timeout(20)
class ConnectionFaultTest {
    private static final String OK_HEAD = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n";
    private static final OkHttpClient HASTY =
            new OkHttpClient.Builder().callTimeout(Duration.ofMillis(400)).build();

    @Test
    void connectionRefused() throws IOException {
        URI nobodyListens;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            nobodyListens = URI.create("http://127.0.0.1:" + socket.getLocalPort() + "/token");
        }
        TokenTransportException fault = fault(nobodyListens, new OkHttpClient());
        assertThat(fault).hasMessageStartingWith("No response from " + nobodyListens + ": the connection was refused");
        assertThat(fault.status()).isZero();
        assertThat(fault.isRetryable()).isTrue();
    }

    /** Linux says so when a process has reached its limit, and when the machine has. */
    @ParameterizedTest
    @ValueSource(strings = {"Too many open files", "Too many open files in system"})
    void noSocketIsLeft(String message) throws IOException {
        SocketFactory exhausted = new UnconnectedSocketFactory(() -> {
            throw new SocketException(message);
        });
        URI endpoint = URI.create("http://127.0.0.1:1/token");
        assertThat(fault(
                        endpoint,
                        new OkHttpClient.Builder().socketFactory(exhausted).build()))
                .hasMessage("No response from " + endpoint + ": this process has too many open files or connections:"
                        + " reuse one client instead of building one for each request, or raise the limit (ulimit -n)."
                        + " The request was not sent.");
    }

    @Test
    void resetBeforeTheRequestWasRead() throws IOException {
        try (RawServer server = RawServer.before((request, socket, out) -> socket.setSoLinger(true, 0))) {
            assertThat(fault(server)).hasMessageStartingWith("No response from " + server.endpoint() + ": ");
            // If the connection is reset before any part of the code was sent, the request may be retried.
            assertThat(server.connectionCount()).isBetween(1, 4);
        }
    }

    @Test
    void resetAfterTheRequestWasRead() throws IOException {
        try (RawServer server = RawServer.after((request, socket, out) -> socket.setSoLinger(true, 0))) {
            assertThat(fault(server)).hasMessageContaining("It is not known whether the request arrived.");
            assertSentOnce(server);
        }
    }

    @Test
    void closedWithoutAResponse() throws IOException {
        try (RawServer server = RawServer.saying("")) {
            assertThat(fault(server)).hasMessageContaining("closed before the response was complete");
            assertSentOnce(server);
        }
    }

    @Test
    void truncatedStatusLine() throws IOException {
        try (RawServer server = RawServer.saying("HTTP/1.1 200 ")) {
            assertThat(fault(server)).hasMessageContaining("closed before the response was complete");
            assertSentOnce(server);
        }
    }

    @Test
    void truncatedBody() throws IOException {
        try (RawServer server = RawServer.saying(OK_HEAD + "Content-Length: 100\r\n\r\n{\"access_token\":\"half")) {
            assertThat(fault(server)).hasMessageContaining("closed before the response was complete");
            assertSentOnce(server);
        }
    }

    @Test
    void truncatedChunk() throws IOException {
        try (RawServer server = RawServer.saying(OK_HEAD + "Transfer-Encoding: chunked\r\n\r\n40\r\n{\"access_to")) {
            assertThat(fault(server)).hasMessageContaining("closed before the response was complete");
            assertSentOnce(server);
        }
    }

    @Test
    void aStatusLineThatIsNotHttp() throws IOException {
        try (RawServer server = RawServer.saying("220 mail.example.com ESMTP\r\n\r\n")) {
            assertThat(fault(server)).hasMessageContaining("the response is not HTTP");
            assertSentOnce(server);
        }
    }

    /** OkHttp buffers a gzip header of any size, so compressed responses are not read. */
    @ParameterizedTest
    @CsvSource({
        "gzip,gzip",
        "GZIP,gzip",
        "x-gzip,x-gzip",
        "br,br",
        "deflate,deflate",
        "eyJhbGciOiJFUzI1NiJ9,something unknown"
    })
    void aCompressedResponseIsRejectedByTheNameOfItsEncoding(String encoding, String name) throws IOException {
        try (RawServer server = RawServer.saying(
                OK_HEAD + "Content-Encoding: " + encoding + "\r\nContent-Length: 20\r\n\r\n{\"access_token\":\"x\"}")) {
            TokenTransportException fault = fault(server);
            assertThat(fault)
                    .hasMessageStartingWith("The response from " + server.endpoint() + " with HTTP 200 is not usable: ")
                    .hasMessageContaining("encoded with " + name + ", although");
            assertThat(fault.status()).isEqualTo(200);
            assertSentOnce(server);
        }
    }

    @Test
    void noResponseWithinTheCallTimeout() throws IOException {
        try (RawServer server = RawServer.silent()) {
            assertThat(fault(server.endpoint(), HASTY)).hasMessageContaining("it took longer than the time allowed");
            assertSentOnce(server);
        }
    }

    @Test
    void aResponseSlowerThanTheCallTimeout() throws IOException {
        RawServer.Script dripping = (request, socket, out) -> {
            out.write((OK_HEAD + "\r\n").getBytes());
            while (true) {
                out.write(' ');
                out.flush();
                Thread.sleep(20);
            }
        };
        try (RawServer server = RawServer.after(dripping)) {
            assertThat(fault(server.endpoint(), HASTY)).hasMessageContaining("it took longer than the time allowed");
            assertSentOnce(server);
        }
    }

    @Test
    void endlessChunksAreNotReadBeyondOneMebibyte() throws IOException {
        RawServer.Script endless = (request, socket, out) -> {
            out.write((OK_HEAD + "Transfer-Encoding: chunked\r\n\r\n").getBytes());
            byte[] chunk = ("2000\r\n" + " ".repeat(0x2000) + "\r\n").getBytes();
            while (true) {
                out.write(chunk);
            }
        };
        try (RawServer server = RawServer.after(endless)) {
            TokenTransportException fault = fault(server);
            assertThat(fault).hasMessageContaining("with HTTP 200 is longer than 1048576 bytes");
            assertThat(fault.status()).isEqualTo(200);
            assertSentOnce(server);
        }
    }

    @Test
    void endlessHeaders() throws IOException {
        RawServer.Script endless = (request, socket, out) -> {
            out.write(OK_HEAD.getBytes());
            byte[] header = ("X: " + "x".repeat(1000) + "\r\n").getBytes();
            while (true) {
                out.write(header);
            }
        };
        try (RawServer server = RawServer.after(endless)) {
            assertThat(fault(server)).hasMessageStartingWith("No response from ");
            assertSentOnce(server);
        }
    }

    @Test
    void anAuthorizationCodeIsNotSentAgain() throws IOException {
        try (RawServer server = RawServer.saying("")) {
            TokenTransportException fault = catchThrowableOfType(
                    TokenTransportException.class,
                    () -> Clients.apple(server.endpoint()).build().request(Grant.authorizationCode("c0de")));
            assertThat(fault).isNotNull();
            assertSentOnce(server);
        }
    }

    /** Silent retries are disabled, but the other addresses of a host are still tried. */
    @Test
    void anUnreachableFirstAddressOfTheHostIsSkipped() throws IOException {
        String json = "{\"access_token\":\"t\",\"expires_in\":60}";
        try (RawServer server = RawServer.saying(OK_HEAD + "Content-Length: " + json.length() + "\r\n\r\n" + json)) {
            Dns unreachable = host -> List.of(InetAddress.getByName("127.0.0.2"), InetAddress.getByName("127.0.0.1"));
            OkHttpClient http = new OkHttpClient.Builder().dns(unreachable).build();
            URI endpoint = URI.create("http://localhost:" + server.endpoint().getPort() + "/token");
            assertThat(Clients.epic(endpoint)
                            .httpClient(http)
                            .build()
                            .accessToken()
                            .value())
                    .isEqualTo("t");
            assertSentOnce(server);
        }
    }

    private static void assertSentOnce(RawServer server) {
        assertThat(server.requestCount()).isEqualTo(1);
    }

    private static TokenTransportException fault(RawServer server) {
        return fault(server.endpoint(), new OkHttpClient());
    }

    private static TokenTransportException fault(URI endpoint, OkHttpClient http) {
        TokenTransportException fault = catchThrowableOfType(
                TokenTransportException.class,
                () -> Clients.apple(endpoint).httpClient(http).build().request(Grant.authorizationCode("c0de")));
        assertThat(fault).as("the fault").isNotNull();
        assertThat(fault.isRetryable()).isEqualTo(fault.status() == 0);
        return fault;
    }
}
