// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.http;

import dev.clientauth.transport.HttpTransport;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CopyOnWriteArrayList;

import static java.nio.charset.StandardCharsets.UTF_8;

/** A transport without a network that returns the queued responses in order, and records the requests. */
final class ScriptedTransport implements HttpTransport {
    final List<Request> requests = new CopyOnWriteArrayList<>();
    private final Queue<HttpTransport> next = new ArrayDeque<>();

    ScriptedTransport then(HttpTransport step) {
        next.add(step);
        return this;
    }

    /** Queues a response; the headers are names and values in turn. */
    ScriptedTransport responding(int status, String body, String... headers) {
        return then(request -> {
            request.body();
            Map<String, List<String>> all = new java.util.TreeMap<>();
            for (int i = 0; i < headers.length; i += 2) {
                all.put(headers[i], List.of(headers[i + 1]));
            }
            return new Response(status, all, body.getBytes(UTF_8));
        });
    }

    /** Queues a failure before the body is sent. */
    ScriptedTransport unreachable() {
        return then(request -> {
            throw new IOException("a-s3cret");
        });
    }

    @Override
    public Duration callTimeout() {
        return Duration.ofSeconds(10);
    }

    @Override
    public Response send(Request request) throws IOException {
        requests.add(request);
        HttpTransport step = next.poll();
        if (step == null) {
            throw new AssertionError("one request too many");
        }
        return step.send(request);
    }
}
