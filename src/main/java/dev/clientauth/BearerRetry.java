// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth;

import dev.clientauth.arguments.Arguments;
import dev.clientauth.http.Backoff;
import dev.clientauth.http.Deadline;
import dev.clientauth.http.HttpTimes;
import dev.clientauth.http.RetryPolicy;
import dev.clientauth.token.AccessToken;
import dev.clientauth.token.TokenTransportException;
import org.jspecify.annotations.Nullable;

import java.io.InterruptedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/**
 * Decides which requests to an API may carry an access token, and when a request is retried. Works with any HTTP
 * client.
 *
 * <pre>{@code
 * BearerRetry bearer = BearerRetry.of(authenticator, URI.create("https://api-school.apple.com/v1"));
 *
 * BearerRetry.Call call = bearer.start(request.uri()).orElseThrow();
 * HttpResponse<String> response;
 * do {
 *     response = http.send(with("Authorization", call.authorization()), ofString());
 * } while (call.awaitRetry(response.statusCode(), name -> response.headers().firstValue(name).orElse(null)));
 * }</pre>
 *
 * <p>The token is sent only to the given base URLs: same scheme, host and port, and a path that begins with the path of the
 * base URL, compared by whole segments. The HTTP client must not follow redirects with the token.
 *
 * <p>On HTTP 401 the token is {@linkplain ClientAuthenticator#invalidate invalidated} and the request is sent once more
 * with a new one. At most one token is invalidated every 30 seconds: if the API rejects the new one as well, the token
 * is not the problem, and the 401 is returned to the application.
 *
 * <p>On HTTP 429 the request is sent again after the delay in {@code Retry-After} or, without that header, after up to
 * 1, 2, 4, 8 and 16 seconds: up to five times, and no later than {@linkplain #withMaxWait one minute} after the first
 * 429. If the API requires a longer delay, the 429 is returned at once.
 *
 * <p>Immutable except for the time of the last invalidation, and thread-safe. Create one for each API and share it.
 */
public final class BearerRetry {
    /** The minimum time between two invalidations. */
    static final Duration PAUSE = Duration.ofSeconds(30);

    private static final Duration MAX_WAIT = Duration.ofMinutes(1);
    private static final int TOO_MANY_REQUESTS = 429;
    private static final RetryPolicy WAITS =
            new RetryPolicy(6, Backoff.between(Duration.ofSeconds(1), Duration.ofSeconds(16)));

    private final ClientAuthenticator authenticator;
    private final List<ApiBase> bases;
    private final Duration maxWait;
    private final LongSupplier nanoTime;
    private final AtomicReference<@Nullable GivenUp> last = new AtomicReference<>();

    private BearerRetry(
            ClientAuthenticator authenticator, List<ApiBase> bases, Duration maxWait, LongSupplier nanoTime) {
        this.authenticator = authenticator;
        this.bases = bases;
        this.maxWait = maxWait;
        this.nanoTime = nanoTime;
    }

    /**
     * Returns an instance that sends this client's tokens to these APIs.
     *
     * @param apiBases the base URLs that may receive the token, for example {@code https://fhir.example.org/api/FHIR/R4}
     * @throws IllegalArgumentException if no base URL is given, or if one is neither https nor loopback, or contains
     *     user information, a query, a fragment or dot segments
     */
    public static BearerRetry of(ClientAuthenticator authenticator, URI... apiBases) {
        return of(authenticator, System::nanoTime, apiBases);
    }

    static BearerRetry of(ClientAuthenticator authenticator, LongSupplier nanoTime, URI... apiBases) {
        Arguments.required(authenticator, "authenticator");
        if (Arguments.withoutNulls(apiBases, "apiBases").length == 0) {
            throw new IllegalArgumentException("apiBases is empty; name the APIs that may receive the token.");
        }
        return new BearerRetry(
                authenticator, Stream.of(apiBases).map(ApiBase::of).toList(), MAX_WAIT, nanoTime);
    }

    /**
     * Returns a copy with another maximum time from the first HTTP 429 of a call to its last retry; one minute by
     * default. Zero disables retries after HTTP 429.
     *
     * @throws IllegalArgumentException if the time is negative
     */
    public BearerRetry withMaxWait(Duration maxWait) {
        return new BearerRetry(authenticator, bases, Arguments.notNegative(maxWait, "maxWait"), nanoTime);
    }

    /**
     * Starts a call to the API.
     *
     * @param url the URL of the request
     * @return empty if this URL must not receive the token
     */
    public Optional<Call> start(URI url) {
        return start(url, null);
    }

    /** Starts a call that does not wait beyond this deadline. */
    Optional<Call> start(URI url, @Nullable Deadline deadline) {
        Arguments.required(url, "url");
        return bases.stream().anyMatch(base -> base.holds(url))
                ? Optional.of(new Call(url.getHost(), deadline))
                : Optional.empty();
    }

    /** Invalidates a token, unless another one was invalidated less than {@link #PAUSE} ago. */
    private boolean giveUp(AccessToken token) {
        GivenUp mine = new GivenUp(token.value(), nanoTime.getAsLong());
        GivenUp latest = last.accumulateAndGet(
                mine, (before, now) -> before != null && now != null && before.delays(now) ? before : now);
        if (latest == null || !latest.value().equals(token.value())) {
            return false;
        }
        authenticator.invalidate(token);
        return true;
    }

