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
    private final AtomicBoolean decided = new AtomicBoolean();
    private volatile @Nullable AccessToken lastResort;
    private volatile @Nullable Future<?> patience;
    private int looks;

    SharedRefresh(SharedTokenSource shared, TokenSource.Receiver receiver) {
        this.shared = shared;
        this.receiver = receiver;
    }

    void start() {
        Duration most = Duration.ofMillis(Math.round(shared.lease().toMillis() * PATIENCE));
        Duration half = receiver.deadline().remaining().dividedBy(2);
        patience = Background.after(most.compareTo(half) < 0 ? most : half, this::goAlone);
        lookSoon();
    }

    /** Looks into the store on its thread; if it has not answered in time, it counts as failed. */
    private void lookSoon() {
        if (shared.isResting()) {
            goAlone();
            return;
        }
        Future<?> watchdog = Background.after(shared.storeTimeout(), this::loseStore);
        if (!shared.offer(() -> look(watchdog))) {
            watchdog.cancel(false);
            goAlone();
        }
    }

    private void loseStore() {
        if (!decided.get()) {
            shared.health()
                    .failed(new IllegalStateException("The token store has neither returned nor thrown for too long."));
            goAlone();
        }
    }

    private void look(Future<?> watchdog) {
        if (decided.get()) {
            return;
        }
        long asked = System.nanoTime();
        Optional<AccessToken> stored;
        boolean isOurs;
        try {
            stored = usable();
            isOurs = stored.isEmpty() && shared.tryLease(holder);
            if (isOurs) {
                // Another may have renewed it between our look and our lease.
                stored = usable();
            }
            shared.health().worked();
        } catch (Throwable e) {
            // Whatever a store throws, an Error or what it sneaks past the compiler, the provider can still be asked.
            shared.health().failed(e);
            goAlone();
            return;
        } finally {
            watchdog.cancel(false);
        }
        if (stored.isPresent()) {
            take(stored.get(), isOurs);
        } else if (isOurs) {
            ask(asked + shared.lease().toNanos());
        } else {
            Future<?> unused = Background.after(POLL.after(++looks), this::lookSoon);
        }
    }

    /** The stored token, if it need not be renewed. Another one is kept in mind for the case that the provider gives none. */
    private Optional<AccessToken> usable() {
        Optional<AccessToken> wanted = shared.wanted();
        wanted.ifPresent(token -> lastResort = token);
        return wanted.filter(shared::isUsable);
    }

    private boolean decide() {
        if (!decided.compareAndSet(false, true)) {
            return false;
        }
        Future<?> timer = patience;
        if (timer != null) {
            timer.cancel(false);
        }
        return true;
    }

    private void take(AccessToken token, boolean isOurs) {
        if (decide()) {
            receiver.arrived(token);
        }
        if (isOurs) {
            endLease();
        }
    }

    /** Whoever waits, waits no longer: neither for others nor for a store that hangs. */
    private void goAlone() {
        if (!decided.get()) {
            ask(System.nanoTime());
        }
    }

    /**
     * Asks the provider, unless that has been done in the meantime.
     *
     * @param leaseEnd until when no other asks, by {@link System#nanoTime()}
     */
    private void ask(long leaseEnd) {
        if (!decide()) {
            endLease();
            return;
        }
        TokenSource.Receiver provider = new TokenSource.Receiver() {
            @Override
            public void arrived(AccessToken token) {
                receiver.arrived(token);
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
        boolean asked = !left.isNegative()
                && !left.isZero()
                && shared.attempt(() -> {
                    try {
                        shared.wanted().ifPresent(token -> lastResort = token);
                    } finally {
                        settle(cause, over);
                        shared.endLease(holder);
                    }
                });
        if (asked) {
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
        if (old != null && shared.isAlive(old)) {
            receiver.arrived(old);
        } else {
            receiver.failed(cause);
        }
    }

    private void endLease() {
        shared.attempt(() -> shared.endLease(holder));
    }
}
