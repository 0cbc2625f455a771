// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth;

import dev.clientauth.arguments.Arguments;
import dev.clientauth.http.Deadline;
import okhttp3.HttpUrl;
import okhttp3.Interceptor;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/**
 * Sends an access token with each OkHttp request to an API (RFC 6750 section 2.1), and requests a new one when the API
 * rejects it. For other HTTP clients, use {@link BearerRetry}.
 *
 * <pre>{@code
 * OkHttpClient api = new OkHttpClient.Builder()
 *     .addInterceptor(BearerInterceptor.of(authenticator, URI.create("https://fhir.example.org/api/FHIR/R4")))
 *     .build();
 * }</pre>
 *
 * <p>The token is sent only to the given base URLs: same scheme, host and port, and a path that begins with the path of the
 * base URL, compared by whole segments. If OkHttp follows a redirect to another scheme, host or port, it drops the token; it
 * keeps it for redirects within the same origin. A request that already has an {@code Authorization} header is not changed.
 *
 * <p>On HTTP 401 the token is {@linkplain ClientAuthenticator#invalidate invalidated} and the request is sent once more
 * with a new one; at most one token is invalidated every 30 seconds. On HTTP 429 the request is sent again after the
 * delay in {@code Retry-After}, but no later than one minute after the first 429 and within the call timeout. A request
 * whose body can be sent only once is not retried. See {@link BearerRetry} for the details.
 *
 * <p>If no token is available, the request is not sent and the call fails with a {@link TokenUnavailableException}. The
 * interceptor waits for a token no longer than the call timeout, if there is one, and no longer than {@link
 * ClientAuthenticator#accessToken()} does. Register it with {@code addInterceptor}, not with {@code
 * addNetworkInterceptor}. Thread-safe.
 */
public final class BearerInterceptor implements Interceptor {
    private static final String AUTHORIZATION = "Authorization";

    private final BearerRetry bearer;

    private BearerInterceptor(BearerRetry bearer) {
        this.bearer = bearer;
    }

    /**
     * Returns an interceptor that sends this client's tokens to these APIs.
     *
     * @param apiBases the base URLs that may receive the token, for example {@code https://fhir.example.org/api/FHIR/R4}
     * @throws IllegalArgumentException if no base URL is given, or if one is neither https nor loopback, or contains
     *     user information, a query, a fragment or dot segments
     */
    public static BearerInterceptor of(ClientAuthenticator authenticator, URI... apiBases) {
        return of(BearerRetry.of(authenticator, apiBases));
    }

    /** Returns an interceptor that sends tokens according to these rules. */
    public static BearerInterceptor of(BearerRetry bearer) {
        return new BearerInterceptor(Arguments.required(bearer, "bearer"));
    }

    @Override
    public Response intercept(Chain chain) throws IOException {
        if (Arguments.required(chain, "chain").connection() != null) {
            throw new IllegalStateException("Use BearerInterceptor with addInterceptor, not with"
                    + " addNetworkInterceptor, where a request cannot be retried.");
        }
        Request request = chain.request();
        BearerRetry.Call call = request.header(AUTHORIZATION) != null
                ? null
                : bearer.start(uri(request.url()), deadline(chain)).orElse(null);
        if (call == null) {
            return chain.proceed(request);
        }
        while (true) {
            Request sent = with(call.authorization(), request);
            Response response = chain.proceed(sent);
            Optional<Duration> delay =
                    isUnknown(response, sent) ? Optional.empty() : call.retryDelay(response.code(), response::header);
            if (delay.isEmpty() || !isRepeatable(request.body())) {
                return response;
            }
            response.close();
            call.await(delay.get());
        }
    }

    /** Returns the URL; if its host is not valid in a URI, so that OkHttp would change it, a URI that gets no token. */
    private static URI uri(HttpUrl url) {
        URI uri = url.uri();
        HttpUrl again = HttpUrl.get(uri);
        return again != null && again.host().equals(url.host()) ? uri : URI.create("invalid:host");
    }

    /** Returns when the timeout of the call ends; null if it has none. */
    private static @Nullable Deadline deadline(Chain chain) {
        long nanos = chain.call().timeout().timeoutNanos();
        return nanos == 0 ? null : Deadline.after(Duration.ofNanos(nanos));
    }

    private static Request with(String authorization, Request request) throws TokenUnavailableException {
        try {
            return request.newBuilder().header(AUTHORIZATION, authorization).build();
        } catch (IllegalArgumentException e) {
            // A token with a line break, for example; OkHttp's message does not quote it.
            throw new TokenUnavailableException(request.url().host(), e);
        }
    }

    /** Returns whether a 401 may be unrelated to the token, because a redirect dropped it. */
    private static boolean isUnknown(Response response, Request sent) {
        return response.code() == HttpURLConnection.HTTP_UNAUTHORIZED
                && !String.valueOf(sent.header(AUTHORIZATION))
                        .equals(response.request().header(AUTHORIZATION));
    }

    private static boolean isRepeatable(@Nullable RequestBody body) {
        return body == null || !(body.isOneShot() || body.isDuplex());
    }

    @Override
    public String toString() {
        return "BearerInterceptor[" + bearer + "]";
    }
}
