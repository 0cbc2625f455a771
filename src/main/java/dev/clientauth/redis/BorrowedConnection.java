package dev.clientauth.redis;

import io.lettuce.core.api.StatefulRedisConnection;

import java.time.Duration;

/** A connection of the application's, which mends and closes it. */
final class BorrowedConnection extends RedisConnection {
    private final StatefulRedisConnection<byte[], byte[]> connection;

    BorrowedConnection(StatefulRedisConnection<byte[], byte[]> connection, Duration timeout) {
        super(timeout);
        this.connection = connection;
    }

    @Override
    StatefulRedisConnection<byte[], byte[]> connection() {
        return connection;
    }

    @Override
    void distrust(StatefulRedisConnection<byte[], byte[]> silent) {
        // Not ours to close: it may be silent for us only.
    }

    @Override
    public void close() {
        // Not ours.
    }
}
