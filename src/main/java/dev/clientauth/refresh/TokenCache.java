// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.refresh;

import dev.clientauth.http.Background;
import dev.clientauth.http.Backoff;
import dev.clientauth.http.BoundedExecutor;
import dev.clientauth.http.Deadline;
import dev.clientauth.http.ElapsedClock;
import dev.clientauth.token.AccessToken;
import dev.clientauth.token.TokenEvent;
import dev.clientauth.token.TokenListener;
import dev.clientauth.token.TokenRefusedException;
import dev.clientauth.token.TokenTransportException;
import org.jspecify.annotations.Nullable;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.DoubleSupplier;

/**
 * Caches an access token and refreshes it before it expires.
 *
 * <p>FRESH: callers get the cached token, at the cost of one volatile read and one clock read. STALE: callers get the cached
 * token, and the first of them starts a refresh in the background. EXPIRED, or none: all callers wait for the same refresh.
 * A failed refresh keeps the token: callers get the failure only after the token has really expired, and then without
 * another request until the back-off ends.
 *
 * <p>A refresh does not run on a caller's thread, so a caller that stops waiting does not affect others.
 */
public final class TokenCache {
    private static final VarHandle CACHED = handle();

    /** How long to wait after the timeout of a source that does not respect it. */
    private static final Duration GRACE = Duration.ofSeconds(1);

    /**
     * The maximum number of callbacks of callers on threads of this library; further ones run on the JDK's default executor.
     */
    private static final int MAX_CALLBACKS = 64;

    private static final Executor JDK = new CompletableFuture<Void>().defaultExecutor();

    private final TokenSource source;
    private final ElapsedClock clock;
    private final TokenListener listener;
    private final Backoff backoff;
    private final DoubleSupplier random;
    private final BoundedExecutor callbacks = new BoundedExecutor(MAX_CALLBACKS, 0);
    private final AtomicReference<@Nullable CompletableFuture<AccessToken>> inFlight = new AtomicReference<>();
    private volatile @Nullable CachedToken cached;
    private volatile @Nullable RefreshFailure failure;
    private volatile @Nullable AccessToken rejected;

    /**
     * Creates an empty cache.
     *
     * @param source the source of tokens
     * @param clock this machine's clock
     * @param listener notified of refreshes; must not throw
     * @param backoff the delay after a failed refresh
     * @param random from 0 to 1, spreads the refreshes of a fleet
     */
    public TokenCache(TokenSource source, Clock clock, TokenListener listener, Backoff backoff, DoubleSupplier random) {
        this(source, ElapsedClock.of(clock), listener, backoff, random);
    }

    TokenCache(TokenSource source, ElapsedClock clock, TokenListener listener, Backoff backoff, DoubleSupplier random) {
        this.source = source;
        this.clock = clock;
        this.listener = listener;
        this.backoff = backoff;
        this.random = random;
    }

