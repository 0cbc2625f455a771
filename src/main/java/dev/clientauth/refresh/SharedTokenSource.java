// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
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
 * Shares tokens with other machines through a store: one of them takes a lease and requests a token for all.
 *
 * <p>If the store fails, tokens are requested from the provider directly. A token that the provider's API rejected is not
 * read from the store again.
 */
public final class SharedTokenSource implements TokenSource {
    /**
     * The duration of a lease, after which another machine takes over. Longer than a healthy provider takes to respond, and
     * shorter than people wait.
     */
    public static final Duration LEASE = Duration.ofSeconds(10);

    /** The maximum time for one operation of a store; a store should give up after a second or two. */
    private static final Duration STORE_TIMEOUT = Duration.ofSeconds(3);

    /** The timeout is divided by this to get the maximum time for one operation of the store. */
    private static final int STORE_PARTS = 4;

    private static final int MAX_QUEUED = 16;

    /** More rejected tokens than this do not exist at the same time, unless the API rejects every token. */
    private static final int MAX_REJECTED = 16;

    private final TokenStore store;
    private final String id;
    private final TokenSource provider;
    private final Clock clock;
    private final Duration lease;
    private final StoreCircuitBreaker circuitBreaker;
    private final Duration storeTimeout;
    private final BoundedExecutor thread = new BoundedExecutor(1, MAX_QUEUED);
    private final ReentrantLock refusing = new ReentrantLock();
    private volatile List<AccessToken> rejected = List.of();

    /**
     * Creates a source that shares tokens.
     *
     * @param id the id of the token in the store, the same for all that share it
     * @param provider the source of new tokens
     * @param lease how long a lease lasts
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
                    rejected.stream().filter(old -> clock.instant().isBefore(old.expiresAt()));
            rejected =
                    Stream.concat(Stream.of(token), before).limit(MAX_REJECTED).toList();
        } finally {
            refusing.unlock();
        }
        boolean unused = attempt(() -> store.remove(id, token));
    }

    @Override
    public Duration timeout() {
        return provider.timeout();
    }

    /** Returns the stored token if it is fresh and was not rejected by the API. */
    Optional<AccessToken> usable() {
        return candidate().filter(this::isUsable);
    }

    /** Returns whether a token is fresh. */
    boolean isUsable(AccessToken token) {
        return clock.millis() < CachedToken.byWallClock(token).staleAt();
    }

    /** Returns whether a token has not expired; it is used as a last resort if the provider fails. */
    boolean isUnexpired(AccessToken token) {
        return clock.instant().isBefore(token.expiresAt());
    }

    /** Returns the stored token, unless it was rejected by the API. */
    Optional<AccessToken> candidate() {
        return store.read(id).filter(this::isOfKnownAge).filter(token -> !isRejected(token));
    }

    /** Returns whether the API rejected a token. */
    boolean isRejected(AccessToken token) {
        return rejected.stream().anyMatch(old -> old.value().equals(token.value()));
    }

    /**
     * Returns whether the age of a stored token is known. A token issued in the future was issued by another clock, or by
     * this one before it was set back, so its remaining lifetime is not known.
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
     * Uses the store on its thread without waiting for the result.
     *
     * @return false if the store is not used because it failed or hangs
     */
    boolean attempt(Runnable use) {
        return !isOpen() && offer(() -> use(use));
    }

    /** Uses the store on this thread, which is the store's. */
    void use(Runnable use) {
        try {
            use.run();
            circuitBreaker.worked();
        } catch (Throwable e) {
            // Whatever the store throws, the thread is needed for the next task.
            circuitBreaker.failed(e);
        }
    }

    /**
     * Runs a task on the store's thread, after earlier tasks. A hanging store blocks no other thread.
     *
     * @return false if the task was rejected
     */
    boolean offer(Runnable task) {
        return thread.offer(task);
    }

    /** Returns whether the store failed recently or hangs, so that it should not be used now. */
    boolean isOpen() {
        return circuitBreaker.isOpen() || thread.isStuck(storeTimeout);
    }

    /** Returns the maximum time for one operation of the store. */
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
