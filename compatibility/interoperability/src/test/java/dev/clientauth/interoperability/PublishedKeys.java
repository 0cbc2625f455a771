// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.interoperability;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.sun.net.httpserver.HttpServer;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;

import static java.nio.charset.StandardCharsets.UTF_8;

/** Publishes a JWK Set on loopback. */
final class PublishedKeys implements AutoCloseable {
    private final HttpServer server;

    PublishedKeys(List<JWK> keys) throws IOException {
        byte[] body = new JWKSet(keys).toString(true).getBytes(UTF_8);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/jwks.json", exchange -> {
            exchange.getResponseHeaders().set("Content-Type", "application/jwk-set+json");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/jwks.json");
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
