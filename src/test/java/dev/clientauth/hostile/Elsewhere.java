// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.hostile;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.util.concurrent.atomic.AtomicInteger;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

/** A server on loopback that counts the requests it gets: hostile endpoints refer clients to it, and none may follow. */
final class Elsewhere implements AutoCloseable {
    private static final String PATH = "/elsewhere";
    private static final int PATIENCE_MILLIS = 300;

    private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicInteger pending = new AtomicInteger();

    Elsewhere() throws IOException {
        Thread thread = new Thread(this::count, "hostile-elsewhere");
        thread.setDaemon(true);
        thread.start();
    }

    URI uri() {
        return URI.create("http://localhost:" + server.getLocalPort() + PATH);
    }

    /** How many connections there were since the last call. */
    int takeConnections() throws InterruptedException {
        while (pending.get() > 0) {
            Thread.sleep(1);
        }
        return connections.getAndSet(0);
    }

    private void count() {
        while (!server.isClosed()) {
            try (Socket socket = server.accept()) {
                pending.incrementAndGet();
                try {
                    if (isReferred(received(socket))) {
                        connections.incrementAndGet();
                    }
                } finally {
                    pending.decrementAndGet();
                }
            } catch (IOException closing) {
                return;
            }
        }
    }

    /** Other processes may still use the port for a server that had it before; they send their own path to this host. */
    private boolean isReferred(String received) {
        boolean isForThisHost = received.contains("localhost:" + server.getLocalPort());
        return !received.isEmpty() && (received.contains(PATH) || !isForThisHost);
    }

    private static String received(Socket socket) throws IOException {
        socket.setSoTimeout(PATIENCE_MILLIS);
        byte[] bytes = new byte[4096];
        try {
            int length = socket.getInputStream().read(bytes);
            return new String(bytes, 0, Math.max(0, length), ISO_8859_1);
        } catch (SocketTimeoutException | SocketException e) {
            return "";
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
