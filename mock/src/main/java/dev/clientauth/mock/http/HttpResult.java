// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.mock.http;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;

/** The result of handling an HTTP request. */
public sealed interface HttpResult {

    /**
     * A response message.
     *
     * @param status the status
     * @param headers its headers; {@code Date}, {@code Content-Length} and {@code Connection} are the server's
     * @param body the body
     * @param delay the delay before it is sent
     */
    record Message(int status, Map<String, String> headers, String body, Duration delay) implements HttpResult {

        /** Omits headers and body, which may contain tokens. */
        @Override
        public String toString() {
            return "Message[" + status + "]";
        }
    }

    /**
     * A response that is streamed until either side closes it.
     *
     * @param headers its headers
     * @param source writes the body
     */
    record Stream(Map<String, String> headers, Source source) implements HttpResult {}

    /**
     * A TCP reset of the connection.
     *
     * @param delay the delay before it is sent
     */
    record Reset(Duration delay) implements HttpResult {}

    /**
     * The connection is closed without a response.
     *
     * @param delay the delay before it is sent
     */
    record Silence(Duration delay) implements HttpResult {}

    /** Writes the body of a {@link Stream}. */
    @FunctionalInterface
    interface Source {
        /** Writes the body, until it ends or is interrupted because the server stops. */
        void writeTo(Sink sink) throws IOException, InterruptedException;
    }

    /** The output of a {@link Source}. */
    @FunctionalInterface
    interface Sink {
        /** Sends text immediately. */
        void write(String text) throws IOException;
    }

    /** Returns a message of plain text. */
    static Message text(int status, String text) {
        return new Message(
                status,
                Map.of(
                        "Content-Type", "text/plain;charset=UTF-8",
                        "Cache-Control", "no-store",
                        "X-Content-Type-Options", "nosniff"),
                text,
                Duration.ZERO);
    }

    /** Returns a message without a body. */
    static Message empty(int status) {
        return new Message(status, Map.of(), "", Duration.ZERO);
    }
}
