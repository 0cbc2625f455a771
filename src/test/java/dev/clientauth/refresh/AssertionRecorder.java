// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.refresh;

import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.URI;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import static java.nio.charset.StandardCharsets.UTF_8;

/** A token endpoint on loopback that records the times in each assertion it receives. */
final class AssertionRecorder implements AutoCloseable {
    private static final Pattern JWT = Pattern.compile("client_(?:assertion|secret)=[\\w-]+\\.([\\w-]+)\\.");

    private final MockWebServer server = new MockWebServer();
    private final List<String> claims = new CopyOnWriteArrayList<>();
    private final Queue<MockResponse> next = new ConcurrentLinkedQueue<>();
    private volatile Supplier<MockResponse> then =
            () -> new MockResponse.Builder().code(500).build();

    AssertionRecorder() {
        server.setDispatcher(new Dispatcher() {
            @Override
            public MockResponse dispatch(RecordedRequest request) {
                Matcher jwt = JWT.matcher(request.getBody().utf8());
                if (jwt.find()) {
                    claims.add(new String(Base64.getUrlDecoder().decode(jwt.group(1)), UTF_8));
                }
                MockResponse first = next.poll();
                return first != null ? first : then.get();
            }
        });
        try {
            server.start(InetAddress.getLoopbackAddress(), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getPort() + "/token");
    }

    /** Responds to one more request like this. */
    AssertionRecorder respondingWith(MockResponse response) {
        next.add(response);
        return this;
    }

    /** Responds to all further requests like this. */
    void always(Supplier<MockResponse> response) {
        then = response;
    }

    int count() {
        return server.getRequestCount();
    }

    List<Instant> expirations() {
        return times("exp");
    }

    List<Instant> issueTimes() {
        return times("iat");
    }

    private List<Instant> times(String claim) {
        Pattern number = Pattern.compile("\"" + claim + "\":(\\d+)");
        return claims.stream()
                .map(number::matcher)
                .filter(Matcher::find)
                .map(found -> Instant.ofEpochSecond(Long.parseLong(found.group(1))))
                .toList();
    }

    @Override
    public void close() {
        server.close();
    }
}
