// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.hostile;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.util.concurrent.atomic.AtomicInteger;

/** A server on loopback that counts who connects: hostile endpoints refer clients to it, and none may follow. */
final class Elsewhere implements AutoCloseable {
    private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final AtomicInteger connections = new AtomicInteger();

    Elsewhere() throws IOException {
        Thread thread = new Thread(this::count, "hostile-elsewhere");
        thread.setDaemon(true);
        thread.start();
    }

    URI uri() {
        return URI.create("http://localhost:" + server.getLocalPort() + "/token");
    }

    /** How many connections there were since the last call. */
    int takeConnections() {
        return connections.getAndSet(0);
    }

    private void count() {
        while (!server.isClosed()) {
            try {
                server.accept().close();
                connections.incrementAndGet();
            } catch (IOException closing) {
                return;
            }
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
