package dev.clientauth.refresh;

import dev.clientauth.http.Background;
import dev.clientauth.http.Backoff;
import dev.clientauth.http.Deadline;
import dev.clientauth.token.AccessToken;
import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * One token being sought: in the store; else at the provider, by the lease; else, with the store failing or the holder of
 * the lease too slow, at the provider without it.
 *
 * <p>The store is used on a thread of its own, and no step waits for it longer than {@link SharedTokenSource#storeTimeout()}.
 * Waiting for the store and for others takes half of the time that a fetch may take, at most; the rest is for the provider.
 *
 * <p>Its lease is its own: an earlier flight of the same authenticator that ends late does not end it.
 */
final class SharedRefresh {
    /** How long the lease of others is respected, in parts of it: once for a holder that died, half for its successor. */
    private static final double PATIENCE = 1.5;

    private static final Backoff POLL = Backoff.between(Duration.ofMillis(50), Duration.ofMillis(400));

    private final SharedTokenSource shared;
    private final TokenSource.Receiver receiver;
    private final String holder = UUID.randomUUID().toString();
    private final AtomicBoolean claimed = new AtomicBoolean();
    private volatile @Nullable AccessToken lastResort;
    private volatile @Nullable Future<?> patience;
    private int lookups;

    SharedRefresh(SharedTokenSource shared, TokenSource.Receiver receiver) {
        this.shared = shared;
        this.receiver = receiver;
    }

    void start() {
        Duration max = Duration.ofMillis(Math.round(shared.lease().toMillis() * PATIENCE));
        Duration half = receiver.deadline().remaining().dividedBy(2);
        patience = Background.after(max.compareTo(half) < 0 ? max : half, this::bypassStore);
        scheduleLookup();
    }

    /** Looks into the store on its thread; if it has not answered in time, it counts as failed. */
    private void scheduleLookup() {
        if (shared.isOpen()) {
            bypassStore();
            return;
        }
        Future<?> watchdog = Background.after(shared.storeTimeout(), this::storeTimedOut);
        if (!shared.offer(() -> lookUp(watchdog))) {
            watchdog.cancel(false);
            bypassStore();
        }
    }

    private void storeTimedOut() {
        if (!claimed.get()) {
            shared.circuitBreaker()
                    .failed(new IllegalStateException("The token store has neither returned nor thrown for too long."));
            bypassStore();
        }
    }

    private void lookUp(Future<?> watchdog) {
        if (claimed.get()) {
            return;
        }
        long started = System.nanoTime();
        Optional<AccessToken> stored;
        boolean hasLease;
        try {
            stored = usable();
            hasLease = stored.isEmpty() && shared.tryLease(holder);
            if (hasLease) {
                // Another may have renewed it between our look and our lease.
                stored = usable();
            }
            shared.circuitBreaker().worked();
        } catch (Throwable e) {
            // Whatever a store throws, an Error or what it sneaks past the compiler, the provider can still be asked.
            shared.circuitBreaker().failed(e);
            bypassStore();
            return;
        } finally {
            watchdog.cancel(false);
        }
        if (stored.isPresent()) {
            deliver(stored.get(), hasLease);
        } else if (hasLease) {
            requestToken(started + shared.lease().toNanos());
        } else {
            Future<?> unused = Background.after(POLL.after(++lookups), this::scheduleLookup);
        }
    }

    /** The stored token, if it need not be renewed. Another one is kept in mind for the case that the provider gives none. */
    private Optional<AccessToken> usable() {
        Optional<AccessToken> candidate = shared.candidate();
        candidate.ifPresent(token -> lastResort = token);
        return candidate.filter(shared::isUsable);
    }

    private boolean claim() {
        if (!claimed.compareAndSet(false, true)) {
            return false;
        }
        Future<?> timer = patience;
        if (timer != null) {
            timer.cancel(false);
        }
        return true;
    }

    private void deliver(AccessToken token, boolean hasLease) {
        if (claim()) {
            receiver.succeeded(token);
        }
        if (hasLease) {
            endLease();
        }
    }

    /** Whoever waits, waits no longer: neither for others nor for a store that hangs. */
    private void bypassStore() {
        if (!claimed.get()) {
            requestToken(System.nanoTime());
        }
    }

    /**
     * Asks the provider, unless that has been done in the meantime.
     *
     * @param leaseEnd until when no other asks, by {@link System#nanoTime()}
     */
    private void requestToken(long leaseEnd) {
        if (!claim()) {
            endLease();
            return;
        }
        TokenSource.Receiver provider = new TokenSource.Receiver() {
            @Override
            public void succeeded(AccessToken token) {
                receiver.succeeded(token);
                shared.attempt(() -> share(token, leaseEnd));
            }

            @Override
            public void failed(Throwable cause) {
                fallBack(cause);
            }

            @Override
            public Deadline deadline() {
                return receiver.deadline();
            }
        };
        try {
            shared.provider().fetch(provider);
        } catch (Throwable e) {
            // Not even started, for want of a thread perhaps: those who wait must hear of it.
            fallBack(e);
        }
    }

    /** What comes after the lease does not take the place of what another fetched by then. */
    private void share(AccessToken token, long leaseEnd) {
        try {
            if (System.nanoTime() - leaseEnd < 0 || shared.usable().isEmpty()) {
                shared.write(token);
            }
        } finally {
            shared.endLease(holder);
        }
    }

    /** Without a token from the provider, an old one in the store is better than none, if it is found in time. */
    private void fallBack(Throwable cause) {
        AtomicBoolean over = new AtomicBoolean();
        Duration left = receiver.deadline().remaining(shared.storeTimeout());
        boolean started = !left.isNegative()
                && !left.isZero()
                && shared.attempt(() -> {
                    try {
                        shared.candidate().ifPresent(token -> lastResort = token);
                    } finally {
                        settle(cause, over);
                        shared.endLease(holder);
                    }
                });
        if (started) {
            Future<?> unused = Background.after(left, () -> settle(cause, over));
        } else {
            settle(cause, over);
        }
    }

    private void settle(Throwable cause, AtomicBoolean over) {
        if (!over.compareAndSet(false, true)) {
            return;
        }
        AccessToken old = lastResort;
        if (old != null && shared.isUnexpired(old)) {
            receiver.succeeded(old);
        } else {
            receiver.failed(cause);
        }
    }

    private void endLease() {
        shared.attempt(() -> shared.endLease(holder));
    }
}
