package dev.clientauth.http;

import okhttp3.Headers;

import java.time.Duration;
import java.time.Instant;

/** An HTTP answer as it came, and when. */
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

    /** When the request was started, by this machine's clock. */
    Instant sent() {
        return sent;
    }

    /** When the answer was there, by this machine's clock. */
    Instant received() {
        return received;
    }

    /** The middle of the round trip: when the server answered, as far as this machine can tell. */
    Instant respondedAt() {
        return sent.plus(Duration.between(sent, received).dividedBy(2));
    }
}
