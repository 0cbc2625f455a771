package dev.clientauth.refresh;

import dev.clientauth.http.BoundedExecutor;
import dev.clientauth.token.AccessToken;
import dev.clientauth.token.TokenStore;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

/**
 * Takes tokens from a store that others fill as well, and fills it where they have not: one request for all, by a lease.
 *
 * <p>When the store fails, tokens come from the provider directly, as if there were no store. A token that the provider's
 * API refused is not taken from the store again, whoever put it there.
 */
public final class SharedTokenSource implements TokenSource {
    /**
     * After this time another takes over from a holder that died. Longer than a healthy provider takes to answer; shorter
     * than a person waits.
     */
    public static final Duration LEASE = Duration.ofSeconds(10);

    /** How long one step may take in a store; those that are documented to give up after a second or two have done so. */
    private static final Duration STORE_TIMEOUT = Duration.ofSeconds(3);

    /** The most of a fetch, in parts of it, that one step may take in the store. */
    private static final int STORE_PARTS = 4;

    private static final int MAX_QUEUED = 16;

    /** More refused tokens than this are not alive at once, unless the API refuses every token there is. */
    private static final int MAX_REFUSED = 16;

    private final TokenStore store;
    private final String id;
    private final TokenSource provider;
    private final Clock clock;
    private final Duration lease;
    private final StoreCircuitBreaker circuitBreaker;
    private final Duration storeTimeout;
    private final BoundedExecutor thread = new BoundedExecutor(1, MAX_QUEUED);
    private final ReentrantLock refusing = new ReentrantLock();
    private volatile List<AccessToken> refused = List.of();

    /**
     * A source that shares.
     *
     * @param id under which the store keeps the token: the same for all that may share it
     * @param provider where tokens come from in the end
     * @param lease after how long another takes over from a holder that died
     */
    public SharedTokenSource(TokenStore store, String id, TokenSource provider, Clock clock, Duration lease) {
        this.store = store;
        this.id = id;
        this.provider = provider;
        this.clock = clock;
        this.lease = lease;
        this.circuitBreaker = StoreCircuitBreaker.of(store);
        Duration part = provider.timeout().dividedBy(STORE_PARTS);
        this.storeTimeout = part.compareTo(STORE_TIMEOUT) < 0 ? part : STORE_TIMEOUT;
    }

    @Override
    public void fetch(Receiver receiver) {
        new SharedRefresh(this, receiver).start();
    }

    @Override
    public void forget(AccessToken token) {
        refusing.lock();
        try {
            Stream<AccessToken> before =
                    refused.stream().filter(old -> clock.instant().isBefore(old.expiresAt()));
            refused = Stream.concat(Stream.of(token), before).limit(MAX_REFUSED).toList();
        } finally {
            refusing.unlock();
        }
        boolean unused = attempt(() -> store.remove(id, token));
    }

    @Override
    public Duration timeout() {
        return provider.timeout();
    }

    /** The stored token, unless it would be renewed at once or was refused by the API. */
    Optional<AccessToken> usable() {
        return candidate().filter(this::isUsable);
    }

    /** Whether a token would not be renewed at once. */
    boolean isUsable(AccessToken token) {
        return clock.millis() < CachedToken.byWallClock(token).staleAt();
    }

    /** Whether a token is good, however old: better than none when the provider gives no other. */
    boolean isUnexpired(AccessToken token) {
        return clock.instant().isBefore(token.expiresAt());
    }

    /** The stored token, unless it was refused by the API. */
    Optional<AccessToken> candidate() {
        return store.read(id)
                .filter(this::isOfKnownAge)
                .filter(token -> refused.stream().noneMatch(old -> old.value().equals(token.value())));
    }

    /**
     * Whether the wall clock tells how old a stored token is. One that was issued in the future was issued by another clock,
     * or by this one before it was set back: how long it is still valid is not known.
     */
    private boolean isOfKnownAge(AccessToken token) {
        long ahead = token.issuedAt().toEpochMilli() - clock.millis();
        return ahead <= CachedToken.byWallClock(token).margin();
    }

    boolean tryLease(String holder) {
        return store.tryLease(id, holder, lease);
    }

    void write(AccessToken token) {
        store.write(id, token);
    }

    void endLease(String holder) {
        store.endLease(id, holder);
    }

    /**
     * Uses the store on its thread, where nobody waits for the outcome.
     *
     * @return false if the store is not used, because it failed or hangs
     */
    boolean attempt(Runnable use) {
        return !isOpen()
                && offer(() -> {
                    try {
                        use.run();
                        circuitBreaker.worked();
                    } catch (Throwable e) {
                        // Whatever a store throws: the next one may use this thread.
                        circuitBreaker.failed(e);
                    }
                });
    }

    /**
     * Runs a task on the one thread on which this source uses the store, after those that were offered before. A store that
     * hangs takes no other thread.
     *
     * @return false if the task was rejected
     */
    boolean offer(Runnable task) {
        return thread.offer(task);
    }

    /** Whether the store failed a moment ago, or has been hanging for too long, so that asking it would be a waste of time. */
    boolean isOpen() {
        return circuitBreaker.isOpen() || thread.isStuck(storeTimeout);
    }

    /** How long one step may take in the store. */
    Duration storeTimeout() {
        return storeTimeout;
    }

    TokenSource provider() {
        return provider;
    }

    Duration lease() {
        return lease;
    }

    StoreCircuitBreaker circuitBreaker() {
        return circuitBreaker;
    }
}
