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
 * Sends requests by OkHttp and reads responses of a bounded size. Every HTTP response that this project reads is read here.
 *
 * <p>The bytes are counted where they leave the socket, below TLS, chunks and headers: OkHttp buffers without a limit what a
 * chunk's extension or a gzip header holds, before a limit on the decoded body is seen. The size of a body is limited beside.
 *
 * <p>HTTP/1.1 only. One connection carries one exchange at a time, so its bytes are that exchange's; and a few bytes of
 * HTTP/2 can stand for headers of any size (HPACK, RFC 7541), which OkHttp does not limit. Responses are not compressed, not
 * cached, redirects not followed, and no request is repeated.
 */
public final class BoundedHttpClient {
    private final OkHttpClient http;

    /** A client with the connections, proxy, TLS, timeouts and interceptors of this one. */
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
     * @param timeout the time for all of it, from the name's resolution to the last byte
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
     * @throws HttpFailure if there is no response, or one that is too large, compressed or malformed, whatever the layers
     *     below threw
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
            // Whatever it is: an interceptor, a DNS or a socket factory of the application may throw anything.
            cancel(call);
            throw HttpFailure.of(e, e instanceof UnusableResponseException unusable ? unusable.status() : status);
        }
    }

    private static void cancel(Call call) {
        try {
            call.cancel();
        } catch (RuntimeException | Error e) {
            // An event listener of the application threw it. The failure that is about to be reported matters more.
        }
    }

    private static int limit(Call call) {
        ResponseGuard.BodyLimit limit = call.request().tag(ResponseGuard.BodyLimit.class);
        if (limit == null) {
            throw new IllegalStateException("The request was not made by a BoundedHttpClient.");
        }
        return limit.bytes();
    }

    /** Closes the connections that are idle. */
    public void closeIdleConnections() {
        http.connectionPool().evictAll();
    }
}
