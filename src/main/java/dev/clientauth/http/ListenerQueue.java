// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.http;

import dev.clientauth.token.TokenEvent;
import dev.clientauth.token.TokenListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Notifies a listener on a separate thread, one event after the other, so that a slow or hanging listener delays no caller.
 * When {@value #MAX_QUEUED} events are queued, further ones are dropped.
 */
final class ListenerQueue implements TokenListener {
    /** More than a client has in hours, and few enough to keep for thousands of clients. */
    static final int MAX_QUEUED = 256;

    private static final Logger LOG = LoggerFactory.getLogger(ListenerQueue.class);

    private final TokenListener listener;
    private final BoundedExecutor executor = new BoundedExecutor(1, MAX_QUEUED);
    private final AtomicLong dropped = new AtomicLong();

    ListenerQueue(TokenListener listener) {
        this.listener = listener;
    }

    @Override
    public void on(TokenEvent event) {
        boolean accepted;
        try {
            accepted = executor.offer(() -> notifyOf(event));
        } catch (Throwable e) {
            // No thread could be started. That must not fail the refresh that callers are waiting for.
            accepted = false;
        }
        if (!accepted && dropped.getAndIncrement() == 0) {
            LOG.warn(
                    "A token listener has not returned while {} events were waiting for it; events are dropped until it"
                            + " does.",
                    MAX_QUEUED);
        }
    }

    private void notifyOf(TokenEvent event) {
        long missed = dropped.getAndSet(0);
        if (missed > 0) {
            LOG.warn("A token listener missed {} events, because it took too long.", missed);
        }
        try {
            listener.on(event);
        } catch (Throwable e) {
            // A failure of the listener, even an Error, is not a failure of the client.
            LOG.warn("A token listener failed on {}.", event, e);
        }
    }
}
