// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.transport;

import dev.clientauth.arguments.Arguments;
import dev.clientauth.net.BoundedHttpClient;
import dev.clientauth.net.BoundedResponse;
import dev.clientauth.net.HttpFailure;
import okhttp3.Call;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.RequestBody;
import okio.BufferedSink;

import java.io.IOException;
import java.time.Duration;

/**
 * Sends requests with OkHttp, using the connection pool, proxy, TLS, timeouts and interceptors of a client.
 *
 * <p>Redirects, silent retries, compression, caching and HTTP/2 are disabled. The bytes of a response are counted at
 * the socket. Connections that the application opened are not reused.
 */
public final class OkHttpTransport implements HttpTransport {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

    private final BoundedHttpClient http;
    private final Duration callTimeout;

    private OkHttpTransport(OkHttpClient http) {
        this.callTimeout = http.callTimeoutMillis() == 0 ? CALL_TIMEOUT : Duration.ofMillis(http.callTimeoutMillis());
        this.http = new BoundedHttpClient(http);
    }

    /** Returns a transport for this client. Its call timeout is the client's, or 30 seconds if that has none. */
    public static OkHttpTransport of(OkHttpClient httpClient) {
        return new OkHttpTransport(Arguments.required(httpClient, "httpClient"));
    }

    /** Returns a transport without read and write timeouts: the call timeout covers both. OkHttp's dispatcher is not used. */
    static OkHttpTransport standard() {
        return new OkHttpTransport(new OkHttpClient.Builder()
                .connectTimeout(CONNECT_TIMEOUT)
                .readTimeout(Duration.ZERO)
                .writeTimeout(Duration.ZERO)
                .callTimeout(CALL_TIMEOUT)
                .build());
    }

    @Override
    public Response send(Request request) throws HttpFailure {
        okhttp3.Request.Builder prepared = new okhttp3.Request.Builder()
                .url(request.uri().toString())
                .method(request.method(), request.method().equals("GET") ? null : new Body(request));
        request.headers().forEach(prepared::header);
        Call call = http.newCall(prepared.build(), request.maxBytes(), request.timeout());
        request.onCancel(call::cancel);
        BoundedResponse response = BoundedHttpClient.execute(call);
        return new Response(response.status(), response.headers().toMultimap(), response.body());
    }

    @Override
    public Duration callTimeout() {
        return callTimeout;
    }

    @Override
    public String toString() {
        return "OkHttpTransport";
    }

    /**
     * A body that OkHttp can send only once.
     *
     * <p>OkHttp sends an ordinary body again without being asked when a connection fails, on 408, and on 503 with {@code
     * Retry-After: 0}. An assertion or a code that can be used only once must not be sent twice.
     */
    private static final class Body extends RequestBody {
        private final Request request;
        private final MediaType type;

        Body(Request request) {
            this.request = request;
            this.type = MediaType.get(request.headers().getOrDefault("Content-Type", "application/octet-stream"));
        }

        @Override
        public MediaType contentType() {
            return type;
        }

        @Override
        public long contentLength() {
            return request.bodyLength();
        }

        @Override
        public boolean isOneShot() {
            return true;
        }

        @Override
        public void writeTo(BufferedSink sink) throws IOException {
            sink.write(request.body());
        }
    }
}
