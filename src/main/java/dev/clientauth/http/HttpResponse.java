package dev.clientauth.http;

import okhttp3.Headers;

import java.time.Duration;
import java.time.Instant;

/** An HTTP response as received, with the times of request and response. */
final class HttpResponse {
    private final int status;
    private final Headers headers;
    private final byte[] body;
    private final Instant sent;
    private final Instant received;

    HttpResponse(int status, Headers headers, byte[] body, Instant sent, Instant received) {
        this.status = status;
        this.headers = headers;
        this.body = body;
        this.sent = sent;
        this.received = received;
    }

    int status() {
        return status;
    }

    Headers headers() {
        return headers;
    }

    byte[] body() {
        return body;
    }

    /** Returns when the request was started, by this machine's clock. */
    Instant sent() {
        return sent;
    }

    /** Returns when the response had been received, by this machine's clock. */
    Instant received() {
        return received;
    }

    /** Returns the middle of the round trip, as an estimate of when the server responded. */
    Instant respondedAt() {
        return sent.plus(Duration.between(sent, received).dividedBy(2));
    }
}
