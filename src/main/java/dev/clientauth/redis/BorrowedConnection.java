// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.redis;

import io.lettuce.core.api.StatefulRedisConnection;

import java.time.Duration;

/** A connection that the application owns, reconnects and closes. */
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
        // Not closed, because the application owns it.
    }

    @Override
    public void close() {
        // The application closes it.
    }
}
