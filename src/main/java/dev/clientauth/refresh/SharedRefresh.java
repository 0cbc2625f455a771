// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
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
 * One refresh: reads the token from the store; otherwise takes the lease and requests one from the provider; if the store
 * fails or the lease holder is too slow, requests one without the lease.
 *
 * <p>The store is used on a separate thread, and no step waits for it longer than {@link SharedTokenSource#storeTimeout()}.
 * At most half of the timeout is spent waiting for the store and for other machines; the rest is for the provider.
 *
 * <p>Each refresh has its own lease, so that an earlier refresh of the same authenticator that ends late does not end it.
 */
final class SharedRefresh {
    /**
     * How long to wait for other lease holders, as a multiple of the lease: one for a holder that crashed, half for its
     * successor.
     */
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

    /** Reads from the store on its thread; if it does not return in time, it is treated as failed. */
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
            shared.circuitBreaker().failed(new IllegalStateException("The token store did not return in time."));
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
                // Another machine may have refreshed the token between the read and the lease.
                stored = usable();
            }
            shared.circuitBreaker().worked();
        } catch (Throwable e) {
            // Whatever the store throws, even an Error or a sneaky checked exception, the provider is still available.
            shared.circuitBreaker().failed(e);
            bypassStore();
            return;
        } finally {
            watchdog.cancel(false);
        }
        if (stored.isPresent()) {
            deliver(stored.get(), hasLease);
        } else if (hasLease && claim()) {
            requestToken(started + shared.lease().toNanos());
        } else if (hasLease) {
            // The provider was asked in the meantime, without the lease.
            endLease();
        } else {
            Future<?> unused = Background.after(POLL.after(++lookups), this::scheduleLookup);
        }
    }

    /** Returns the stored token if it is fresh. An older one is kept as a last resort, in case the provider fails. */
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

    /** Stops waiting for other machines and for the store. */
    private void bypassStore() {
        if (claim()) {
            requestToken(System.nanoTime());
        }
    }

    /**
     * Requests a token from the provider.
     *
     * @param leaseEnd when the lease ends, as a {@link System#nanoTime()} value
     */
    private void requestToken(long leaseEnd) {
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
            // It could not be started, for example because there is no thread; the callers must be notified.
            fallBack(e);
        }
    }

    /** Stores the token. After the end of the lease, it does not replace a fresh token of another machine. */
    private void share(AccessToken token, long leaseEnd) {
        try {
            if (System.nanoTime() - leaseEnd < 0 || shared.usable().isEmpty()) {
                shared.write(token);
            }
        } finally {
            shared.endLease(holder);
        }
    }

    /** If the provider fails, returns an older token from the store that has not expired, if it can be read in time. */
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
        if (old != null && shared.isUnexpired(old) && !shared.isRejected(old)) {
            receiver.succeeded(old);
        } else {
            receiver.failed(cause);
        }
    }

    /** Ends the lease at once. The store's thread is used already, and may have been for so long that it counts as stuck. */
    private void endLease() {
        shared.use(() -> shared.endLease(holder));
    }
}
