// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.redis;

import dev.clientauth.token.AccessToken;
import io.lettuce.core.RedisClient;
import io.lettuce.core.SetArgs;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

/** The store with a real Redis: what is stored, for how long and for which client, and which entries are accepted. */
@Timeout(30)
class RedisTokenStoreTest {
    private static final String ID = "epic\nhttps://fhir.example.org/token\nmy-client\nsystem/Patient.read";
    private static final String OTHER_ID = "epic\nhttps://fhir.example.org/token\nother-client\n";
    private static final String VALUE = "the-very-secret-access-token";

    private static RedisServer server;
    private static RedisClient client;
    private static RedisCommands<String, String> redis;

    private final SecretKey key = newKey();
    private final RedisTokenStore store = RedisTokenStore.connect(server.uri(), key);

    @BeforeAll
    static void start() {
        server = RedisServer.start();
        client = RedisClient.create(server.uri());
        redis = client.connect().sync();
    }

    @AfterAll
    static void stop() {
        client.shutdown();
        server.close();
    }

    @BeforeEach
    void empty() {
        redis.flushall();
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void oneMachineReadsWhatAnotherWrote() {
        AccessToken token = token(VALUE, Duration.ofMinutes(5));
        store.write(ID, token);
        try (RedisTokenStore other = RedisTokenStore.connect(server.uri(), key)) {
            AccessToken read = other.read(ID).orElseThrow();
            assertThat(read.value()).isEqualTo(VALUE);
            assertThat(read.type()).isEqualTo("bearer");
            assertThat(read.scope()).contains("system/Patient.read");
            assertThat(read.expiresAt()).isCloseTo(token.expiresAt(), within(Duration.ofSeconds(1)));
            assertThat(Duration.between(read.issuedAt(), read.expiresAt())).isEqualTo(Duration.ofMinutes(5));
            assertThat(other.read(OTHER_ID)).isEmpty();
        }
    }

    @Test
    void aTokenWithoutAScopeIsReadWithoutOne() {
        Instant now = Instant.now();
        store.write(ID, new AccessToken(VALUE, "Bearer", null, now, now.plusSeconds(60)));
        assertThat(store.read(ID).orElseThrow().scope()).isEmpty();
    }

    @Test
    void anEntryExpiresWithTheToken() throws InterruptedException {
        Duration life = Duration.ofMillis(1500);
        store.write(ID, token(VALUE, life));
        assertThat(redis.keys("*")).hasSize(1);
        assertThat(redis.pttl(redis.keys("*").get(0))).isBetween(1L, life.toMillis());
        long start = System.nanoTime();
        while (store.read(ID).isPresent()) {
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(life.multipliedBy(2));
            Thread.sleep(10);
        }
        store.write(ID, token(VALUE, Duration.ofMillis(-1)));
        assertThat(redis.keys("*")).isEmpty();
    }

    @Test
    void machinesWithDifferentClocksShareATokensLifetime() {
        Clock behind = Clock.offset(Clock.systemUTC(), Duration.ofHours(-3));
        store.write(ID, token(VALUE, Duration.ofMinutes(5)));
        try (RedisTokenStore other = RedisTokenStore.builder(key).clock(behind).connect(server.uri())) {
            AccessToken read = other.read(ID).orElseThrow();
            assertThat(read.expiresAt()).isCloseTo(behind.instant().plusSeconds(300), within(Duration.ofSeconds(2)));
            assertThat(read.issuedAt()).isCloseTo(behind.instant(), within(Duration.ofSeconds(2)));
        }
    }

    @Test
    void aClockSetBackAfterTheRequestDoesNotExtendTheLifetime() {
        Instant ahead = Instant.now().plus(Duration.ofHours(3));
        store.write(ID, new AccessToken(VALUE, "Bearer", null, ahead, ahead.plusSeconds(60)));
        assertThat(store.read(ID).orElseThrow().expiresAt())
                .isBeforeOrEqualTo(Instant.now().plusSeconds(60));
    }

    @Test
    void oneOfSeveralGetsTheLease() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(16);
        try {
            List<Callable<Boolean>> asks = IntStream.range(0, 64)
                    .mapToObj(i -> (Callable<Boolean>) () -> store.tryLease(ID, "holder-" + i, Duration.ofSeconds(10)))
                    .toList();
            int leases = 0;
            for (Future<Boolean> ask : threads.invokeAll(asks)) {
                leases += ask.get() ? 1 : 0;
            }
            assertThat(leases).isEqualTo(1);
            assertThat(store.tryLease(OTHER_ID, "holder-0", Duration.ofSeconds(10)))
                    .isTrue();
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void aLeaseIsEndedOnlyByItsHolder() {
        Duration lease = Duration.ofMinutes(1);
        assertThat(store.tryLease(ID, "first", lease)).isTrue();
        assertThat(store.tryLease(ID, "first", lease)).isFalse();
        store.endLease(ID, "second");
        assertThat(store.tryLease(ID, "second", lease)).isFalse();
        store.endLease(ID, "first");
        assertThat(store.tryLease(ID, "second", lease)).isTrue();
    }

    @Test
    void aLeaseExpires() throws InterruptedException {
        Duration lease = Duration.ofMillis(300);
        long start = System.nanoTime();
        assertThat(store.tryLease(ID, "first", lease)).isTrue();
        while (!store.tryLease(ID, "second", Duration.ofMinutes(1))) {
            Thread.sleep(5);
        }
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isBetween(lease, lease.plusSeconds(2));
        store.endLease(ID, "first");
        assertThat(store.tryLease(ID, "third", lease)).isFalse();
    }

    @Test
    void aLateRemovalKeepsTheNewerToken() {
        AccessToken old = token("old", Duration.ofMinutes(5));
        store.write(ID, old);
        store.write(ID, token("new", Duration.ofMinutes(5)));
        store.remove(ID, old);
        assertThat(store.read(ID).orElseThrow().value()).isEqualTo("new");
        store.remove(ID, token("new", Duration.ofMinutes(1)));
        assertThat(store.read(ID)).isEmpty();
        store.remove(ID, old);
    }

    @Test
    void entriesInRedisAreNotReadable() {
        store.write(ID, token(VALUE, Duration.ofMinutes(5)));
        store.tryLease(ID, "holder", Duration.ofMinutes(1));
        List<String> all = everything();
        assertThat(all).hasSize(4);
        assertThat(all)
                .noneMatch(text -> text.contains(VALUE)
                        || text.contains("my-client")
                        || text.contains("Patient")
                        || text.contains("example.org"));
        assertThat(redis.keys("*")).allMatch(name -> name.startsWith("clientauth:"));
        assertThat(all.stream().filter(text -> text.startsWith("eyJ")).map(RedisTokenStoreTest::header))
                .singleElement()
                .asString()
                .contains("\"alg\":\"dir\"", "\"enc\":\"A256GCM\"", "\"kid\":\"");
    }

    @Test
    void anEntryMovedToAnotherIdIsIgnored() {
        store.write(ID, token(VALUE, Duration.ofMinutes(5)));
        String stolen = redis.get(redis.keys("*").get(0));
        redis.flushall();
        store.write(OTHER_ID, token("other", Duration.ofMinutes(5)));
        String place = redis.keys("*").get(0);
        redis.set(place, stolen, SetArgs.Builder.px(300_000));
        assertThat(store.read(OTHER_ID)).isEmpty();
    }

    @Test
    void aTamperedEntryIsIgnoredAndReplaced() {
        store.write(ID, token(VALUE, Duration.ofMinutes(5)));
        String place = redis.keys("*").get(0);
        String entry = redis.get(place);
        List<String> tampered = new ArrayList<>(List.of("", "x", "{}", "a.b.c.d.e", entry + "A", "\u0000\u00ff"));
        int cipherText = entry.lastIndexOf('.') - 4;
        tampered.add(entry.substring(0, cipherText)
                + (entry.charAt(cipherText) == 'A' ? 'B' : 'A')
                + entry.substring(cipherText + 1));
        for (String text : tampered) {
            redis.set(place, text, SetArgs.Builder.px(300_000));
            assertThat(store.read(ID)).as(text).isEmpty();
            store.remove(ID, token(VALUE, Duration.ofMinutes(5)));
            assertThat(redis.get(place)).isEqualTo(text);
        }
        store.write(ID, token("newer", Duration.ofMinutes(5)));
        assertThat(store.read(ID).orElseThrow().value()).isEqualTo("newer");
    }

    @Test
    void anEntryWithAnExtendedLifetimeIsIgnored() {
        store.write(ID, token(VALUE, Duration.ofMinutes(5)));
        String place = redis.keys("*").get(0);
        redis.pexpire(place, Duration.ofMinutes(6).toMillis());
        assertThat(store.read(ID)).isEmpty();
        redis.persist(place);
        assertThat(store.read(ID)).isEmpty();
        redis.pexpire(place, Duration.ofMinutes(4).toMillis());
        assertThat(store.read(ID)).isPresent();
    }

    @Test
    void oldKeysDecryptAndTheFirstEncrypts() {
        SecretKey newer = newKey();
        try (RedisTokenStore rotated =
                        RedisTokenStore.builder(newer).olderKey(key).connect(server.uri());
                RedisTokenStore finished = RedisTokenStore.connect(server.uri(), newer)) {
            store.write(ID, token("by-the-old-key", Duration.ofMinutes(5)));
            assertThat(rotated.read(ID).orElseThrow().value()).isEqualTo("by-the-old-key");
            assertThat(finished.read(ID)).isEmpty();
            rotated.write(ID, token("by-the-new-key", Duration.ofMinutes(5)));
            assertThat(finished.read(ID).orElseThrow().value()).isEqualTo("by-the-new-key");
            assertThat(store.read(ID)).isEmpty();
            rotated.remove(ID, token("by-the-new-key", Duration.ofMinutes(5)));
            assertThat(redis.keys("*")).isEmpty();
        }
    }

    @Test
    void aKeyOfAnotherSizeIsRejectedWithTheRequiredSize() {
        SecretKey small = new SecretKeySpec(new byte[16], "AES");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RedisTokenStore.connect(server.uri(), small))
                .withMessageContaining("has 16 bytes")
                .withMessageContaining("must have 32")
                .withMessageContaining("openssl rand -base64 32");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RedisTokenStore.builder(key).olderKey(small))
                .withMessageContaining("has 16 bytes");
    }

