package dev.clientauth.spring;

import dev.clientauth.ClientAuthenticator;
import dev.clientauth.bearer.ApiBase;
import dev.clientauth.bearer.BearerPolicy;
import dev.clientauth.token.AccessToken;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpRequest;
import org.springframework.http.client.ClientHttpRequestExecution;
import org.springframework.http.client.ClientHttpRequestInterceptor;
import org.springframework.http.client.ClientHttpResponse;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.HttpRetryException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Sends an access token with each request of a {@code RestClient} or {@code RestTemplate} to an API.
 *
 * <p>The token is sent only to the given base URLs: same scheme, host and port, and a path that begins with the path of the
 * base URL, compared by whole segments. A request that already has an {@code Authorization} header is not changed. A redirect
 * is followed below this interceptor, by the HTTP client: let it follow none, or one that drops the header.
 *
 * <p>On HTTP 401 the token is invalidated and the request sent once more with a new one; at most one token is invalidated
 * every 30 seconds. On HTTP 429 it waits as long as {@code Retry-After} says, if that is at most 30 seconds, and sends the
 * request once more. If no token is available, the call fails with an exception of {@link ClientAuthenticator#accessToken()}.
 * Add it after other interceptors. Thread-safe.
 */
public final class BearerRequestInterceptor implements ClientHttpRequestInterceptor {
    private final ClientAuthenticator authenticator;
    private final List<ApiBase> bases;
    private final BearerPolicy policy;

    private BearerRequestInterceptor(ClientAuthenticator authenticator, List<ApiBase> bases) {
        this.authenticator = authenticator;
        this.bases = bases;
        this.policy = new BearerPolicy(authenticator::invalidate, System::nanoTime);
    }

    /**
     * Returns an interceptor that sends this client's tokens to these APIs.
     *
     * @param apiBases the base URLs that may receive the token
     * @throws IllegalArgumentException if there is none, or if one is neither https nor loopback, or contains user
     *     information, a query or a fragment
     */
    public static BearerRequestInterceptor of(ClientAuthenticator authenticator, URI... apiBases) {
        return new BearerRequestInterceptor(authenticator, bases(apiBases));
    }

    static List<ApiBase> bases(URI... apiBases) {
        if (apiBases.length == 0) {
            throw new IllegalArgumentException("apiBases is empty; name the APIs that may receive the token.");
        }
        return Stream.of(apiBases).map(ApiBase::of).toList();
    }

    @Override
    public ClientHttpResponse intercept(HttpRequest request, byte[] body, ClientHttpRequestExecution execution)
            throws IOException {
        HttpHeaders headers = request.getHeaders();
        if (headers.getFirst(HttpHeaders.AUTHORIZATION) != null
                || bases.stream().noneMatch(base -> base.holds(request.getURI()))) {
            return execution.execute(request, body);
        }
        BearerPolicy.Attempts attempts = policy.attempts();
        while (true) {
            AccessToken token = authenticator.accessToken();
            headers.set(HttpHeaders.AUTHORIZATION, token.authorizationHeader());
            Optional<Duration> delay;
            try {
                ClientHttpResponse response = execution.execute(request, body);
                delay = attempts.retryAfter(
                        response.getStatusCode().value(),
                        token,
                        response.getHeaders().getFirst(HttpHeaders.RETRY_AFTER),
                        response.getHeaders().getFirst(HttpHeaders.DATE));
                if (delay.isEmpty()) {
                    return response;
                }
                response.close();
            } catch (HttpRetryException e) {
                // What HttpURLConnection makes of HTTP 401 to a request with a body.
                delay = attempts.retryAfter(e.responseCode(), token, null, null);
                if (delay.isEmpty()) {
                    throw e;
                }
            }
            pause(delay.get());
        }
    }

    private static void pause(Duration delay) throws InterruptedIOException {
        try {
            TimeUnit.NANOSECONDS.sleep(delay.toNanos());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("The thread was interrupted while waiting for Retry-After.");
        }
    }

    @Override
    public String toString() {
        return "BearerRequestInterceptor[" + authenticator + "]";
    }
}
