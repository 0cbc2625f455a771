package dev.clientauth;

import dev.clientauth.arguments.Arguments;
import dev.clientauth.bearer.ApiBase;
import dev.clientauth.bearer.BearerPolicy;
import dev.clientauth.http.Deadline;
import dev.clientauth.token.AccessToken;
import dev.clientauth.token.TokenTransportException;
import okhttp3.Call;
import okhttp3.Interceptor;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/**
 * Sends an access token with each request to an API (RFC 6750 section 2.1), and requests a new one when the API rejects it.
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
 * <p>On HTTP 401 the token is {@linkplain ClientAuthenticator#invalidate invalidated} and the request is sent once more with
 * a new one, unless its body can be sent only once. At most one token is invalidated every 30 seconds: if the API rejects
 * the new one as well, there is another reason, and the 401 is returned as is. On HTTP 429 it waits as long as {@code
 * Retry-After} says, and sends the request once more; if that is longer than 30 seconds or the rest of the call timeout, the
 * 429 is returned as is.
 *
 * <p>If no token is available, the request is not sent and the call fails with a {@link TokenUnavailableException}. It waits
 * for a token no longer than the call timeout, if there is one, and no longer than {@link ClientAuthenticator#accessToken()}
 * does. Use it with {@code addInterceptor}, not with {@code addNetworkInterceptor}. Thread-safe.
 */
public final class BearerInterceptor implements Interceptor {
    private static final String AUTHORIZATION = "Authorization";

    private static final Duration CANCELLATION_CHECK = Duration.ofMillis(100);

    private final ClientAuthenticator authenticator;
    private final List<ApiBase> bases;
    private final BearerPolicy policy;

    BearerInterceptor(ClientAuthenticator authenticator, List<ApiBase> bases, LongSupplier nanoTime) {
        this.authenticator = authenticator;
        this.bases = bases;
        this.policy = new BearerPolicy(authenticator::invalidate, nanoTime);
    }

    /**
     * Returns an interceptor that sends this client's tokens to these APIs.
     *
     * @param apiBases the base URLs that may receive the token, for example {@code https://fhir.example.org/api/FHIR/R4}
     * @throws IllegalArgumentException if there is none, or if one is neither https nor loopback, or contains user
     *     information, a query or a fragment
     */
    public static BearerInterceptor of(ClientAuthenticator authenticator, URI... apiBases) {
        Arguments.required(authenticator, "authenticator");
        if (Arguments.withoutNulls(apiBases, "apiBases").length == 0) {
            throw new IllegalArgumentException("apiBases is empty; name the APIs that may receive the token.");
        }
        return new BearerInterceptor(
                authenticator, Stream.of(apiBases).map(ApiBase::of).toList(), System::nanoTime);
    }

    @Override
    public Response intercept(Chain chain) throws IOException {
        if (Arguments.required(chain, "chain").connection() != null) {
            throw new IllegalStateException("Use BearerInterceptor with addInterceptor, not with"
                    + " addNetworkInterceptor, where a request cannot be retried.");
        }
        Request request = chain.request();
        if (request.header(AUTHORIZATION) != null || bases.stream().noneMatch(base -> base.holds(request.url()))) {
            return chain.proceed(request);
        }
        Deadline deadline = deadline(chain);
        BearerPolicy.Attempts attempts = policy.attempts();
        while (true) {
            AccessToken token = token(request, deadline);
            Response response = chain.proceed(with(token, request));
            Optional<Duration> delay = retryAfter(attempts, response, token)
                    .filter(d -> deadline == null || d.compareTo(deadline.remaining()) < 0);
            if (delay.isEmpty() || !isRepeatable(request.body())) {
                return response;
            }
            response.close();
            pause(delay.get(), chain.call());
        }
    }

    /** Returns when to send the request again; whether a token was rejected is not known after a redirect dropped it. */
    private static Optional<Duration> retryAfter(BearerPolicy.Attempts attempts, Response response, AccessToken token) {
        return token.authorizationHeader().equals(response.request().header(AUTHORIZATION))
                ? attempts.retryAfter(response.code(), token, response.header("Retry-After"), response.header("Date"))
                : Optional.empty();
    }

    private static void pause(Duration delay, Call call) throws IOException {
        Deadline end = Deadline.after(delay);
        try {
            for (Duration left = delay; left.compareTo(Duration.ZERO) > 0; left = end.remaining()) {
                if (call.isCanceled()) {
                    throw new IOException("Canceled");
                }
                TimeUnit.NANOSECONDS.sleep(Math.min(left.toNanos(), CANCELLATION_CHECK.toNanos()));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        }
    }

    /** Returns when the timeout of the call ends; null if it has none. */
    private static @Nullable Deadline deadline(Chain chain) {
        long nanos = chain.call().timeout().timeoutNanos();
        return nanos == 0 ? null : Deadline.after(Duration.ofNanos(nanos));
    }

    private AccessToken token(Request request, @Nullable Deadline deadline) throws TokenUnavailableException {
        try {
            return deadline == null ? authenticator.accessToken() : await(deadline);
        } catch (RuntimeException e) {
            throw new TokenUnavailableException(request.url().host(), e);
        }
    }

    private AccessToken await(Deadline deadline) {
        CompletableFuture<AccessToken> token = authenticator.accessTokenAsync();
        try {
            return deadline.await(token);
        } catch (TimeoutException e) {
            token.cancel(false);
            throw new TokenTransportException("No access token was available within the call timeout.", false, null);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TokenTransportException(
                    "The thread was interrupted while waiting for an access token.", false, e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw e.getCause() instanceof RuntimeException failure ? failure : new IllegalStateException(e.getCause());
        }
    }

    private static Request with(AccessToken token, Request request) throws TokenUnavailableException {
        try {
            return request.newBuilder()
                    .header(AUTHORIZATION, token.authorizationHeader())
                    .build();
        } catch (IllegalArgumentException e) {
            // A token with a line break, for example; OkHttp's message does not quote it.
            throw new TokenUnavailableException(request.url().host(), e);
        }
    }

    private static boolean isRepeatable(@Nullable RequestBody body) {
        return body == null || !(body.isOneShot() || body.isDuplex());
    }

    @Override
    public String toString() {
        return "BearerInterceptor[" + authenticator + "]";
    }
}