    @Test
    void storesWithDifferentPrefixesShareNothing() {
        try (RedisTokenStore other =
                RedisTokenStore.builder(key).prefix("staging:").connect(server.uri())) {
            store.write(ID, token(VALUE, Duration.ofMinutes(5)));
            assertThat(other.read(ID)).isEmpty();
            assertThat(store.tryLease(ID, "one", Duration.ofMinutes(1))).isTrue();
            assertThat(other.tryLease(ID, "two", Duration.ofMinutes(1))).isTrue();
            assertThat(other.toString()).isEqualTo("RedisTokenStore[staging:*]");
        }
    }

    @Test
    void aConnectionOfTheApplicationIsUsedAndNotClosed() {
        try (StatefulRedisConnection<byte[], byte[]> connection = client.connect(ByteArrayCodec.INSTANCE)) {
            try (RedisTokenStore borrowed = RedisTokenStore.over(connection, key)) {
                borrowed.write(ID, token(VALUE, Duration.ofMinutes(5)));
                assertThat(store.read(ID).orElseThrow().value()).isEqualTo(VALUE);
            }
            assertThat(connection.isOpen()).isTrue();
        }
    }

    private static List<String> everything() {
        List<String> all = new ArrayList<>(redis.keys("*"));
        redis.keys("*").forEach(name -> all.add(redis.get(name)));
        return all;
    }

    private static String header(String jwe) {
        return new String(Base64.getUrlDecoder().decode(jwe.substring(0, jwe.indexOf('.'))), UTF_8);
    }

    private static AccessToken token(String value, Duration life) {
        Instant now = Instant.now();
        return new AccessToken(value, "bearer", "system/Patient.read", now, now.plus(life));
    }

    static SecretKey newKey() {
        byte[] bytes = new byte[32];
        new SecureRandom().nextBytes(bytes);
        return new SecretKeySpec(bytes, "AES");
    }
}
