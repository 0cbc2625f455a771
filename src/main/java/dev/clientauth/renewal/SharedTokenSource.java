package dev.clientauth.renewal;

import dev.clientauth.exchange.Background;
import dev.clientauth.token.AccessToken;
import dev.clientauth.token.TokenStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Takes tokens from a store that others fill as well, and fills it where they have not: one request for all, by a lease.
 *
 * <p>When the store fails, tokens come from the provider directly, as if there were no store.
 */
public final class SharedTokenSource implements TokenSource {
    /** After this time another takes over from a holder that died. */
    static final Duration LEASE = Duration.ofSeconds(10);

    private static final Logger LOG = LoggerFactory.getLogger(SharedTokenSource.class);
    private static final int LEAST_POLL_MILLIS = 25;
    private static final int MOST_POLL_MILLIS = 100;

    private final TokenStore store;
    private final String id;
    private final TokenSource provider;
    private final Clock clock;
    private final String holder = UUID.randomUUID().toString();
    private final AtomicBoolean working = new AtomicBoolean(true);
    private volatile @Nullable AccessToken refused;

    /**
     * A source that shares.
     *
     * @param id under which the store keeps the token: the same for all that may share it
     * @param provider where tokens come from in the end
     */
    public SharedTokenSource(TokenStore store, String id, TokenSource provider, Clock clock) {
        this.store = store;
        this.id = id;
        this.provider = provider;
        this.clock = clock;
    }

    @Override
    public void fetch(Receiver receiver) {
        Background.workers().execute(() -> advance(receiver));
    }

    private void advance(Receiver receiver) {
        Optional<AccessToken> stored;
        boolean isOurs;
        try {
            stored = usable();
            isOurs = stored.isEmpty() && store.tryLease(id, holder, LEASE);
            if (isOurs) {
                // Another may have renewed it between our look and our lease.
                stored = usable();
            }
            note(true, null);
        } catch (RuntimeException e) {
            note(false, e);
            provider.fetch(receiver);
            return;
        }
        if (isOurs) {
            stored.ifPresentOrElse(token -> settle(receiver, token), () -> renew(receiver));
        } else {
            stored.ifPresentOrElse(
                    receiver::arrived,
                    () -> Background.after(pause(), Background.workers()).execute(() -> advance(receiver)));
        }
    }

    private static Duration pause() {
        return Duration.ofMillis(ThreadLocalRandom.current().nextInt(LEAST_POLL_MILLIS, MOST_POLL_MILLIS));
    }

    /** The stored token, unless it would be renewed at once or was refused by the API. */
    private Optional<AccessToken> usable() {
        AccessToken unwanted = refused;
        return store.read(id)
                .filter(token -> unwanted == null || !token.value().equals(unwanted.value()))
                .filter(token -> clock.millis() < Held.of(token, 0).staleAt());
    }

    private void renew(Receiver receiver) {
        provider.fetch(new Receiver() {
            @Override
            public void arrived(AccessToken token) {
                receiver.arrived(token);
                attempt(() -> store.write(id, token));
                attempt(() -> store.endLease(id, holder));
            }

            @Override
            public void failed(Throwable cause) {
                receiver.failed(cause);
                attempt(() -> store.endLease(id, holder));
            }
        });
    }

    private void settle(Receiver receiver, AccessToken token) {
        receiver.arrived(token);
        attempt(() -> store.endLease(id, holder));
    }

    private void attempt(Runnable use) {
        try {
            use.run();
        } catch (RuntimeException e) {
            note(false, e);
        }
    }

    @Override
    public void forget(AccessToken token) {
        refused = token;
        Background.workers().execute(() -> attempt(() -> store.remove(id, token)));
    }

    /** Says once that the store has failed, and once that it works again. */
    private void note(boolean works, @Nullable RuntimeException failure) {
        if (working.getAndSet(works) != works) {
            if (works) {
                LOG.info("The token store works again.");
            } else {
                LOG.warn("The token store failed; this machine goes on without it.", failure);
            }
        }
    }
}
