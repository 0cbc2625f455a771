// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.benchmark;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

/** A local token endpoint that returns a token to every client, at once or after a delay. */
final class BenchmarkServer implements AutoCloseable {
    private final ServerSocket socket = new ServerSocket(0, 2048, InetAddress.getLoopbackAddress());
    private final AtomicInteger requests = new AtomicInteger();
    private final Duration pause;
    private final IntFunction<byte[]> response;

    BenchmarkServer(Duration life, Duration pause) throws IOException {
        this.pause = pause;
        this.response = number -> response(number, life);
        daemon(this::accept);
    }

    URI uri() {
        return uri("");
    }

    URI uri(String tenant) {
        return URI.create("http://127.0.0.1:" + socket.getLocalPort() + tenant + "/token");
    }

    int requests() {
        return requests.get();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private void accept() {
        try {
            while (true) {
                Socket connection = socket.accept();
                connection.setTcpNoDelay(true);
                daemon(() -> serve(connection));
            }
        } catch (IOException e) {
            // The server was closed.
        }
    }

    private void serve(Socket connection) {
        try (connection) {
            InputStream in = new BufferedInputStream(connection.getInputStream(), 1 << 14);
            for (int length = length(in); length >= 0; length = length(in)) {
                in.skipNBytes(length);
                int number = requests.incrementAndGet();
                if (!pause.isZero()) {
                    Thread.sleep(pause.toMillis());
                }
                connection.getOutputStream().write(response.apply(number));
            }
        } catch (IOException e) {
            // The client closed the connection.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Reads the head of a request; the length of its body, or less than 0 at the end of the stream. */
    private static int length(InputStream in) throws IOException {
        int length = 0;
        StringBuilder line = new StringBuilder(128);
        while (true) {
            int next = in.read();
            if (next < 0) {
                return -1;
            }
            if (next != '\n') {
                line.append((char) next);
                continue;
            }
            String header = line.toString().strip().toLowerCase(Locale.ROOT);
            line.setLength(0);
            if (header.isEmpty()) {
                return length;
            }
            if (header.startsWith("content-length:")) {
                length = Integer.parseInt(
                        header.substring("content-length:".length()).strip());
            }
        }
    }

    private static byte[] response(int number, Duration life) {
        String json = "{\"access_token\":\"token-" + number + "\",\"token_type\":\"Bearer\",\"expires_in\":"
                + life.toSeconds() + "}";
        String head = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nCache-Control: no-store\r\nContent-Length: "
                + json.length() + "\r\n\r\n";
        return (head + json).getBytes(ISO_8859_1);
    }

    private static void daemon(Runnable task) {
        Thread thread = new Thread(task, "token-server");
        thread.setDaemon(true);
        thread.start();
    }
}
