// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.refresh;

import dev.clientauth.token.TokenStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A circuit breaker for a store, shared by all authenticators of this JVM, so that an outage is logged once and does not
 * block a thread for each authenticator.
 */
final class StoreCircuitBreaker {
    /** How long the store is not used after a failure. */
    static final Duration REST = Duration.ofSeconds(2);

    private static final Logger LOG = LoggerFactory.getLogger(StoreCircuitBreaker.class);
    private static final Map<TokenStore, StoreCircuitBreaker> ALL = Collections.synchronizedMap(new WeakHashMap<>());

    private final AtomicBoolean working = new AtomicBoolean(true);
    private volatile long failedAt;

    static StoreCircuitBreaker of(TokenStore store) {
        return ALL.computeIfAbsent(store, s -> new StoreCircuitBreaker());
    }

    /** Returns whether the store failed recently and should not be used now. */
    boolean isOpen() {
        return !working.get() && System.nanoTime() - failedAt < REST.toNanos();
    }

    void worked() {
        if (working.compareAndSet(false, true)) {
            LOG.info("The token store works again.");
        }
    }

    void failed(Throwable failure) {
        failedAt = System.nanoTime();
        if (working.compareAndSet(true, false)) {
            LOG.warn("The token store failed; until it works again, this machine requests its own tokens.", failure);
        } else {
            LOG.debug("The token store still fails.", failure);
        }
    }
}
