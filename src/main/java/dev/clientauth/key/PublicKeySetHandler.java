package dev.clientauth.key;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import dev.clientauth.arguments.Arguments;

import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * Serves a JWK Set with the HTTP server of the JDK (module {@code jdk.httpserver}), to anyone and without authentication.
 *
 * <p>Sends {@code Content-Type: application/json}, {@code Cache-Control} and {@code ETag}. Other servers can send the same: {@link
 * PublicKeySet#toJson()} and {@link PublicKeySet#etag()}.
 */
public final class PublicKeySetHandler implements HttpHandler {
    private static final int OK = 200;
    private static final int NOT_MODIFIED = 304;
    private static final int METHOD_NOT_ALLOWED = 405;

    private final Supplier<PublicKeySet> keys;
    private final Duration maxAge;

    /**
     * Creates a handler.
     *
     * @param keys called for each request, such as {@code keyRing::publicKeys}
     * @param maxAge how long providers may cache the set; a new key does not sign until that time has passed. Zero forbids
     * caching
     */
    public PublicKeySetHandler(Supplier<PublicKeySet> keys, Duration maxAge) {
        this.keys = Arguments.required(keys, "keys");
        this.maxAge = Arguments.notNegative(maxAge, "maxAge");
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String method = exchange.getRequestMethod();
            if (!method.equals("GET") && !method.equals("HEAD")) {
                exchange.getResponseHeaders().set("Allow", "GET, HEAD");
                exchange.sendResponseHeaders(METHOD_NOT_ALLOWED, -1);
                return;
            }
            PublicKeySet set = keys.get();
            String etag = set.etag();
            exchange.getResponseHeaders().set("ETag", etag);
            exchange.getResponseHeaders()
                    .set("Cache-Control", maxAge.isZero() ? "no-store" : "public, max-age=" + maxAge.toSeconds());
            if (matches(exchange.getRequestHeaders().getOrDefault("If-None-Match", List.of()), etag)) {
                exchange.sendResponseHeaders(NOT_MODIFIED, -1);
                return;
            }
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            byte[] body = set.toJson().getBytes(UTF_8);
            if (method.equals("HEAD")) {
                exchange.getResponseHeaders().set("Content-Length", String.valueOf(body.length));
                exchange.sendResponseHeaders(OK, -1);
                return;
            }
            exchange.sendResponseHeaders(OK, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private static boolean matches(List<String> headers, String etag) {
        return headers.stream()
                .flatMap(header -> Arrays.stream(header.split(",")))
                .map(value -> value.strip().replaceFirst("^W/", ""))
                .anyMatch(value -> value.equals(etag) || value.equals("*"));
    }
}
