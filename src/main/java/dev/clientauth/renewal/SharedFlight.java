package dev.clientauth.renewal;

import dev.clientauth.exchange.Background;
import dev.clientauth.exchange.Backoff;
import dev.clientauth.token.AccessToken;

import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * One token being sought: in the store; else at the provider, by the lease; else, with the store failing or the holder of
 * the lease too slow, at the provider without it.
 *
 * <p>Its lease is its own: an earlier flight of the same authenticator that ends late does not end it.
 */
final class SharedFlight {
    /** How long the lease of others is respected, in parts of it: once for a holder that died, half for its successor. */
    private static final double PATIENCE = 1.5;

    private static final Backoff POLL = Backoff.between(Duration.ofMillis(50), Duration.ofMillis(400));

    private final SharedTokenSource shared;
    private final TokenSource.Receiver receiver;
    private final String holder = UUID.randomUUID().toString();
    private final AtomicBoolean decided = new AtomicBoolean();
    private volatile boolean inStore;
    private int looks;

    SharedFlight(SharedTokenSource shared, TokenSource.Receiver receiver) {
        this.shared = shared;
        this.receiver = receiver;
    }

    void start() {
        later(Duration.ofMillis(Math.round(shared.lease().toMillis() * PATIENCE)), this::losePatience);
        Background.workers().execute(this::look);
    }

    private static void later(Duration pause, Runnable task) {
        Background.after(pause, Background.workers()).execute(task);
    }

    private void look() {
        if (decided.get()) {
            return;
        }
        if (shared.health().isResting()) {
            goAlone();
            return;
        }
        long asked = System.nanoTime();
        Optional<AccessToken> stored;
        boolean isOurs;
        inStore = true;
        try {
            stored = shared.usable();
            isOurs = stored.isEmpty() && shared.tryLease(holder);
            if (isOurs) {
                // Another may have renewed it between our look and our lease.
                stored = shared.usable();
            }
            shared.health().worked();
        } catch (RuntimeException e) {
            shared.health().failed(e);
            goAlone();
            return;
        } finally {
            inStore = false;
        }
        if (stored.isPresent()) {
            take(stored.get(), isOurs);
        } else if (isOurs) {
            ask(asked + shared.lease().toNanos());
        } else {
            later(POLL.after(++looks), this::look);
        }
    }

    private void take(AccessToken token, boolean isOurs) {
        if (decided.compareAndSet(false, true)) {
            receiver.arrived(token);
        }
        if (isOurs) {
            endLease();
        }
    }

    /** Whoever waits, waits no longer: neither for others nor for a store that hangs. */
    private void losePatience() {
        if (decided.get()) {
            return;
        }
        if (inStore) {
            shared.health()
                    .failed(new IllegalStateException("The token store has neither answered nor thrown for too long."));
        }
        goAlone();
    }

    private void goAlone() {
        ask(System.nanoTime());
    }

    /**
     * Asks the provider, unless that has been done in the meantime.
     *
     * @param leaseEnd until when no other asks, by {@link System#nanoTime()}
     */
    private void ask(long leaseEnd) {
        if (!decided.compareAndSet(false, true)) {
            endLease();
            return;
        }
        shared.provider().fetch(new TokenSource.Receiver() {
            @Override
            public void arrived(AccessToken token) {
                receiver.arrived(token);
                shared.attempt(() -> share(token, leaseEnd));
                endLease();
            }

            @Override
            public void failed(Throwable cause) {
                shared.alive().ifPresentOrElse(receiver::arrived, () -> receiver.failed(cause));
                endLease();
            }
        });
    }

    /** What comes after the lease does not take the place of what another fetched by then. */
    private void share(AccessToken token, long leaseEnd) {
        if (System.nanoTime() - leaseEnd < 0 || shared.usable().isEmpty()) {
            shared.write(token);
        }
    }

    private void endLease() {
        shared.attempt(() -> shared.endLease(holder));
    }
}