    private static VarHandle handle() {
        try {
            return MethodHandles.lookup().findVarHandle(TokenCache.class, "cached", CachedToken.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /**
     * Returns a valid token.
     *
     * @throws RuntimeException if there is none; the failure of the refresh
     */
    public AccessToken get() {
        CachedToken current = cached;
        if (current != null && clock.millis() < current.staleAt()) {
            return current.token();
        }
        CompletableFuture<AccessToken> next = next();
        try {
            return next.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TokenTransportException("The thread was interrupted while waiting for an access token.", true, e);
        } catch (ExecutionException e) {
            return cachedOr(e);
        }
    }

    /**
     * Returns a valid token or the failure of the refresh. Does not block; a caller can cancel the future without affecting
     * others.
     */
    public CompletableFuture<AccessToken> getAsync() {
        CachedToken current = cached;
        if (current != null && clock.millis() < current.staleAt()) {
            return CompletableFuture.completedFuture(current.token());
        }
        CompletableFuture<AccessToken> next = next();
        if (next.isDone() && !next.isCompletedExceptionally()) {
            return next.copy();
        }
        // Not on the thread of the refresh, because callbacks of callers must not delay the next refresh.
        return next.handleAsync(this::forFuture, this::callBack);
    }

    /**
     * Removes this token if it is the cached one. A newer one is kept, even with the same value. A refresh that already runs
     * does not bring the token back: it may have read it from a store.
     */
    public void invalidate(AccessToken token) {
        try {
            // Before the cached token is removed: the refresh that follows must not read this one from a store.
            source.forget(token);
        } finally {
            rejected = token;
            CachedToken current = cached;
            if (current != null && current.token() == token) {
                CACHED.compareAndSet(this, current, null);
            }
        }
    }

    /** Returns the cached token while it is valid, otherwise the refresh in flight or a new one. */
    private CompletableFuture<AccessToken> next() {
        CachedToken current = cached;
        long now = clock.millis();
        if (current == null) {
            return refresh(now);
        }
        if (now < current.mustRefreshAt()) {
            if (now >= current.staleAt()) {
                // Nobody waits for this refresh; its result is stored when it ends.
                CompletableFuture<AccessToken> unused = refresh(now);
            }
            return CompletableFuture.completedFuture(current.token());
        }
        CompletableFuture<AccessToken> refresh = refresh(now);
        if (now >= current.expiresAt()) {
            return refresh;
        }
        // If the refresh takes too long, return the cached token, which is still valid.
        long patience = (current.expiresAt() - now) / 2;
        return completedAfter(Duration.ofMillis(patience), current, refresh.copy());
    }

    private CompletableFuture<AccessToken> completedAfter(
            Duration patience, CachedToken current, CompletableFuture<AccessToken> result) {
        Future<?> timer = Background.after(patience, () -> {
            if (current.equals(cached)) {
                result.complete(current.token());
            }
        });
        CompletableFuture<AccessToken> unused = result.whenComplete((t, e) -> timer.cancel(false));
        return result;
    }

    private void callBack(Runnable callback) {
        if (!callbacks.offer(callback)) {
            JDK.execute(callback);
        }
    }

    /**
     * Returns the cached token if it is still valid or has been refreshed in the meantime; otherwise throws the failure.
     */
    private AccessToken cachedOr(Throwable failed) {
        CachedToken current = cached;
        if (current != null && clock.millis() < current.expiresAt()) {
            return current.token();
        }
        throw forCaller(cause(failed));
    }

    /** Returns the refresh in flight, or starts one unless the back-off after the last failure has not ended. */
    private CompletableFuture<AccessToken> refresh(long now) {
        CompletableFuture<AccessToken> running = inFlight.get();
        if (running != null) {
            return running;
        }
        RefreshFailure last = failure;
        if (last != null && last.forbids(now)) {
            return CompletableFuture.failedFuture(last.cause());
        }
        CompletableFuture<AccessToken> mine = new CompletableFuture<>();
        running = inFlight.compareAndExchange(null, mine);
        if (running != null) {
            return running;
        }
        // Another refresh may have ended between the first check and this one.
        CachedToken latest = cached;
        RefreshFailure since = failure;
        if (latest != null && now < latest.staleAt()) {
            settle(mine, () -> mine.complete(latest.token()));
        } else if (since != null && !since.equals(last)) {
            settle(mine, () -> mine.completeExceptionally(since.cause()));
        } else {
            start(mine);
        }
        return mine;
    }

    /**
     * Ends a refresh; returns whether this ended it. The next one may start before the callers that wait for this one continue.
     */
    private boolean settle(CompletableFuture<AccessToken> mine, BooleanSupplier completion) {
        inFlight.compareAndSet(mine, null);
        return completion.getAsBoolean();
    }

    private void start(CompletableFuture<AccessToken> mine) {
        long started = clock.millis();
        Duration timeout = source.timeout();
        Deadline deadline = Deadline.after(timeout);
        AccessToken rejectedBefore = rejected;
        try {
            Future<?> watchdog = Background.after(timeout.plus(GRACE), () -> fail(mine, late(timeout)));
            CompletableFuture<AccessToken> unused = mine.whenComplete((token, failed) -> watchdog.cancel(false));
            source.fetch(new TokenSource.Receiver() {
                @Override
                public void succeeded(AccessToken token) {
                    try {
                        succeed(mine, token, started, rejectedBefore);
                    } catch (Throwable e) {
                        fail(mine, e);
                    }
                }

                @Override
                public void failed(Throwable cause) {
                    fail(mine, cause);
                }

                @Override
                public Deadline deadline() {
                    return deadline;
                }
            });
        } catch (Throwable e) {
            // It could not be started, for example because there is no thread; the callers must be notified.
            fail(mine, e);
        }
    }

    private static TokenTransportException late(Duration timeout) {
        return new TokenTransportException(
                "No access token was received within " + timeout.toMillis() + " ms.", true, null);
    }

    private void succeed(
            CompletableFuture<AccessToken> mine,
            AccessToken token,
            long started,
            @Nullable AccessToken rejectedBefore) {
        CachedToken latest = CachedToken.of(token, random.getAsDouble(), startOfLife(token, started));
        if (clock.millis() >= latest.expiresAt()) {
            fail(mine, expiredOnArrival(token));
            return;
        }
        cached = latest;
        AccessToken invalidated = rejected;
        if (invalidated != null
                && invalidated != rejectedBefore
                && invalidated.value().equals(token.value())) {
            CACHED.compareAndSet(this, latest, null);
        }
        failure = null;
        settle(mine, () -> mine.complete(token));
        listener.on(new TokenEvent.Refreshed(token.expiresAt(), Duration.ofMillis(clock.millis() - started)));
    }

    /**
     * Returns when the lifetime of a token began, in elapsed milliseconds. Its age is read from the wall clock once, now; if
     * that clock was set back in the meantime, the token is treated as issued when the refresh started.
     */
    private long startOfLife(AccessToken token, long started) {
        Duration age = Duration.between(token.issuedAt(), clock.instant());
        return age.isNegative() ? started : clock.millis() - age.toMillis();
    }

    private static TokenTransportException expiredOnArrival(AccessToken token) {
        long life = Duration.between(token.issuedAt(), token.expiresAt()).toSeconds();
        return new TokenTransportException(
                "The access token had already expired when it arrived: it was valid for " + life + " s.", 200, null);
    }

    private void fail(CompletableFuture<AccessToken> mine, Throwable cause) {
        if (mine.isDone()) {
            return;
        }
        RefreshFailure remembered = null;
        boolean isFirst = false;
        try {
            remembered = cause instanceof RuntimeException e ? remember(e) : null;
        } finally {
            isFirst = settle(mine, () -> mine.completeExceptionally(cause));
        }
        if (!isFirst) {
            return;
        }
        CachedToken current = cached;
        if (current == null || clock.millis() >= current.expiresAt()) {
            listener.on(new TokenEvent.Failed(cause));
        } else if (remembered != null) {
            listener.on(new TokenEvent.RefreshFailed(
                    remembered.cause(), current.token().expiresAt(), remembered.retryAt()));
        }
    }

    private RefreshFailure remember(RuntimeException cause) {
        RefreshFailure last = failure;
        int consecutiveFailures = last == null ? 1 : last.consecutiveFailures() + 1;
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        Duration pause = backoff.after(consecutiveFailures);
        Duration asked = retryAt(cause).map(at -> Duration.between(now, at)).orElse(Duration.ZERO);
        Duration wait = asked.compareTo(pause) > 0 ? asked : pause;
        RefreshFailure next =
                new RefreshFailure(cause, clock.millis() + wait.toMillis(), now.plus(wait), consecutiveFailures);
        failure = next;
        return next;
    }

    private static Optional<Instant> retryAt(RuntimeException failed) {
        if (failed instanceof TokenRefusedException refused) {
            return refused.retryAt();
        }
        return failed instanceof TokenTransportException transport ? transport.retryAt() : Optional.empty();
    }

    private AccessToken forFuture(@Nullable AccessToken token, @Nullable Throwable failed) {
        return token != null ? token : cachedOr(Objects.requireNonNull(failed));
    }

    /** Returns the exception for one of several callers, with its own stack trace and the earliest time of a retry. */
    private RuntimeException forCaller(Throwable failed) {
        RefreshFailure last = failure;
        if (last != null && last.cause().equals(failed)) {
            return last.forNextCaller();
        }
        if (failed instanceof Error error) {
            throw error;
        }
        return failed instanceof RuntimeException unchecked ? unchecked : new IllegalStateException(failed);
    }

    /** Unwraps the exception of a future. */
    private static Throwable cause(Throwable reported) {
        Throwable cause = reported.getCause();
        boolean isWrapped = reported instanceof CompletionException || reported instanceof ExecutionException;
        return isWrapped && cause != null ? cause : reported;
    }
}
