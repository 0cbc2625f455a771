// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.key;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import dev.clientauth.arguments.Arguments;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * Serves a JWK Set with the HTTP server of the JDK (module {@code jdk.httpserver}), to anyone and without authentication.
 *
 * <p>Sends {@code Content-Type: application/json}, {@code Cache-Control} and {@code ETag}. For other servers, use {@link
 * PublicKeySet#respond}.
 */
public final class PublicKeySetHandler implements HttpHandler {
    private final Supplier<PublicKeySet> keys;
    private final Duration maxAge;

    /**
     * Creates a handler.
     *
     * @param keys called for each request, such as {@code keyRing::publicKeys}
     * @param maxAge how long providers may cache the set; let a new key sign only after that time. Zero forbids caching
     */
    public PublicKeySetHandler(Supplier<PublicKeySet> keys, Duration maxAge) {
        this.keys = Arguments.required(keys, "keys");
        this.maxAge = Arguments.notNegative(maxAge, "maxAge");
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            List<String> ifNoneMatch = exchange.getRequestHeaders().getOrDefault("If-None-Match", List.of());
            PublicKeySet.Response response = keys.get()
                    .respond(
                            exchange.getRequestMethod(),
                            ifNoneMatch.isEmpty() ? null : String.join(",", ifNoneMatch),
                            maxAge);
            response.headers().forEach(exchange.getResponseHeaders()::set);
            byte[] body = response.body().getBytes(UTF_8);
            exchange.sendResponseHeaders(response.status(), body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        }
    }
}
