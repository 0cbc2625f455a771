// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.redis;

import dev.clientauth.token.AccessToken;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisException;
import io.lettuce.core.api.sync.RedisCommands;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import javax.crypto.SecretKey;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.time.Instant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

/** The store if Redis has not started, crashes, is restarted, or does not respond. */
@Timeout(60)
class RedisOutageTest {
    private static final String ID = "id";
    private static final Duration TIMEOUT = Duration.ofMillis(600);

    private final SecretKey key = RedisTokenStoreTest.newKey();

    @Test
    void anApplicationCanStartBeforeRedis() {
        try (RedisServer server = RedisServer.stopped();
                RedisTokenStore store = store(server.uri())) {
            failsFast(() -> store.read(ID));
            failsFast(() -> store.tryLease(ID, "holder", Duration.ofSeconds(1)));
            server.restart();
            store.write(ID, token());
            assertThat(store.read(ID)).isPresent();
        }
    }

    @Test
    void callsFailAtOnceWhileRedisIsDownAndWorkAfterwards() {
        try (RedisServer server = RedisServer.start();
                RedisTokenStore store = store(server.uri())) {
            for (int i = 0; i < 3; i++) {
                store.write(ID, token());
                server.kill();
                failsFast(() -> store.read(ID));
                failsFast(() -> store.write(ID, token()));
                server.restart();
                assertThat(store.read(ID)).as("after restart " + i).isEmpty();
            }
        }
    }

    @Test
    void aHangingConnectionTimesOutOnceAndIsReplaced() {
        try (RedisServer server = RedisServer.start();
                RedisClient client = RedisClient.create(server.uri());
                RedisTokenStore store = store(server.uri())) {
            RedisCommands<String, String> redis = client.connect().sync();
            store.write(ID, token());
            int before = connections(redis);
            server.freeze();
            failsFast(() -> store.read(ID));
            server.thaw();
            assertThat(store.read(ID)).isPresent();
            assertThat(connections(redis)).isGreaterThan(before);
        }
    }

    /** How many connections Redis has ever had. */
    private static int connections(RedisCommands<String, String> redis) {
        String name = "total_connections_received:";
        return redis.info("stats")
                .lines()
                .filter(line -> line.startsWith(name))
                .mapToInt(line -> Integer.parseInt(line.substring(name.length())))
                .sum();
    }

    @Test
    void callsFailFastWhileRedisHangs() {
        try (RedisServer server = RedisServer.start();
                RedisTokenStore store = store(server.uri())) {
            store.write(ID, token());
            server.freeze();
            for (int i = 0; i < 3; i++) {
                failsFast(() -> store.read(ID));
            }
            server.thaw();
            assertThat(store.read(ID)).isPresent();
        }
    }

    @Test
    void aClosedStoreIsReported() {
        try (RedisServer server = RedisServer.start()) {
            RedisTokenStore store = store(server.uri());
            store.write(ID, token());
            store.close();
            store.close();
            assertThatThrownBy(() -> store.read(ID))
                    .isInstanceOf(RedisException.class)
                    .hasMessageContaining("closed");
        }
    }

    @Test
    void noFailureContainsTheRedisPassword() {
        String password = "very-secret-password";
        try (RedisServer server = RedisServer.stopped();
                RedisTokenStore store = store(server.uri().replace("redis://", "redis://user:" + password + "@"))) {
            assertThat(failure(() -> store.read(ID))).doesNotContain(password);
            server.restart();
            assertThat(failure(() -> store.read(ID))).doesNotContain(password);
            assertThat(store.toString()).doesNotContain(password);
        }
    }

    private RedisTokenStore store(String uri) {
        return RedisTokenStore.builder(key).timeout(TIMEOUT).connect(uri);
    }

    private static String failure(ThrowingCallable use) {
        Throwable failure = catchThrowable(use);
        assertThat(failure).isInstanceOf(RedisException.class);
        StringWriter trace = new StringWriter();
        failure.printStackTrace(new PrintWriter(trace));
        return trace.toString();
    }

    private static void failsFast(ThrowingCallable use) {
        long start = System.nanoTime();
        assertThatThrownBy(use).isInstanceOf(RedisException.class);
        assertThat(Duration.ofNanos(System.nanoTime() - start))
                .isLessThan(TIMEOUT.multipliedBy(2).plusMillis(500));
    }

    private static AccessToken token() {
        Instant now = Instant.now();
        return new AccessToken("value", "Bearer", null, now, now.plusSeconds(60));
    }
}
