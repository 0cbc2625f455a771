// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.http;

import dev.clientauth.transport.HttpTransport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.concurrent.locks.ReentrantLock;

/** Cancels a request from another thread: a thread that reads from a socket does not react to an interrupt. */
final class Cancellation {
    private static final Logger LOG = LoggerFactory.getLogger(Cancellation.class);

    private final ReentrantLock lock = new ReentrantLock();
    private HttpTransport.@Nullable Request request;
    private boolean cancelled;

    /** Registers a request that is about to be sent. If this has already been cancelled, the request will fail. */
    void track(HttpTransport.Request started) {
        lock.lock();
        try {
            request = started;
            if (!cancelled) {
                return;
            }
        } finally {
            lock.unlock();
        }
        started.cancel(Runnable::run);
    }

    /**
     * Cancels the current request and every later one. Does not block, even if the transport does.
     *
     * @return whether the body of the last request may have left this machine; if not, it never will
     */
    boolean cancel() {
        lock.lock();
        try {
            cancelled = true;
            if (request == null) {
                return false;
            }
            request.cancel(Cancellation::later);
            return request.isSent();
        } finally {
            lock.unlock();
        }
    }

    private static void abort(Runnable abortion) {
        try {
            abortion.run();
        } catch (Throwable e) {
            // Thrown by a transport of the application, or by an event listener of its HTTP client.
            LOG.warn("A request could not be aborted: {}.", e.getClass().getName());
        }
    }

    private static void later(Runnable abortion) {
        try {
            Background.execute(() -> abort(abortion));
        } catch (OutOfMemoryError e) {
            // No thread could be started. The request ends with its own timeout.
        }
    }

    boolean isCancelled() {
        lock.lock();
        try {
            return cancelled;
        } finally {
            lock.unlock();
        }
    }
}
