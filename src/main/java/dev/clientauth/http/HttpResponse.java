package dev.clientauth.http;

import dev.clientauth.transport.HttpTransport;
import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;

/** An HTTP response as received, with the times of request and response. */
final class HttpResponse {
    private final HttpTransport.Response response;
    private final Instant sent;
    private final Instant received;

    HttpResponse(HttpTransport.Response response, Instant sent, Instant received) {
        this.response = response;
        this.sent = sent;
        this.received = received;
    }

    int status() {
        return response.status();
    }

    /** Returns the last value of a header, or null. */
    @Nullable
    String header(String name) {
        return response.header(name).orElse(null);
    }

    byte[] body() {
        return response.body();
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
