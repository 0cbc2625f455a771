package dev.clientauth.renewal;

import dev.clientauth.exchange.Backoff;
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
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
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
public final class TokenLife {
    private static final VarHandle HELD = handle();

    private final TokenSource source;
    private final Clock clock;
    private final TokenListener listener;
    private final Backoff backoff;
    private final DoubleSupplier random;
    private final AtomicReference<@Nullable CompletableFuture<AccessToken>> flight = new AtomicReference<>();
    private volatile @Nullable Held held;
    private volatile @Nullable Failure failure;

    /**
     * A life that begins without a token.
     *
     * @param source where tokens come from
     * @param clock this machine's clock
     * @param listener hears of renewals; must not throw
     * @param backoff how long nobody asks again after a failure
     * @param random from 0 to 1, spreads the renewals of a fleet
     */
    public TokenLife(TokenSource source, Clock clock, TokenListener listener, Backoff backoff, DoubleSupplier random) {
        this.source = source;
        this.clock = clock;
        this.listener = listener;
        this.backoff = backoff;
        this.random = random;
    }

    private static VarHandle handle() {
        try {
            return MethodHandles.lookup().findVarHandle(TokenLife.class, "held", Held.class);
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
        Held current = held;
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
            throw forCaller(cause(e));
        }
    }

    /** A token that is good, or why there is none. Holds up no thread; the caller may cancel it without harm to others. */
    public CompletableFuture<AccessToken> getAsync() {
        Held current = held;
        if (current != null && clock.millis() < current.staleAt()) {
            return CompletableFuture.completedFuture(current.token());
        }
        return next().copy();
    }

    /** Drops this token, if it is the one at hand. A newer one stays. */
    public void invalidate(AccessToken token) {
        Held current = held;
        if (current != null && current.token() == token) {
            HELD.compareAndSet(this, current, null);
        }
        source.forget(token);
    }

    /** The token at hand while it is good, else the renewal in flight, else a new one. */
    private CompletableFuture<AccessToken> next() {
        Held current = held;
        long now = clock.millis();
        if (current == null) {
            return renewal(now);
        }
        if (now < current.expiredAt()) {
            if (now >= current.staleAt()) {
                // Nobody waits for it: it lands, or it is remembered, by itself.
                CompletableFuture<AccessToken> unused = renewal(now);
            }
            return CompletableFuture.completedFuture(current.token());
        }
        CompletableFuture<AccessToken> renewal = renewal(now);
        return now < current.deadAt() ? renewal.exceptionally(e -> ifAlive(current, e)) : renewal;
    }

    /** A failed renewal does not take away a token that still works. */
    private AccessToken ifAlive(Held last, Throwable failed) {
        if (clock.millis() < last.deadAt() && last.equals(held)) {
            return last.token();
        }
        throw new CompletionException(cause(failed));
    }

    /** The renewal in flight; a new one unless the last one failed a short while ago. */
    private CompletableFuture<AccessToken> renewal(long now) {
        CompletableFuture<AccessToken> inFlight = flight.get();
        if (inFlight != null) {
            return inFlight;
        }
        Failure last = failure;
        if (last != null && now < last.until()) {
            return CompletableFuture.failedFuture(last.cause());
        }
        CompletableFuture<AccessToken> mine = new CompletableFuture<>();
        inFlight = flight.compareAndExchange(null, mine);
        if (inFlight != null) {
            return inFlight;
        }
        // Another may have landed, well or badly, between the first look and take-off.
        Held landed = held;
        if (landed != null && now < landed.staleAt()) {
            flight.set(null);
            mine.complete(landed.token());
        } else if (!Objects.equals(failure, last)) {
            flight.set(null);
            return renewal(now);
        } else {
            start(mine);
        }
        return mine;
    }

    private void start(CompletableFuture<AccessToken> mine) {
        long started = clock.millis();
        source.fetch(new TokenSource.Receiver() {
            @Override
            public void arrived(AccessToken token) {
                land(mine, token, started);
            }

            @Override
            public void failed(Throwable cause) {
                crash(mine, cause);
            }
        });
    }

    private void land(CompletableFuture<AccessToken> mine, AccessToken token, long started) {
        held = Held.of(token, random.getAsDouble());
        failure = null;
        flight.set(null);
        mine.complete(token);
        listener.on(new TokenEvent.Renewed(token.expiresAt(), Duration.ofMillis(clock.millis() - started)));
    }

    private void crash(CompletableFuture<AccessToken> mine, Throwable cause) {
        Held current = held;
        if (cause instanceof RuntimeException remembered) {
            Failure last = failure;
            int inARow = last == null ? 1 : last.inARow() + 1;
            long now = clock.millis();
            long until = Math.max(
                    now + backoff.after(inARow).toMillis(),
                    retryAt(remembered).map(Instant::toEpochMilli).orElse(0L));
            failure = new Failure(remembered, until, inARow);
            if (current != null && now < current.deadAt()) {
                listener.on(
                        new TokenEvent.Reused(remembered, current.token().expiresAt(), Instant.ofEpochMilli(until)));
            }
        }
        flight.set(null);
        mine.completeExceptionally(cause);
    }

    private static Optional<Instant> retryAt(RuntimeException failed) {
        if (failed instanceof TokenRefusedException refused) {
            return refused.retryAt();
        }
        return failed instanceof TokenTransportException transport ? transport.retryAt() : Optional.empty();
    }

    /** What one caller gets of a failure that many may share: a trace of its own, and when to ask again. */
    private RuntimeException forCaller(Throwable failed) {
        Failure last = failure;
        if (last != null && last.cause().equals(failed)) {
            return last.again();
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
