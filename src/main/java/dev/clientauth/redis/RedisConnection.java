// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.redis;

import io.lettuce.core.RedisCommandInterruptedException;
import io.lettuce.core.RedisCommandTimeoutException;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/** A connection to Redis whose commands return within a timeout or fail. */
abstract sealed class RedisConnection implements AutoCloseable permits ManagedConnection, BorrowedConnection {
    private final Duration timeout;

    RedisConnection(Duration timeout) {
        this.timeout = timeout;
    }

    Duration timeout() {
        return timeout;
    }

    /**
     * Returns the connection.
     *
     * @throws RedisException if there is none
     */
    abstract StatefulRedisConnection<byte[], byte[]> connection();

    /** Records that this connection has not responded in time. */
    abstract void distrust(StatefulRedisConnection<byte[], byte[]> silent);

    @Override
    public abstract void close();

    /**
     * Sends a command and waits for the reply.
     *
     * @throws RedisException if there is none
     */
    final <T> T call(Function<RedisAsyncCommands<byte[], byte[]>, RedisFuture<T>> command) {
        StatefulRedisConnection<byte[], byte[]> connection = connection();
        RedisFuture<T> reply = command.apply(connection.async());
        try {
            return await(reply);
        } catch (RedisCommandTimeoutException e) {
            reply.cancel(true);
            distrust(connection);
            throw e;
        }
    }

    final <T> T await(Future<T> reply) {
        try {
            return reply.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw new RedisCommandTimeoutException("Redis has not responded within " + timeout.toMillis() + " ms.");
        } catch (ExecutionException e) {
            throw new RedisException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RedisCommandInterruptedException(e);
        }
    }
}