    @Override
    public String toString() {
        return "BearerRetry[" + authenticator + "]";
    }

    /** One call to an API, with its retries. Not thread-safe. */
    public final class Call {
        private final String host;
        private final @Nullable Deadline deadline;
        private @Nullable AccessToken token;
        private @Nullable Deadline lastRetry;
        private boolean tokenReplaced;
        private int rateLimited;

        private Call(String host, @Nullable Deadline deadline) {
            this.host = host;
            this.deadline = deadline;
        }

        /**
         * Returns the value of the {@code Authorization} header for the next request: {@code Bearer} and the current token.
         *
         * @throws TokenUnavailableException if no token is available; the request must not be sent
         */
        public String authorization() throws TokenUnavailableException {
            try {
                return with(deadline == null ? authenticator.accessToken() : tokenUntil(deadline));
            } catch (RuntimeException e) {
                throw new TokenUnavailableException(host, e);
            }
        }

        /**
         * Returns the same as {@link #authorization()} without blocking.
         *
         * @return a future that completes exceptionally with a {@link TokenUnavailableException}
         */
        public CompletableFuture<String> authorizationAsync() {
            return authenticator.accessTokenAsync().handle((available, failure) -> {
                if (failure instanceof Error error) {
                    throw error;
                }
                try {
                    if (failure != null) {
                        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
                        throw cause instanceof RuntimeException e ? e : new IllegalStateException(cause);
                    }
                    return with(available);
                } catch (RuntimeException e) {
                    throw new CompletionException(new TokenUnavailableException(host, e));
                }
            });
        }

        private String with(AccessToken available) {
            token = available;
            return available.authorizationHeader();
        }

        /**
         * Returns whether and when to retry after a response to the request that carried the last {@link
         * #authorization()}. A rejected token is invalidated, whether or not the request is sent again.
         *
         * @param status the HTTP status
         * @param header returns the value of a header of the response, or null if it has none of that name
         * @return how long to wait before sending the request again with a new {@link #authorization()}; empty if it
         *     must not be sent again
         */
        public Optional<Duration> retryDelay(int status, Function<String, @Nullable String> header) {
            Arguments.notNegative(status, "status");
            Arguments.required(header, "header");
            AccessToken used = token;
            if (used != null && status == HttpURLConnection.HTTP_UNAUTHORIZED) {
                boolean isRetried = giveUp(used) && !tokenReplaced;
                tokenReplaced = true;
                return isRetried ? Optional.of(Duration.ZERO) : Optional.empty();
            }
            if (status != TOO_MANY_REQUESTS) {
                return Optional.empty();
            }
            rateLimited++;
            if (lastRetry == null) {
                Deadline patience = Deadline.after(maxWait);
                lastRetry = deadline == null ? patience : patience.earlier(deadline);
            }
            Clock clock = Clock.systemUTC();
            return WAITS.pause(rateLimited, true, HttpTimes.retryAt(header, clock.instant()), clock, lastRetry);
        }

        /**
         * Waits until the request can be retried, if it is to be retried; see {@link #retryDelay}. Release the response
         * first.
         *
         * @return whether to send the request again with a new {@link #authorization()}
         * @throws InterruptedIOException if the thread is interrupted while it waits
         */
        public boolean awaitRetry(int status, Function<String, @Nullable String> header) throws InterruptedIOException {
            Optional<Duration> delay = retryDelay(status, header);
            if (delay.isPresent()) {
                await(delay.get());
            }
            return delay.isPresent();
        }

        /**
         * Waits for the delay that {@link #retryDelay} returned, for HTTP clients whose response must be released
         * before the wait.
         *
         * @throws InterruptedIOException if the thread is interrupted while it waits
         */
        public void await(Duration delay) throws InterruptedIOException {
            try {
                TimeUnit.NANOSECONDS.sleep(Arguments.notNegative(delay, "delay").toNanos());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                InterruptedIOException interrupted =
                        new InterruptedIOException("The thread was interrupted before a request was sent again.");
                interrupted.initCause(e);
                throw interrupted;
            }
        }

        private AccessToken tokenUntil(Deadline until) {
            CompletableFuture<AccessToken> requested = authenticator.accessTokenAsync();
            try {
                return until.await(requested);
            } catch (TimeoutException e) {
                requested.cancel(false);
                throw new TokenTransportException(
                        "No access token was available within the call timeout.", false, null);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new TokenTransportException(
                        "The thread was interrupted while waiting for an access token.", false, e);
            } catch (ExecutionException e) {
                if (e.getCause() instanceof Error error) {
                    throw error;
                }
                throw e.getCause() instanceof RuntimeException failure
                        ? failure
                        : new IllegalStateException(e.getCause());
            }
        }

        @Override
        public String toString() {
            return "Call[" + host + "]";
        }
    }

    /** A token that an API rejected, and when. */
    private record GivenUp(String value, long at) {
        /** Returns whether it is too early for the other, because it is another token. */
        boolean delays(GivenUp other) {
            return !value.equals(other.value) && other.at - at < PAUSE.toNanos();
        }

        @Override
        public String toString() {
            return "GivenUp[not shown]";
        }
    }
}
