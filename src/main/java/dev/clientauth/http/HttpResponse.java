// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.http;

import dev.clientauth.transport.HttpTransport;
import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;

/**
 * An HTTP response as received.
 *
 * @param response the response
 * @param sent when the request was started, by this machine's clock
 * @param received when the response had been received, by this machine's clock
 */
record HttpResponse(HttpTransport.Response response, Instant sent, Instant received) {
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

    /** Returns the middle of the round trip, as an estimate of when the server responded. */
    Instant respondedAt() {
        return sent.plus(Duration.between(sent, received).dividedBy(2));
    }
}
