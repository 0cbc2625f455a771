// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.redis;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.MaintNotificationsConfig;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.ByteArrayCodec;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A connection that is opened on demand, and opened again after it was lost or stopped responding.
 *
 * <p>Lettuce can reconnect lost connections itself, but not those that were never opened, nor those whose peer is gone,
 * which TCP notices after a quarter of an hour. One mechanism covers all three: the next command connects.
 */
final class ManagedConnection extends RedisConnection {
    private final RedisClient client;
    private final RedisURI uri;
    private final ReentrantLock lock = new ReentrantLock();
    private CompletableFuture<StatefulRedisConnection<byte[], byte[]>> current;
    private boolean closed;

    /**
     * Creates a connection and starts to connect.
     *
     * @param uri owned by this connection from now on
     */
    ManagedConnection(RedisURI uri, Duration timeout) {
        super(timeout);
        this.uri = uri;
        uri.setTimeout(timeout);
        this.client = RedisClient.create();
        client.setOptions(ClientOptions.builder()
                .autoReconnect(false)
                .maintNotificationsConfig(MaintNotificationsConfig.disabled())
                .disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
                .socketOptions(SocketOptions.builder()
                        .connectTimeout(timeout)
                        .keepAlive(true)
                        .build())
                .build());
        // Connect before the first command, which would otherwise wait until Lettuce is loaded. If this fails, that
        // command tries again.
        this.current = client.connectAsync(ByteArrayCodec.INSTANCE, uri).toCompletableFuture();
    }

    @Override
    StatefulRedisConnection<byte[], byte[]> connection() {
        return await(connecting());
    }

    private CompletableFuture<StatefulRedisConnection<byte[], byte[]>> connecting() {
        lock.lock();
        try {
            if (closed) {
                throw new RedisException("The token store is closed.");
            }
            if (current.isDone()
                    && (current.isCompletedExceptionally() || !current.join().isOpen())) {
                replace();
            }
            return current;
        } finally {
            lock.unlock();
        }
    }

    @Override
    void distrust(StatefulRedisConnection<byte[], byte[]> silent) {
        lock.lock();
        try {
            // The first caller that times out replaces it for all callers.
            if (!closed
                    && current.isDone()
                    && !current.isCompletedExceptionally()
                    && current.join().equals(silent)) {
                replace();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Requires the lock, so that each connection is closed once. */
    private void replace() {
        CompletableFuture<Void> unused = current.thenCompose(StatefulRedisConnection::closeAsync);
        current = client.connectAsync(ByteArrayCodec.INSTANCE, uri).toCompletableFuture();
    }

    @Override
    public void close() {
        lock.lock();
        try {
            if (closed) {
                return;
            }
            closed = true;
        } finally {
            lock.unlock();
        }
        client.shutdown(0, timeout().toMillis(), TimeUnit.MILLISECONDS);
    }
}
