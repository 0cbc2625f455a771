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
 * Whether a store works, by what all authenticators of this JVM have seen of it: with thousands of them, its outage is
 * reported once, and not thousands of threads wait for it.
 */
final class StoreCircuitBreaker {
    /** For so long after a failure nobody asks the store. */
    static final Duration REST = Duration.ofSeconds(2);

    private static final Logger LOG = LoggerFactory.getLogger(StoreCircuitBreaker.class);
    private static final Map<TokenStore, StoreCircuitBreaker> ALL = Collections.synchronizedMap(new WeakHashMap<>());

    private final AtomicBoolean working = new AtomicBoolean(true);
    private volatile long failedAt;

    static StoreCircuitBreaker of(TokenStore store) {
        return ALL.computeIfAbsent(store, s -> new StoreCircuitBreaker());
    }

    /** Whether it failed a moment ago, so that asking it would be a waste of time. */
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
            LOG.warn("The token store failed; until it works again, this machine fetches its own tokens.", failure);
        } else {
            LOG.debug("The token store still fails.", failure);
        }
    }
}
