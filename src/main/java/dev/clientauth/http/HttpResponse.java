package dev.clientauth.http;

import dev.clientauth.net.BoundedResponse;
import okhttp3.Headers;

import java.time.Duration;
import java.time.Instant;

/**
 * An HTTP response as received.
 *
 * @param http the response
 * @param sent when the request was started, by this machine's clock
 * @param received when the response had been received, by this machine's clock
 */
record HttpResponse(BoundedResponse http, Instant sent, Instant received) {
    int status() {
        return http.status();
    }

    Headers headers() {
        return http.headers();
    }

    byte[] body() {
        return http.body();
    }

    /** Returns the middle of the round trip, as an estimate of when the server responded. */
    Instant respondedAt() {
        return sent.plus(Duration.between(sent, received).dividedBy(2));
    }
}
