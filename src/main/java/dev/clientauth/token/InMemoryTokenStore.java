package dev.clientauth.token;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Shares tokens between the authenticators of one JVM.
 *
 * <p>Give it to authenticators that are made anew for each job or request, so that they do not fetch a token each. It keeps
 * one token for each client and set of scopes, until it is replaced or read after its end.
 */
public final class InMemoryTokenStore implements TokenStore {
    private final Map<String, AccessToken> tokens = new ConcurrentHashMap<>();
    private final Map<String, Lease> leases = new ConcurrentHashMap<>();
    private final Clock clock;

    private record Lease(String holder, Instant end) {}

    /** An empty store. */
    public InMemoryTokenStore() {
        this(Clock.systemUTC());
    }

    /** An empty store whose tokens and leases end by this clock. */
    public InMemoryTokenStore(Clock clock) {
        this.clock = clock;
    }

    @Override
    public Optional<AccessToken> read(String id) {
        return Optional.ofNullable(tokens.computeIfPresent(
                id, (key, token) -> clock.instant().isBefore(token.expiresAt()) ? token : null));
    }

    @Override
    public boolean tryLease(String id, String holder, Duration lease) {
        Instant now = clock.instant();
        AtomicBoolean isFree = new AtomicBoolean();
        leases.compute(id, (key, old) -> {
            isFree.set(old == null || !now.isBefore(old.end()));
            return isFree.get() ? new Lease(holder, now.plus(lease)) : old;
        });
        return isFree.get();
    }

    @Override
    public void write(String id, AccessToken token) {
        tokens.put(id, token);
    }

    @Override
    public void endLease(String id, String holder) {
        leases.computeIfPresent(id, (key, lease) -> lease.holder().equals(holder) ? null : lease);
    }

    @Override
    public void remove(String id, AccessToken token) {
        tokens.computeIfPresent(id, (key, kept) -> kept.value().equals(token.value()) ? null : kept);
    }

    @Override
    public String toString() {
        return "InMemoryTokenStore[" + tokens.size() + " tokens]";
    }
}
