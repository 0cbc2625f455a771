// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.net;

import okhttp3.Call;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.Response;
import okio.BufferedSource;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Sends requests with OkHttp and reads responses of limited size. All OkHttp responses of this project are read here.
 *
 * <p>Bytes are counted at the socket, below TLS, chunked encoding and headers, because OkHttp buffers chunk extensions and
 * gzip headers without a limit before any limit on the decoded body applies. The size of the body is limited as well.
 *
 * <p>HTTP/1.1 only: a connection carries one exchange at a time, so its bytes belong to that exchange, whereas a few bytes
 * of HTTP/2 can expand to headers of any size (HPACK, RFC 7541), which OkHttp does not limit. Responses are neither
 * compressed nor cached, redirects are not followed, and no request is retried.
 */
public final class BoundedHttpClient {
    private final OkHttpClient http;

    /** Creates a client that uses the connections, proxy, TLS, timeouts and interceptors of this one. */
    public BoundedHttpClient(OkHttpClient base) {
        OkHttpClient.Builder builder = base.newBuilder()
                .followRedirects(false)
                .followSslRedirects(false)
                .retryOnConnectionFailure(false)
                .protocols(List.of(Protocol.HTTP_1_1))
                .cache(null)
                .dns(new CountedDns(base.dns()))
                .socketFactory(new CountedSocketFactory(base.socketFactory()))
                .addNetworkInterceptor(new ResponseGuard());
        boolean hasTls = base.connectionSpecs().stream().anyMatch(spec -> spec.isTls());
        if (hasTls && base.x509TrustManager() != null) {
            builder.sslSocketFactory(new CountedTlsSocketFactory(base.sslSocketFactory()), base.x509TrustManager());
        }
        this.http = builder.build();
    }

    /**
     * Prepares a request.
     *
     * @param maxBytes the maximum size of the response's body
     * @param timeout the maximum time from name resolution to the last byte
     */
    public Call newCall(Request request, int maxBytes, Duration timeout) {
        Call call = http.newCall(request.newBuilder()
                .header("Accept-Encoding", "identity")
                .tag(ResponseGuard.BodyLimit.class, new ResponseGuard.BodyLimit(maxBytes))
                .build());
        call.timeout().timeout(Math.max(1, timeout.toMillis()), TimeUnit.MILLISECONDS);
        return call;
    }

    /**
     * Sends a prepared request and reads the response.
     *
     * @throws HttpFailure if there is no response, or if it is too large, compressed or malformed
     */
    public static BoundedResponse execute(Call call) throws HttpFailure {
        int status = 0;
        try (Response response = call.execute()) {
            status = response.code();
            BufferedSource source = response.body().source();
            if (source.request(limit(call) + 1L)) {
                throw new ResponseTooLargeException();
            }
            return new BoundedResponse(status, response.headers(), source.readByteArray());
        } catch (Throwable e) {
            // An interceptor, DNS or socket factory of the application may throw anything.
            cancel(call);
            throw HttpFailure.of(e, e instanceof UnusableResponseException unusable ? unusable.status() : status);
        }
    }

    private static void cancel(Call call) {
        try {
            call.cancel();
        } catch (RuntimeException | Error e) {
            // Thrown by an event listener of the application. The failure that is about to be reported is more
            // important.
        }
    }

    private static int limit(Call call) {
        ResponseGuard.BodyLimit limit = call.request().tag(ResponseGuard.BodyLimit.class);
        if (limit == null) {
            throw new IllegalStateException("The request was not created by a BoundedHttpClient.");
        }
        return limit.bytes();
    }

    public void closeIdleConnections() {
        http.connectionPool().evictAll();
    }
}
