// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.transport;

import dev.clientauth.arguments.Arguments;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

/**
 * Sends HTTP requests for this library. {@link OkHttpTransport} and {@link JdkHttpTransport} are ready to use; implement it for
 * another HTTP client.
 *
 * <p>An implementation sends a request at most once, over HTTP/1.1 if it can choose. It follows no redirects, retries
 * nothing, and returns a response for every status. It reads no more than {@link Request#maxBytes()} of the body, does
 * not decompress it, and ends the exchange after {@link Request#timeout()}. It must be thread-safe.
 *
 * <p>It is called on threads of this library, whose number is limited; callers wait no longer than the timeout even if
 * it hangs. It may throw anything: callers get exceptions of this library, without its messages, which may quote the
 * response.
 */
@FunctionalInterface
public interface HttpTransport {
    /** The default of {@link #callTimeout()}: 30 seconds. */
    Duration CALL_TIMEOUT = Duration.ofSeconds(30);

    /**
     * Sends a request and reads the response.
     *
     * @throws IOException if there is no response, or one that is longer than allowed
     */
    Response send(Request request) throws IOException;

    /** Returns the deadline for a grant with all retries, counted from the call; {@link #CALL_TIMEOUT} by default. */
    default Duration callTimeout() {
        return CALL_TIMEOUT;
    }

    /**
     * Returns the default transport: OkHttp if it is present, otherwise the JDK's HTTP client. Everything that uses the
     * default shares its connections.
     */
    static HttpTransport standard() {
        return SharedTransport.INSTANCE;
    }

    /** A request that is sent at most once. Thread-safe. */
    final class Request {
        private final URI uri;
        private final Map<String, String> headers;
        private final byte @Nullable [] body;
        private final int maxBytes;
        private final Duration timeout;
        private final ReentrantLock lock = new ReentrantLock();
        private boolean sent;
        private boolean cancelled;
        private @Nullable Runnable abort;

        private Request(URI uri, Map<String, String> headers, byte @Nullable [] body, int maxBytes, Duration timeout) {
            this.uri = Arguments.required(uri, "uri");
            Map<String, String> copy = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
            copy.putAll(Arguments.required(headers, "headers"));
            this.headers = Collections.unmodifiableMap(copy);
            this.body = body;
            this.maxBytes = Arguments.notNegative(maxBytes, "maxBytes");
            this.timeout = Arguments.notNegative(timeout, "timeout");
        }

        /** Returns a GET request. */
        public static Request get(URI uri, Map<String, String> headers, int maxBytes, Duration timeout) {
            return new Request(uri, headers, null, maxBytes, timeout);
        }

        /** Returns a POST request; the headers contain the {@code Content-Type}. */
        public static Request post(URI uri, Map<String, String> headers, byte[] body, int maxBytes, Duration timeout) {
            return new Request(uri, headers, Arguments.required(body, "body").clone(), maxBytes, timeout);
        }

        /** Returns {@code GET} or {@code POST}. */
        public String method() {
            return body == null ? "GET" : "POST";
        }

        /** Returns the URL of the request. */
        public URI uri() {
            return uri;
        }

        /** Returns the headers by name, in any case, without those about the connection and the length of the body. */
        public Map<String, String> headers() {
            return headers;
        }

        /** Returns the number of bytes of the body; zero for GET. */
        public int bodyLength() {
            return body == null ? 0 : body.length;
        }

        /**
         * Returns the body, empty for GET. It contains credentials, and counts as sent once this method has been
         * called: call it when the connection is open and the body is about to be written, and write the body once.
         *
         * @throws IOException if the request was cancelled
         */
        public byte[] body() throws IOException {
            lock.lock();
            try {
                if (cancelled && !sent) {
                    throw new IOException("The request was cancelled before its body was sent.");
                }
                sent = body != null;
            } finally {
                lock.unlock();
            }
            return body == null ? new byte[0] : body.clone();
        }

        /** Returns whether any byte of the body may have left this machine. */
        public boolean isSent() {
            lock.lock();
            try {
                return sent;
            } finally {
                lock.unlock();
            }
        }

        /** Returns the maximum number of bytes of the response's body. */
        public int maxBytes() {
            return maxBytes;
        }

        /** Returns the maximum time from name resolution to the last byte of the response. */
        public Duration timeout() {
            return timeout;
        }

        /**
         * Sets the action that ends the exchange when the request is cancelled; runs it at once if it already has been.
         */
        public void onCancel(Runnable abortion) {
            Arguments.required(abortion, "abortion");
            lock.lock();
            try {
                abort = abortion;
                if (!cancelled) {
                    return;
                }
            } finally {
                lock.unlock();
            }
            abortion.run();
        }

        /** Cancels the request, so that {@link #body()} throws. The exchange is ended on the executor. */
        public void cancel(Executor executor) {
            Arguments.required(executor, "executor");
            Runnable open;
            lock.lock();
            try {
                cancelled = true;
                open = abort;
            } finally {
                lock.unlock();
            }
            if (open != null) {
                executor.execute(open);
            }
        }

        /** Returns only the method and host, because the rest may contain credentials. */
        @Override
        public String toString() {
            return "Request[" + method() + " " + uri.getHost() + "]";
        }
    }

    /** A response that was read completely. Immutable. */
    final class Response {
        private final int status;
        private final Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        private final byte[] body;

        /**
         * Creates a response.
         *
         * @param headers the values of each header, in order
         * @param body the body as received, empty if there is none
         */
        public Response(int status, Map<String, List<String>> headers, byte[] body) {
            this.status = Arguments.notNegative(status, "status");
            Arguments.required(headers, "headers")
                    .forEach((name, values) -> this.headers.merge(
                            name,
                            List.copyOf(values),
                            (one, other) ->
                                    Stream.concat(one.stream(), other.stream()).toList()));
            this.body = Arguments.required(body, "body").clone();
        }

        /** Returns the HTTP status. */
        public int status() {
            return status;
        }

        /** Returns the last value of a header; its name is case-insensitive. */
        public Optional<String> header(String name) {
            List<String> values = headers(name);
            return values.isEmpty() ? Optional.empty() : Optional.of(values.get(values.size() - 1));
        }

        /** Returns all values of a header; its name is case-insensitive. */
        public List<String> headers(String name) {
            return headers.getOrDefault(Arguments.notBlank(name, "name"), List.of());
        }

        /** Returns the body, which may contain secrets. */
        public byte[] body() {
            return body.clone();
        }

        /** Returns only the status, because the rest may contain secrets. */
        @Override
        public String toString() {
            return "Response[HTTP " + status + "]";
        }
    }
}
