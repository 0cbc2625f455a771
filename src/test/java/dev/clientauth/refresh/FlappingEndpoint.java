// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.refresh;

import com.nimbusds.jwt.SignedJWT;
import org.jspecify.annotations.Nullable;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.URLDecoder;
import java.text.ParseException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

/** A token endpoint that alternates between working and failing in every known way. */
final class FlappingEndpoint implements AutoCloseable {
    /** How it behaves. */
    enum Mood {
        HEALTHY,
        SLOW,
        BUSY_429,
        DOWN_503,
        RESETS,
        GARBAGE,
        REFUSES_CONNECTIONS
    }

    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "flapping-endpoint");
        thread.setDaemon(true);
        return thread;
    });
    private final Duration tokenLife;
    private final Duration slowness;
    private final int port;
    private final AtomicInteger granted = new AtomicInteger();
    private final AtomicInteger received = new AtomicInteger();
    private final AtomicInteger abandoned = new AtomicInteger();
    private final Set<String> seen = ConcurrentHashMap.newKeySet();
    private final Set<String> replayed = ConcurrentHashMap.newKeySet();
    private volatile Mood mood = Mood.HEALTHY;
    private @Nullable ServerSocket listener;

    FlappingEndpoint(Duration tokenLife, Duration slowness) throws IOException {
        this.tokenLife = tokenLife;
        this.slowness = slowness;
        this.port = listen(0);
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + port + "/token");
    }

    int granted() {
        return granted.get();
    }

    int received() {
        return received.get();
    }

    /** Each jti that was received more than once. */
    Set<String> replayed() {
        return replayed;
    }

    synchronized void become(Mood next) throws IOException {
        if (mood == Mood.REFUSES_CONNECTIONS && next != mood) {
            listen(port);
        }
        mood = next;
        if (next == Mood.REFUSES_CONNECTIONS && listener != null) {
            listener.close();
        }
    }

    private synchronized int listen(int wanted) throws IOException {
        ServerSocket socket = new ServerSocket();
        socket.setReuseAddress(true);
        socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), wanted));
        listener = socket;
        threads.execute(() -> accept(socket));
        return socket.getLocalPort();
    }

    private void accept(ServerSocket from) {
        while (!from.isClosed()) {
            try {
                Socket socket = from.accept();
                threads.execute(() -> serve(socket));
            } catch (IOException e) {
                if (!from.isClosed()) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            note(body(socket.getInputStream()));
            Mood now = mood;
            switch (now) {
                case HEALTHY, REFUSES_CONNECTIONS -> response(socket, "200 OK", "", token());
                case SLOW -> {
                    Thread.sleep(slowness.toMillis());
                    response(socket, "200 OK", "", token());
                }
                case BUSY_429 ->
                    response(socket, "429 Too Many Requests", "Retry-After: 1\r\n", "{\"error\":\"slow_down\"}");
                case DOWN_503 -> response(socket, "503 Service Unavailable", "Retry-After: 0\r\n", "<html>down</html>");
                case RESETS -> socket.setSoLinger(true, 0);
                case GARBAGE -> socket.getOutputStream().write("\u0000\u0001 what?\r\n\r\n".getBytes(ISO_8859_1));
            }
        } catch (IOException | InterruptedException hungUp) {
            // The client has abandoned a slow response, or the test has ended; both are expected.
            abandoned.incrementAndGet();
        }
    }

    private String token() {
        return "{\"access_token\":\"token-" + granted.incrementAndGet() + "\",\"token_type\":\"Bearer\",\"expires_in\":"
                + tokenLife.toSeconds() + "}";
    }

    private static void response(Socket socket, String status, String headers, String body) throws IOException {
        String head = "HTTP/1.1 " + status + "\r\nConnection: close\r\nContent-Type: application/json\r\n" + headers
                + "Content-Length: " + body.length() + "\r\n\r\n";
        socket.getOutputStream().write((head + body).getBytes(UTF_8));
        socket.getOutputStream().flush();
    }

    private void note(String form) {
        received.incrementAndGet();
        String jti = Arrays.stream(form.split("&"))
                .filter(pair -> pair.startsWith("client_assertion="))
                .map(pair -> URLDecoder.decode(pair.substring(pair.indexOf('=') + 1), UTF_8))
                .map(FlappingEndpoint::jti)
                .findFirst()
                .orElseThrow();
        if (!seen.add(jti)) {
            replayed.add(jti);
        }
    }

    private static String jti(String assertion) {
        try {
            return SignedJWT.parse(assertion).getJWTClaimsSet().getJWTID();
        } catch (ParseException e) {
            throw new AssertionError(e);
        }
    }

    private static String body(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        while (!head.toString(ISO_8859_1).endsWith("\r\n\r\n")) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("hung up");
            }
            head.write(next);
        }
        int length = head.toString(ISO_8859_1)
                .lines()
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith("content-length:"))
                .mapToInt(line -> Integer.parseInt(line.substring(15).strip()))
                .findFirst()
                .orElse(0);
        return new String(in.readNBytes(length), UTF_8);
    }

    @Override
    public void close() throws IOException {
        if (listener != null) {
            listener.close();
        }
        threads.shutdownNow();
    }
}
