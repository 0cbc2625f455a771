// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.spring;

import dev.clientauth.BearerRetry;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpRequest;
import org.springframework.http.client.ClientHttpRequestExecution;
import org.springframework.http.client.ClientHttpRequestInterceptor;
import org.springframework.http.client.ClientHttpResponse;
import org.springframework.util.Assert;

import java.io.IOException;
import java.net.HttpRetryException;
import java.time.Duration;
import java.util.Optional;

/**
 * Sends an access token with each request of a {@code RestClient} or {@code RestTemplate} to an API, and sends the request
 * again after HTTP 401 and 429 as {@link BearerRetry} describes.
 *
 * <p>The token is sent only to the base URLs of the {@link BearerRetry}. A request that already has an {@code
 * Authorization} header is not changed. The HTTP client follows redirects below this interceptor: disable them, or use
 * a client that drops the header. If no token is available, the call fails with a {@link
 * dev.clientauth.TokenUnavailableException}, which Spring wraps. Add it after other interceptors. Thread-safe.
 */
public final class BearerRequestInterceptor implements ClientHttpRequestInterceptor {
    private final BearerRetry bearer;

    private BearerRequestInterceptor(BearerRetry bearer) {
        this.bearer = bearer;
    }

    /** Returns an interceptor that sends tokens according to these rules. */
    public static BearerRequestInterceptor of(BearerRetry bearer) {
        Assert.notNull(bearer, "bearer is null");
        return new BearerRequestInterceptor(bearer);
    }

    @Override
    public ClientHttpResponse intercept(HttpRequest request, byte[] body, ClientHttpRequestExecution execution)
            throws IOException {
        HttpHeaders headers = request.getHeaders();
        BearerRetry.Call call = headers.getFirst(HttpHeaders.AUTHORIZATION) != null
                ? null
                : bearer.start(request.getURI()).orElse(null);
        if (call == null) {
            return execution.execute(request, body);
        }
        while (true) {
            headers.set(HttpHeaders.AUTHORIZATION, call.authorization());
            try {
                ClientHttpResponse response = execution.execute(request, body);
                Optional<Duration> delay =
                        call.retryDelay(response.getStatusCode().value(), response.getHeaders()::getFirst);
                if (delay.isEmpty()) {
                    return response;
                }
                response.close();
                call.await(delay.get());
            } catch (HttpRetryException e) {
                // HttpURLConnection throws this for HTTP 401 in response to a request with a body.
                if (!call.awaitRetry(e.responseCode(), header -> null)) {
                    throw e;
                }
            }
        }
    }

    @Override
    public String toString() {
        return "BearerRequestInterceptor[" + bearer + "]";
    }
}
