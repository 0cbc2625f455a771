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
import java.util.function.DoubleSupplier;

/**
 * The token at hand and its renewal.
 *
 * <p>FRESH: callers get it, for one volatile read and one look at the clock. STALE: callers get it, and the first of them
 * starts a renewal in the background. EXPIRED, or none: callers wait, all for the same renewal. A renewal that fails leaves
 * the token in place: callers hear of the failure only when the token is really dead, and then without a request each, until
 * the back-off is over.
 *
 * <p>The renewal runs on no caller's thread, so none who gives up waiting disturbs the others.
 */
public final class TokenCache {
    private static final VarHandle CACHED = handle();

    /** How much longer than a source may take it is waited for, should it break its word. */
    private static final Duration GRACE = Duration.ofSeconds(1);

    /** How many callers' callbacks run at a time on threads of ours; what is beyond runs where those of the JDK run. */
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

    /**
     * A life that begins without a token.
     *
     * @param source where tokens come from
     * @param clock this machine's clock
     * @param listener hears of renewals; must not throw
     * @param backoff how long nobody asks again after a failure
     * @param random from 0 to 1, spreads the renewals of a fleet
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
     * A token that is good.
     *
     * @throws RuntimeException why there is none
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
            throw new TokenTransportException("The thread was interrupted while it waited for a token.", true, e);
        } catch (ExecutionException e) {
            return cachedOr(e);
        }
    }

    /** A token that is good, or why there is none. Does not block; the caller may cancel it without harm to others. */
    public CompletableFuture<AccessToken> getAsync() {
        CachedToken current = cached;
        if (current != null && clock.millis() < current.staleAt()) {
            return CompletableFuture.completedFuture(current.token());
        }
        CompletableFuture<AccessToken> next = next();
        if (next.isDone() && !next.isCompletedExceptionally()) {
            return next.copy();
        }
        // Not on the thread of the renewal: what callers do with the token must not hold up the next one.
        return next.handleAsync(this::forFuture, this::callBack);
    }

    /** Drops this token, if it is the one at hand. A newer one stays. */
    public void invalidate(AccessToken token) {
        CachedToken current = cached;
        if (current != null && current.token() == token) {
            CACHED.compareAndSet(this, current, null);
        }
        source.forget(token);
    }

    /** The token at hand while it is good, else the renewal in flight, else a new one. */
    private CompletableFuture<AccessToken> next() {
        CachedToken current = cached;
        long now = clock.millis();
        if (current == null) {
            return refresh(now);
        }
        if (now < current.mustRefreshAt()) {
            if (now >= current.staleAt()) {
                // Nobody waits for it: it lands, or it is remembered, by itself.
                CompletableFuture<AccessToken> unused = refresh(now);
            }
            return CompletableFuture.completedFuture(current.token());
        }
        CompletableFuture<AccessToken> refresh = refresh(now);
        if (now >= current.expiresAt()) {
            return refresh;
        }
        // A renewal that takes too long does not take away a token that still works.
        long patience = (current.expiresAt() - now) / 2;
        return completedAfter(Duration.ofMillis(patience), current.token(), refresh.copy());
    }

    private static CompletableFuture<AccessToken> completedAfter(
            Duration patience, AccessToken token, CompletableFuture<AccessToken> result) {
        Future<?> timer = Background.after(patience, () -> result.complete(token));
        CompletableFuture<AccessToken> unused = result.whenComplete((t, e) -> timer.cancel(false));
        return result;
    }

    private void callBack(Runnable callback) {
        if (!callbacks.offer(callback)) {
            JDK.execute(callback);
        }
    }

    /** Nor does a renewal that failed: the token at hand, if it is still good or has come since, else the failure. */
    private AccessToken cachedOr(Throwable failed) {
        CachedToken current = cached;
        if (current != null && clock.millis() < current.expiresAt()) {
            return current.token();
        }
        throw forCaller(cause(failed));
    }

    /** The renewal in flight; a new one unless the last one failed a short while ago. */
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
        // Another may have landed, well or badly, between the first look and take-off.
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

    /** Ends a flight: the next one may start before those who waited for this one go on. */
    private void settle(CompletableFuture<AccessToken> mine, Runnable completion) {
        inFlight.compareAndSet(mine, null);
        completion.run();
    }

    private void start(CompletableFuture<AccessToken> mine) {
        long started = clock.millis();
        Duration timeout = source.timeout();
        Deadline deadline = Deadline.after(timeout);
        try {
            Future<?> watchdog = Background.after(timeout.plus(GRACE), () -> fail(mine, late(timeout)));
            CompletableFuture<AccessToken> unused = mine.whenComplete((token, failed) -> watchdog.cancel(false));
            source.fetch(new TokenSource.Receiver() {
                @Override
                public void succeeded(AccessToken token) {
                    try {
                        succeed(mine, token, started);
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
            // Not even started, for want of a thread perhaps: those who wait must hear of it.
            fail(mine, e);
        }
    }

    private static TokenTransportException late(Duration timeout) {
        return new TokenTransportException("No token arrived within " + timeout.toMillis() + " ms.", true, null);
    }

    private void succeed(CompletableFuture<AccessToken> mine, AccessToken token, long started) {
        CachedToken latest = CachedToken.of(token, random.getAsDouble(), startOfLife(token, started));
        if (clock.millis() >= latest.expiresAt()) {
            fail(mine, expiredOnArrival(token));
            return;
        }
        cached = latest;
        failure = null;
        settle(mine, () -> mine.complete(token));
        listener.on(new TokenEvent.Refreshed(token.expiresAt(), Duration.ofMillis(clock.millis() - started)));
    }

    /**
     * When the life of a token began, in elapsed milliseconds. The wall clock tells its age now and is not asked again; if
     * it was set back in the meantime, the token counts as if it had been issued when the renewal was started.
     */
    private long startOfLife(AccessToken token, long started) {
        Duration age = Duration.between(token.issuedAt(), clock.instant());
        return age.isNegative() ? started : clock.millis() - age.toMillis();
    }

    private static TokenTransportException expiredOnArrival(AccessToken token) {
        long life = Duration.between(token.issuedAt(), token.expiresAt()).toSeconds();
        return new TokenTransportException(
                "The access token had expired when it arrived: it was valid for " + life + " s.", 200, null);
    }

    private void fail(CompletableFuture<AccessToken> mine, Throwable cause) {
        if (mine.isDone()) {
            return;
        }
        RefreshFailure remembered = null;
        try {
            remembered = cause instanceof RuntimeException e ? remember(e) : null;
        } finally {
            settle(mine, () -> mine.completeExceptionally(cause));
        }
        CachedToken current = cached;
        if (remembered != null && current != null && clock.millis() < current.expiresAt()) {
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

    /** What one caller gets of a failure that many may share: a trace of its own, and when to ask again. */
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

    /** What a future reports, without the wrapping. */
    private static Throwable cause(Throwable reported) {
        Throwable cause = reported.getCause();
        boolean isWrapped = reported instanceof CompletionException || reported instanceof ExecutionException;
        return isWrapped && cause != null ? cause : reported;
    }
}
