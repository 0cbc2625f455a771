// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.apple;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

import static java.nio.charset.StandardCharsets.UTF_8;

/** A local fake of Apple that returns the responses that a test sets for each path. */
final class FakeApple implements AutoCloseable {
    private final MockWebServer server = new MockWebServer();
    private final Map<String, Function<Map<String, String>, MockResponse>> responses = new ConcurrentHashMap<>();
    private final List<RecordedRequest> requests = new CopyOnWriteArrayList<>();

    static FakeApple start() {
        FakeApple apple = new FakeApple();
        apple.server.setDispatcher(new Dispatcher() {
            @Override
            public MockResponse dispatch(RecordedRequest request) {
                apple.requests.add(request);
                Function<Map<String, String>, MockResponse> response = apple.responses.get(path(request));
                return response == null ? json(404, "{}") : response.apply(form(request));
            }
        });
        try {
            apple.server.start(InetAddress.getLoopbackAddress(), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return apple;
    }

    URI base() {
        return URI.create("http://127.0.0.1:" + server.getPort());
    }

    AppleEndpoints endpoints() {
        return AppleEndpoints.at(base());
    }

    FakeApple publishing(JWK... keys) {
        return respondingWith("/auth/keys", 200, new JWKSet(List.of(keys)).toString());
    }

    FakeApple respondingWith(String path, int status, String body) {
        return respondingWith(path, form -> json(status, body));
    }

    FakeApple respondingWith(String path, Function<Map<String, String>, MockResponse> response) {
        responses.put(path, response);
        return this;
    }

    /** Returns the requests for a path, oldest first. */
    List<RecordedRequest> requests(String path) {
        return requests.stream().filter(r -> path(r).equals(path)).toList();
    }

    /** Returns the forms that were posted to a path, oldest first. */
    List<Map<String, String>> forms(String path) {
        return requests(path).stream().map(FakeApple::form).toList();
    }

    static MockResponse json(int status, String body) {
        return new MockResponse.Builder()
                .code(status)
                .addHeader("Content-Type", "application/json")
                .body(body)
                .build();
    }

    private static String path(RecordedRequest request) {
        return request.getUrl().encodedPath();
    }

    static Map<String, String> form(RecordedRequest request) {
        Map<String, String> form = new LinkedHashMap<>();
        List<String> pairs = new ArrayList<>();
        if (request.getBody() != null && request.getBody().size() > 0) {
            pairs.addAll(List.of(request.getBody().utf8().split("&")));
        }
        for (String pair : pairs) {
            String[] sides = pair.split("=", 2);
            form.put(URLDecoder.decode(sides[0], UTF_8), URLDecoder.decode(sides[1], UTF_8));
        }
        return form;
    }

    @Override
    public void close() {
        server.close();
    }
}
