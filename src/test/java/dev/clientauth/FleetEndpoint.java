// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth;

import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/**
 * The token endpoint of a {@link Fleet}: each request gets a new token, and one of them no response for a long time.
 */
final class FleetEndpoint implements AutoCloseable {
    private final MockWebServer server = new MockWebServer();
    private final List<Long> arrivals = new CopyOnWriteArrayList<>();
    private final List<String> bodies = new CopyOnWriteArrayList<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Duration life;
    private final int held;

    private FleetEndpoint(Duration life, int held) {
        this.life = life;
        this.held = held;
    }

    /** Starts an endpoint whose tokens are valid for this long. */
    static FleetEndpoint start(Duration life) {
        return start(life, 0);
    }

    /** Starts an endpoint that does not respond to the request with this number, counted from 1. */
    static FleetEndpoint start(Duration life, int held) {
        FleetEndpoint endpoint = new FleetEndpoint(life, held);
        endpoint.server.setDispatcher(new Dispatcher() {
            @Override
            public MockResponse dispatch(RecordedRequest request) throws InterruptedException {
                return endpoint.response(request);
            }
        });
        try {
            endpoint.server.start(InetAddress.getLoopbackAddress(), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return endpoint;
    }

    private MockResponse response(RecordedRequest request) throws InterruptedException {
        int number;
        synchronized (this) {
            arrivals.add(System.nanoTime());
            bodies.add(request.getBody().utf8());
            number = arrivals.size();
        }
        if (number == held) {
            closed.await(60, TimeUnit.SECONDS);
        }
        return new MockResponse.Builder()
                .addHeader("Content-Type", "application/json")
                .body("{\"access_token\":\"token-" + number + "\",\"token_type\":\"Bearer\",\"expires_in\":"
                        + life.toSeconds() + "}")
                .build();
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + server.getPort() + "/token");
    }

    /** Returns the number of requests. */
    int requests() {
        return arrivals.size();
    }

    /** Returns the request bodies; equal bodies mean a replayed assertion. */
    List<String> bodies() {
        return bodies;
    }

    /** Returns when the request with this number arrived, counted from 1, as a {@link System#nanoTime()} value. */
    long arrival(int number) {
        return arrivals.get(number - 1);
    }

    /** Returns the times between consecutive requests, from the one with this number on. */
    List<Duration> gapsFrom(int number) {
        List<Long> from = arrivals.subList(number - 1, arrivals.size());
        return IntStream.range(1, from.size())
                .mapToObj(i -> Duration.ofNanos(from.get(i) - from.get(i - 1)))
                .toList();
    }

    @Override
    public void close() {
        closed.countDown();
        server.close();
    }
}
