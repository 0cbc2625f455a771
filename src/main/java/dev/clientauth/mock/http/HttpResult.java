package dev.clientauth.mock.http;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;

/** What becomes of a request. */
public sealed interface HttpResult {

    /**
     * A message.
     *
     * @param status the status
     * @param headers its headers; {@code Date}, {@code Content-Length} and {@code Connection} are the server's
     * @param body the body
     * @param delay how long it keeps the client waiting
     */
    record Message(int status, Map<String, String> headers, String body, Duration delay) implements HttpResult {

        /** Without headers and body, which may hold tokens. */
        @Override
        public String toString() {
            return "Message[" + status + "]";
        }
    }

    /**
     * A body that goes on until one of the two ends it.
     *
     * @param headers its headers
     * @param source writes it, for as long as it likes
     */
    record Stream(Map<String, String> headers, Source source) implements HttpResult {}

    /**
     * The connection is broken off by a TCP reset.
     *
     * @param delay how long it keeps the client waiting
     */
    record Reset(Duration delay) implements HttpResult {}

    /**
     * The connection is closed in order, without a byte.
     *
     * @param delay how long it keeps the client waiting
     */
    record Silence(Duration delay) implements HttpResult {}

    /** Writes the body of a {@link Stream}. */
    @FunctionalInterface
    interface Source {
        /** Writes until there is no more, or until it is interrupted because the server stops. */
        void writeTo(Sink sink) throws IOException, InterruptedException;
    }

    /** Where a {@link Source} writes to. */
    @FunctionalInterface
    interface Sink {
        /** Sends some text at once. */
        void write(String text) throws IOException;
    }

    /** A message without a body. */
    static Message empty(int status) {
        return new Message(status, Map.of(), "", Duration.ZERO);
    }
}
