// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.examples.apple;

import com.sun.net.httpserver.HttpExchange;

import java.io.IOException;
import java.net.URLDecoder;
import java.util.Optional;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * A request from a browser or from Apple.
 *
 * @param route method and path, such as {@code GET /callback}
 * @param query the raw query
 * @param body the raw body
 * @param cookies the Cookie header
 */
record Request(String route, String query, String body, String cookies) {
    /** Larger than any valid request. */
    private static final int MAX_BODY = 1 << 16;

    /** Reads a request; empty if it is too large. */
    static Optional<Request> read(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readNBytes(MAX_BODY + 1);
        return body.length > MAX_BODY
                ? Optional.empty()
                : Optional.of(new Request(
                        exchange.getRequestMethod() + " "
                                + exchange.getRequestURI().getPath(),
                        Optional.ofNullable(exchange.getRequestURI().getRawQuery())
                                .orElse(""),
                        new String(body, UTF_8),
                        Optional.ofNullable(exchange.getRequestHeaders().getFirst("Cookie"))
                                .orElse("")));
    }

    Optional<String> cookie(String name) {
        return value(cookies, "; ?", name);
    }

    Optional<String> queryParameter(String name) {
        return value(query, "&", name).map(value -> URLDecoder.decode(value, UTF_8));
    }

    Optional<String> field(String name) {
        return value(body, "&", name).map(value -> URLDecoder.decode(value, UTF_8));
    }

    private static Optional<String> value(String pairs, String separator, String name) {
        for (String pair : pairs.split(separator)) {
            if (pair.startsWith(name + "=")) {
                return Optional.of(pair.substring(name.length() + 1));
            }
        }
        return Optional.empty();
    }

    @Override
    public String toString() {
        return route;
    }
}
