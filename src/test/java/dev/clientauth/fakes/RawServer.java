// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.fakes;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

/**
 * A local token endpoint on the TCP level: reads complete requests, and then lets the test handle the connection.
 */
public final class RawServer implements AutoCloseable {
    /** Handles a connection after a request was read. */
    @FunctionalInterface
    public interface Script {
        void run(String request, Socket socket, OutputStream out) throws IOException, InterruptedException;
    }

    private final ServerSocket server;
    private final Script script;
    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicInteger requests = new AtomicInteger();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final CountDownLatch arrived = new CountDownLatch(1);
    private final boolean readsRequests;

    private RawServer(boolean readsRequests, Script script) throws IOException {
        this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        this.readsRequests = readsRequests;
        this.script = script;
        Thread thread = new Thread(this::serve, "raw-server");
        thread.setDaemon(true);
        thread.start();
    }

    /** Starts a server that reads each request completely. */
    public static RawServer after(Script script) throws IOException {
        return new RawServer(true, script);
    }

    /** Starts a server that reads nothing. */
    public static RawServer before(Script script) throws IOException {
        return new RawServer(false, script);
    }

    /** Starts a server that responds to each request with this text and closes the connection. */
    public static RawServer saying(String response) throws IOException {
        return after((request, socket, out) -> out.write(response.getBytes(ISO_8859_1)));
    }

    /** Starts a server that reads each request and does not respond until it is closed. */
    public static RawServer silent() throws IOException {
        RawServer[] self = new RawServer[1];
        CountDownLatch ready = new CountDownLatch(1);
        self[0] = after((request, socket, out) -> {
            ready.await();
            self[0].closed.await();
        });
        ready.countDown();
        return self[0];
    }

    private void serve() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                connections.incrementAndGet();
                Thread thread = new Thread(() -> handle(socket), "raw-server-connection");
                thread.setDaemon(true);
                thread.start();
            } catch (IOException closing) {
                return;
            }
        }
    }

    private void handle(Socket socket) {
        try (socket) {
            String request = "";
            if (readsRequests) {
                request = read(new BufferedInputStream(socket.getInputStream()));
                requests.incrementAndGet();
            }
            arrived.countDown();
            script.run(request, socket, socket.getOutputStream());
            socket.getOutputStream().flush();
        } catch (IOException theOtherSideWentAway) {
            // Caused by the tests on purpose.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String read(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("The request was not whole.");
            }
            head.append((char) next);
        }
        String lower = head.toString().toLowerCase(Locale.ROOT);
        int at = lower.indexOf("content-length:");
        int length = at < 0
                ? 0
                : Integer.parseInt(
                        lower.substring(at + 15, lower.indexOf("\r\n", at)).strip());
        return head + new String(in.readNBytes(length), ISO_8859_1);
    }

    /** Returns the URL of the endpoint. */
    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getLocalPort() + "/token");
    }

    /** Returns the number of opened connections. */
    public int connectionCount() {
        return connections.get();
    }

    /** Returns the number of requests that were read completely. */
    public int requestCount() {
        return requests.get();
    }

    /** Waits until the first request has been received. */
    public void awaitRequest() throws InterruptedException {
        if (!arrived.await(10, TimeUnit.SECONDS)) {
            throw new AssertionError("No request came.");
        }
    }

    @Override
    public void close() throws IOException {
        closed.countDown();
        server.close();
    }
}
