// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.mock.http;

import dev.clientauth.fakes.MovableClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** The server of the mock with slow, excessive, malformed and disconnected clients. */
@Timeout(30)
class HttpListenerTest {
    private static final Limits TIGHT = new Limits(4, 1024, 2048, Duration.ofMillis(600), Duration.ofMillis(1200));

    /** Few connections with long timeouts, so that nothing ends because of a timeout. */
    private static final Limits PATIENT = new Limits(4, 1024, 2048, Duration.ofMinutes(1), Duration.ofMinutes(1));

    private final MovableClock clock = new MovableClock();
    private final List<Socket> sockets = new ArrayList<>();
    private final CountDownLatch streamEnded = new CountDownLatch(1);
    private HttpListener listener;

    @BeforeEach
    void start() throws IOException {
        start(TIGHT);
    }

    private void start(Limits limits) throws IOException {
        listener = HttpListener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), limits);
        listener.serve(Optional.empty(), this::response, clock);
    }

    @AfterEach
    void stop() throws IOException {
        listener.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }

    private HttpResult response(HttpRequest request) {
        return switch (request.path()) {
            case "/reset" -> new HttpResult.Reset(Duration.ZERO);
            case "/silence" -> new HttpResult.Silence(Duration.ZERO);
            case "/slow" -> new HttpResult.Message(200, Map.of(), "late", Duration.ofMillis(900));
            case "/hour" -> new HttpResult.Message(200, Map.of(), "late", Duration.ofHours(1));
            case "/bug" -> throw new IllegalStateException("a bug");
            case "/stream" ->
                new HttpResult.Stream(Map.of("Content-Type", "text/event-stream"), sink -> {
                    try {
                        while (true) {
                            sink.write(": alive\n\n");
                            if (streamEnded.await(20, TimeUnit.MILLISECONDS)) {
                                return;
                            }
                        }
                    } finally {
                        streamEnded.countDown();
                    }
                });
            case "/flood" ->
                new HttpResult.Stream(Map.of(), sink -> {
                    try {
                        while (!Thread.interrupted()) {
                            sink.write("x".repeat(1 << 16));
                        }
                    } finally {
                        streamEnded.countDown();
                    }
                });
            default ->
                new HttpResult.Message(
                        200,
                        Map.of("X-Method", request.method()),
                        request.path() + "|" + request.query() + "|" + request.body() + "|"
                                + request.header("x-twice").orElse(""),
                        Duration.ZERO);
        };
    }

    private Socket open() throws IOException {
        Socket socket = new Socket("127.0.0.1", listener.port());
        socket.setSoTimeout(10_000);
        sockets.add(socket);
        return socket;
    }

    private static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(ISO_8859_1));
        socket.getOutputStream().flush();
    }

    private static String rest(Socket socket) throws IOException {
        return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
    }

    private String ask(String request) throws IOException {
        Socket socket = open();
        send(socket, request);
        return rest(socket);
    }

    private String get(String path) throws IOException {
        return ask("GET " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    }

    /** Reads the head of a response and the body that its Content-Length declares. */
    private static String message(Socket socket) throws IOException {
        InputStream in = socket.getInputStream();
        StringBuilder text = new StringBuilder();
        while (text.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            assertThat(next).as("after %s", text).isNotNegative();
            text.append((char) next);
        }
        String length = text.toString().replaceAll("(?s).*Content-Length: (\\d+).*", "$1");
        return text + new String(in.readNBytes(Integer.parseInt(length)), ISO_8859_1);
    }

    @Test
    void respondsWithTheDateOfTheMocksClock() throws IOException {
        String date = DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss", Locale.US)
                .withZone(ZoneOffset.UTC)
                .format(clock.instant());
        assertThat(get("/there?q=1"))
                .startsWith("HTTP/1.1 200 \r\n")
                .contains("\r\nDate: " + date + " GMT\r\n", "\r\nConnection: close\r\n")
                .endsWith("\r\n\r\n/there|q=1||");
    }

    @Test
    void handlesSeveralRequestsOnOneConnection() throws IOException {
        Socket socket = open();
        send(socket, "GET /a HTTP/1.1\r\nHost: x\r\n\r\nPOST /b HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc");
        assertThat(message(socket)).endsWith("/a|||");
        assertThat(message(socket)).endsWith("/b||abc|");
    }

    @Test
    void joinsHeadersWithTheSameName() throws IOException {
        assertThat(ask("GET / HTTP/1.1\r\nHost: x\r\nX-Twice: a\r\nx-twice:b\r\nConnection: close\r\n\r\n"))
                .endsWith("|a, b");
    }

    @Test
    void readsChunks() throws IOException {
        assertThat(ask("POST /c HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n"
                        + "3;ext=1\r\nabc\r\n2\r\nde\r\n0\r\nTrailer: x\r\n\r\n"))
                .endsWith("/c||abcde|");
    }

    @Test
    void sendsContinueForAnExpectedBody() throws IOException {
        Socket socket = open();
        send(socket, "POST /d HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nExpect: 100-continue\r\n\r\n");
        assertThat(new String(socket.getInputStream().readNBytes(25), ISO_8859_1))
                .isEqualTo("HTTP/1.1 100 Continue\r\n\r\n");
        send(socket, "abc");
        assertThat(message(socket)).endsWith("/d||abc|");
    }

    @Test
    void doesNotSendContinueForATooLargeBody() throws IOException {
        assertThat(ask("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 2049\r\nExpect: 100-continue\r\n\r\n"))
                .startsWith("HTTP/1.1 413 ");
    }

    /** RFC 9110 section 10.1.1: an HTTP/1.0 client would treat it as the response. */
    @Test
    void doesNotSendContinueToHttp10() throws IOException {
        assertThat(ask("POST /d HTTP/1.0\r\nContent-Length: 3\r\nExpect: 100-continue\r\n\r\nabc"))
                .startsWith("HTTP/1.1 200 ")
                .endsWith("/d||abc|");
    }

    @Test
    void respondsToHeadWithoutABody() throws IOException {
        assertThat(ask("HEAD /a HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"))
                .contains("Content-Length: 5\r\n")
                .endsWith("\r\n\r\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nonsense\r\n\r\n",
                "GET  / HTTP/1.1\r\n\r\n",
                "GET / HTTP/1.1\r\nno colon\r\n\r\n",
                "GET / HTTP/1.1\r\n folded: x\r\n\r\n",
                "GET / HTTP/1.1\r\nX-One: a\rX-Two: b\r\n\r\n",
                "GET / HTTP/1.1\r\nX-One: a\u0000b\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
                "POST / HTTP/1.1\r\nContent-Length: 3\r\nContent-Length: 3\r\n\r\nabc",
                "POST / HTTP/1.1\r\nContent-Length: -1\r\n\r\n",
                "POST / HTTP/1.1\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "POST / HTTP/1.1\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
                "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n"
            })
    void malformedRequestsAreRejected(String request) throws IOException {
        assertThat(ask(request)).startsWith("HTTP/1.1 400 ").contains("Connection: close");
    }

    @Test
    void anotherVersionIsRejected() throws IOException {
        assertThat(ask("GET / HTTP/2.0\r\n\r\n")).startsWith("HTTP/1.1 505 ");
    }

    @Test
    void anEndlessHeadIsRejected() throws IOException {
        assertThat(ask("GET / HTTP/1.1\r\nX: " + "x".repeat(2000) + "\r\n\r\n")).startsWith("HTTP/1.1 431 ");
        assertThat(ask("GET / HTTP/1.1\r\n" + "X: y\r\n".repeat(400) + "\r\n")).startsWith("HTTP/1.1 431 ");
    }

    @Test
    void aTooLargeBodyIsRejected() throws IOException {
        assertThat(ask("POST / HTTP/1.1\r\nContent-Length: 2049\r\n\r\n" + "x".repeat(2049)))
                .startsWith("HTTP/1.1 413 ");
        assertThat(ask("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n" + "400\r\n" + "x".repeat(1024)
                        + "\r\n402\r\n" + "x".repeat(1026) + "\r\n0\r\n\r\n"))
                .startsWith("HTTP/1.1 413 ");
    }

    @Test
    void anExceptionInAHandlerReturns500() throws IOException {
        assertThat(get("/bug")).startsWith("HTTP/1.1 500 ").doesNotContain("a bug");
        assertThat(get("/a")).startsWith("HTTP/1.1 200 ");
    }

    @Test
    void resetsTheConnection() throws IOException {
        Socket socket = open();
        send(socket, "GET /reset HTTP/1.1\r\nHost: x\r\n\r\n");
        assertThatThrownBy(() -> rest(socket)).isInstanceOf(SocketException.class);
    }

    @Test
    void closesWithoutAResponse() throws IOException {
        assertThat(get("/silence")).isEmpty();
    }

    @Test
    void respondsAfterADelay() throws IOException {
        long begin = System.nanoTime();
        // Longer than a request may take to arrive: the delay is not caused by the client.
        assertThat(get("/slow")).endsWith("late");
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThan(Duration.ofMillis(899));
    }

    @Test
    void stopsDuringADelayedResponse() throws IOException {
        Socket socket = open();
        send(socket, "GET /hour HTTP/1.1\r\nHost: x\r\n\r\n");
        assertThat(get("/a")).startsWith("HTTP/1.1 200 ");
        listener.close();
        assertThat(endOf(socket)).isTrue();
    }

    @Test
    void anIncompleteRequestTimesOut() throws IOException {
        Socket socket = open();
        send(socket, "POST / HTTP/1.1\r\nHost: x\r\nContent-Len");
        assertThat(endOf(socket)).isTrue();
    }

    /** Slowloris: an occasional byte does not keep a connection open beyond the time limit for a request. */
    @Test
    void aSlowlySentRequestTimesOut() throws IOException {
        Socket socket = open();
        socket.setSoTimeout(50);
        long begin = System.nanoTime();
        boolean open = true;
        send(socket, "GET / HTTP/1.1\r\nX-Slow: ");
        while (open) {
            try {
                send(socket, "x");
                open = socket.getInputStream().read() >= 0;
            } catch (SocketTimeoutException stillOpen) {
                assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(5));
            } catch (IOException closed) {
                open = false;
            }
        }
        assertThat(Duration.ofNanos(System.nanoTime() - begin))
                .isBetween(Duration.ofMillis(500), Duration.ofSeconds(5));
    }

    @Test
    void aClientThatReadsNoResponseIsDisconnected() throws Exception {
        Socket socket = open();
        send(socket, "GET /flood HTTP/1.1\r\nHost: x\r\n\r\n");
        assertThat(message200(socket)).startsWith("HTTP/1.1 200 ");
        assertThat(streamEnded.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(socket.isClosed()).as("the client is still there").isFalse();
    }

    @Test
    void aStreamEndsWhenItsClientDisconnects() throws Exception {
        Socket socket = open();
        send(socket, "GET /stream HTTP/1.1\r\nHost: x\r\n\r\n");
        assertThat(message200(socket)).startsWith("HTTP/1.1 200 ");
        socket.close();
        assertThat(streamEnded.await(10, TimeUnit.SECONDS)).isTrue();
    }

    private static String message200(Socket socket) throws IOException {
        return new String(socket.getInputStream().readNBytes(15), ISO_8859_1);
    }

    /** More incomplete requests than the maximum number of connections: the next client is still served at once. */
    @Test
    void slowClientsDoNotBlockOthers() throws IOException {
        listener.close();
        start(PATIENT);
        for (int i = 0; i < 3 * PATIENT.connections(); i++) {
            send(open(), "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nab");
        }
        assertThat(get("/a")).startsWith("HTTP/1.1 200 ");
    }

    @Test
    void anIdleConnectionIsClosedBeforeABusyOne() throws IOException {
        listener.close();
        start(PATIENT);
        Socket begun = open();
        send(begun, "POST /z HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nab");
        Socket idle = open();
        send(idle, "GET /a HTTP/1.1\r\nHost: x\r\n\r\n");
        message(idle);
        Socket second = open();
        send(second, "GET /a HTTP/1.1\r\nHost: x\r\n\r\n");
        message(second);
        Socket third = open();
        send(third, "GET /a HTTP/1.1\r\nHost: x\r\n\r\n");
        message(third);
        assertThat(get("/a")).startsWith("HTTP/1.1 200 ");
        assertThat(endOf(idle)).isTrue();
        send(begun, "cde");
        assertThat(message(begun)).endsWith("/z||abcde|");
    }

    /** Returns whether the server has closed or reset the connection. */
    private static boolean endOf(Socket socket) throws IOException {
        try {
            return socket.getInputStream().read() < 0;
        } catch (SocketException reset) {
            return true;
        }
    }
}
