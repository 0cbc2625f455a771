// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.spring;

import com.sun.net.httpserver.HttpServer;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CopyOnWriteArrayList;

/** A local API that returns the configured status, 200 by default, and records the requests. */
final class StubApi implements AutoCloseable {
    private final HttpServer server;
    private final Deque<Reply> replies = new ConcurrentLinkedDeque<>();
    final List<Received> received = new CopyOnWriteArrayList<>();

    private record Reply(int status, String header, String value) {}

    record Received(String path, String authorization, String body) {}

    StubApi() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            received.add(new Received(
                    exchange.getRequestURI().getPath(),
                    String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")),
                    new String(exchange.getRequestBody().readAllBytes())));
            Reply reply = replies.isEmpty() ? new Reply(200, "X-None", "") : replies.pop();
            exchange.getResponseHeaders().set(reply.header(), reply.value());
            exchange.getResponseHeaders().set("Content-Type", "text/plain");
            byte[] body = "fine".getBytes();
            exchange.sendResponseHeaders(reply.status(), body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
    }

    URI uri(String path) {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
    }

    StubApi then(int status) {
        return then(status, "X-None", "");
    }

    StubApi then(int status, String header, String value) {
        replies.add(new Reply(status, header, value));
        return this;
    }

    List<String> authorizations() {
        return received.stream().map(Received::authorization).toList();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
