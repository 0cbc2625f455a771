// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.fakes;

import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.URI;
import java.util.concurrent.TimeUnit;

/** A local token endpoint that returns the queued responses in order. */
public final class TokenServer implements AutoCloseable {
    private final MockWebServer server = new MockWebServer();

    private TokenServer() {}

    /** Starts an endpoint without queued responses. */
    public static TokenServer start() {
        TokenServer started = new TokenServer();
        try {
            started.server.start(InetAddress.getLoopbackAddress(), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return started;
    }

    /** Returns the URL of the endpoint. */
    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getPort() + "/token");
    }

    /** Queues a response with this status and JSON text. */
    public TokenServer respondingWith(int status, String json) {
        return respondingWith(new MockResponse.Builder()
                .code(status)
                .addHeader("Content-Type", "application/json")
                .body(json)
                .build());
    }

    /** Queues this response. */
    public TokenServer respondingWith(MockResponse response) {
        server.enqueue(response);
        return this;
    }

    /** Queues a response with an access token that is valid for this many seconds. */
    public TokenServer granting(String accessToken, int seconds) {
        return respondingWith(
                200,
                "{\"access_token\":\"" + accessToken + "\",\"token_type\":\"Bearer\",\"expires_in\":" + seconds + "}");
    }

    /** Returns the number of requests. */
    public int requestCount() {
        return server.getRequestCount();
    }

    /** Returns the oldest request that has not been taken yet. */
    public RecordedRequest take() {
        try {
            RecordedRequest request = server.takeRequest(10, TimeUnit.SECONDS);
            if (request == null) {
                throw new AssertionError("No request came.");
            }
            return request;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("Interrupted.", e);
        }
    }

    /** Returns the body of the oldest request that has not been taken yet. */
    public String takeBody() {
        return take().getBody().utf8();
    }

    @Override
    public void close() {
        server.close();
    }
}
