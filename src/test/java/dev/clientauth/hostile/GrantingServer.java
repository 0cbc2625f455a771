// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.hostile;

import com.sun.net.httpserver.HttpServer;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import static java.nio.charset.StandardCharsets.US_ASCII;

/** A token endpoint on loopback that grants a token to whoever asks. */
final class GrantingServer implements AutoCloseable {
    private static final byte[] TOKEN =
            "{\"access_token\":\"granted-token\",\"token_type\":\"Bearer\",\"expires_in\":3600}".getBytes(US_ASCII);

    private final HttpServer server;
    private final ExecutorService threads = Executors.newFixedThreadPool(16);

    GrantingServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 2000);
        server.setExecutor(threads);
        server.createContext("/token", exchange -> {
            try (exchange) {
                exchange.getRequestBody().readAllBytes();
                exchange.getResponseHeaders().set("Content-Type", "application/json");
                // Each of thousands of clients would otherwise keep its connection, until no file is left to open.
                exchange.getResponseHeaders().set("Connection", "close");
                exchange.sendResponseHeaders(200, TOKEN.length);
                exchange.getResponseBody().write(TOKEN);
            }
        });
        server.start();
    }

    /** By its name, which has to be resolved. */
    URI endpoint() {
        return URI.create("http://localhost:" + server.getAddress().getPort() + "/token");
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
