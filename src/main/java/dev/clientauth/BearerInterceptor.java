package dev.clientauth;

import dev.clientauth.arguments.Arguments;
import dev.clientauth.http.Deadline;
import dev.clientauth.token.AccessToken;
import dev.clientauth.token.TokenTransportException;
import okhttp3.Interceptor;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/**
 * Sends an access token with each request to an API (RFC 6750 section 2.1), and gets a new one when the API refuses it.
 *
 * <pre>{@code
 * OkHttpClient api = new OkHttpClient.Builder()
 *     .addInterceptor(BearerInterceptor.of(authenticator, URI.create("https://fhir.example.org/api/FHIR/R4")))
 *     .build();
 * }</pre>
 *
 * <p>The token goes to the bases it was made for and nowhere else: same scheme, host and port, and a path that begins with
 * the base's, by whole segments. Where OkHttp follows a redirect to another scheme, host or port, it leaves the token
 * behind; within them it takes it along. An {@code Authorization} header that the request has already is left alone.
 *
 * <p>On HTTP 401 that token is {@linkplain ClientAuthenticator#invalidate invalidated} and the request sent once more with
 * a new one, unless its body can be sent only once. No more than one token is given up in 30 seconds: an API that refuses
 * the new one as well has another reason, and its 401s are passed on as they are.
 *
 * <p>Without a token nothing is sent: the call fails with a {@link TokenUnavailableException}. It waits for a token no longer
 * than the call's own timeout, where it has one, and no longer than {@link ClientAuthenticator#accessToken()} does. For {@code addInterceptor}, not {@code addNetworkInterceptor}. Thread-safe.
 */
public final class BearerInterceptor implements Interceptor {
    private static final String AUTHORIZATION = "Authorization";

    /** The least time between two tokens that are given up. */
    static final Duration PAUSE = Duration.ofSeconds(30);

    private final ClientAuthenticator authenticator;
    private final List<ApiBase> bases;
    private final LongSupplier nanoTime;
    private volatile @Nullable GivenUp last;

    BearerInterceptor(ClientAuthenticator authenticator, List<ApiBase> bases, LongSupplier nanoTime) {
        this.authenticator = authenticator;
        this.bases = bases;
        this.nanoTime = nanoTime;
    }

    /**
     * An interceptor that sends this client's tokens to these APIs.
     *
     * @param apiBases where the token may go, for example {@code https://fhir.example.org/api/FHIR/R4}
     * @throws IllegalArgumentException if there is none, or one is neither https nor loopback, or has user information, a
     *     query or a fragment
     */
    public static BearerInterceptor of(ClientAuthenticator authenticator, URI... apiBases) {
        Arguments.required(authenticator, "authenticator");
        if (Arguments.withoutNulls(apiBases, "apiBases").length == 0) {
            throw new IllegalArgumentException("No base was given; name the APIs that may see the token.");
        }
        return new BearerInterceptor(
                authenticator, Stream.of(apiBases).map(ApiBase::of).toList(), System::nanoTime);
    }

    @Override
    public Response intercept(Chain chain) throws IOException {
        if (Arguments.required(chain, "chain").connection() != null) {
            throw new IllegalStateException("A BearerInterceptor belongs into addInterceptor, not"
                    + " addNetworkInterceptor, where a request cannot be sent once more.");
        }
        Request request = chain.request();
        if (request.header(AUTHORIZATION) != null || bases.stream().noneMatch(base -> base.holds(request.url()))) {
            return chain.proceed(request);
        }
        Deadline deadline = deadline(chain);
        AccessToken token = token(request, deadline);
        Response response = chain.proceed(with(token, request));
        if (!isRefused(response, token) || !giveUp(token) || !isRepeatable(request.body())) {
            return response;
        }
        response.close();
        return chain.proceed(with(token(request, deadline), request));
    }

    /** The end of the call's own timeout; none where it has none. */
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
            throw new TokenTransportException("No token arrived within the call's timeout.", false, null);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TokenTransportException("The thread was interrupted while it waited for a token.", false, e);
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
            // A token with line breaks or the like; OkHttp does not quote it.
            throw new TokenUnavailableException(request.url().host(), e);
        }
    }

    /** Whether it was this token that was refused: not so after a redirect that left it behind. */
    private static boolean isRefused(Response response, AccessToken token) {
        return response.code() == HttpURLConnection.HTTP_UNAUTHORIZED
                && token.authorizationHeader().equals(response.request().header(AUTHORIZATION));
    }

    /** Invalidates a token, unless another one was given up a moment ago. */
    private boolean giveUp(AccessToken token) {
        GivenUp before = last;
        long now = nanoTime.getAsLong();
        if (before != null && !before.value().equals(token.value()) && now - before.at() < PAUSE.toNanos()) {
            return false;
        }
        last = new GivenUp(token.value(), now);
        authenticator.invalidate(token);
        return true;
    }

    private static boolean isRepeatable(@Nullable RequestBody body) {
        return body == null || !(body.isOneShot() || body.isDuplex());
    }

    @Override
    public String toString() {
        return "BearerInterceptor[" + authenticator + "]";
    }

    /** A token that an API refused, and when. */
    private record GivenUp(String value, long at) {
        @Override
        public String toString() {
            return "GivenUp[not shown]";
        }
    }
}
