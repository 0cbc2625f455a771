package dev.clientauth.bearer;

import dev.clientauth.net.RetryAfter;
import dev.clientauth.token.AccessToken;
import org.jspecify.annotations.Nullable;

import java.net.HttpURLConnection;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Decides whether a request that carried an access token is sent once more: after HTTP 401 with a new token, after HTTP 429
 * when the {@code Retry-After} of the API has passed. One for each client; thread-safe.
 *
 * <p>At most one token is invalidated every 30 seconds: if the API rejects the new one as well, there is another reason.
 */
public final class BearerPolicy {
    /** The minimum time between two invalidations. */
    public static final Duration PAUSE = Duration.ofSeconds(30);

    /** The maximum time that a request waits because of HTTP 429. */
    public static final Duration MAX_WAIT = Duration.ofSeconds(30);

    private static final int TOO_MANY_REQUESTS = 429;

    private final Consumer<AccessToken> invalidate;
    private final LongSupplier nanoTime;
    private final Clock clock = Clock.systemUTC();
    private volatile @Nullable Rejected last;

    /**
     * Creates a policy.
     *
     * @param invalidate removes a rejected token from the cache of the client
     * @param nanoTime elapsed time, as {@link System#nanoTime()}
     */
    public BearerPolicy(Consumer<AccessToken> invalidate, LongSupplier nanoTime) {
        this.invalidate = invalidate;
        this.nanoTime = nanoTime;
    }

    /** Returns the attempts of one request, of which none has been made yet. */
    public Attempts attempts() {
        return new Attempts();
    }

    /** Invalidates a token, unless another one was invalidated less than {@link #PAUSE} ago. */
    private boolean reject(AccessToken token) {
        Rejected before = last;
        long now = nanoTime.getAsLong();
        if (before != null && !before.value().equals(token.value()) && now - before.at() < PAUSE.toNanos()) {
            return false;
        }
        last = new Rejected(token.value(), now);
        invalidate.accept(token);
        return true;
    }

    /** The attempts of one request, one after the other. */
    public final class Attempts {
        private boolean renewed;
        private boolean waited;

        private Attempts() {}

        /**
         * Returns the time after which the request is to be sent once more, with the token that is current then; empty if
         * this response is for the caller. After HTTP 401 the token has been invalidated. A request is sent at most once
         * more for each of the two reasons.
         *
         * @param status the HTTP status of the response
         * @param sent the token that the rejected request carried
         * @param retryAfter the {@code Retry-After} of the response, or null
         * @param date the {@code Date} of the response, or null
         */
        public Optional<Duration> retryAfter(
                int status, AccessToken sent, @Nullable String retryAfter, @Nullable String date) {
            if (status == HttpURLConnection.HTTP_UNAUTHORIZED && !renewed) {
                renewed = true;
                return reject(sent) ? Optional.of(Duration.ZERO) : Optional.empty();
            }
            if (status == TOO_MANY_REQUESTS && !waited) {
                waited = true;
                return RetryAfter.delay(retryAfter, date, clock.instant())
                        .filter(delay -> delay.compareTo(MAX_WAIT) <= 0);
            }
            return Optional.empty();
        }
    }

    /** A token that an API rejected, and when. */
    private record Rejected(String value, long at) {
        @Override
        public String toString() {
            return "Rejected[not shown]";
        }
    }
}
