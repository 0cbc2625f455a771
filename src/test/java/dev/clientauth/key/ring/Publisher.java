// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.key.ring;

import dev.clientauth.key.PublicKeySet;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Map;

/** Serves a JWK Set, with the time of a test's clock in {@code Date}. */
final class Publisher implements AutoCloseable {
    volatile PublicKeySet keys;
    volatile Duration maxAge = Duration.ofMinutes(10);
    final Map<String, String> headers = new LinkedHashMap<>();
    private final MockWebServer server = new MockWebServer();

    Publisher(Clock clock) throws IOException {
        server.setDispatcher(new Dispatcher() {
            @Override
            public MockResponse dispatch(RecordedRequest request) {
                PublicKeySet.Response response =
                        keys.respond(request.getMethod(), request.getHeaders().get("If-None-Match"), maxAge);
                Map<String, String> sent = new LinkedHashMap<>(response.headers());
                sent.put(
                        "Date",
                        DateTimeFormatter.RFC_1123_DATE_TIME.format(
                                clock.instant().atZone(ZoneOffset.UTC)));
                sent.putAll(headers);
                MockResponse.Builder built = new MockResponse.Builder().code(response.status());
                sent.forEach(built::setHeader);
                sent.forEach((name, value) -> {
                    if (value.isEmpty()) {
                        built.removeHeader(name);
                    }
                });
                return built.body(response.body()).build();
            }
        });
        server.start(InetAddress.getLoopbackAddress(), 0);
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.getPort() + "/jwks.json");
    }

    int requests() {
        return server.getRequestCount();
    }

    @Override
    public void close() {
        server.close();
    }
}
