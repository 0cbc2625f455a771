// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.redis;

import dev.clientauth.arguments.Arguments;
import dev.clientauth.token.AccessToken;
import dev.clientauth.token.TokenStore;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.SetArgs;
import io.lettuce.core.api.StatefulRedisConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import javax.crypto.SecretKey;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * Shares access tokens between machines through Redis, encrypted with a key that Redis does not have.
 *
 * <pre>{@code
 * SecretKey key = new SecretKeySpec(Base64.getDecoder().decode(System.getenv("TOKEN_STORE_KEY")), "AES");
 * RedisTokenStore store = RedisTokenStore.connect("rediss://redis.example.com:6380", key);
 * }</pre>
 *
 * <p>One store serves all authenticators of a JVM; close it after they are no longer used. It connects when it is
 * created, and reconnects after the connection was lost or a command timed out; an application can start while Redis is
 * down, and keeps running when Redis goes down. A command takes at most the {@linkplain Builder#timeout(Duration)
 * timeout}, or twice that if it has to connect first. Failures throw Lettuce's {@link io.lettuce.core.RedisException};
 * the authenticators then request their own tokens.
 *
 * <p>Each entry is a JWE (RFC 7516) with {@code dir} and {@code A256GCM}, stored under the SHA-256 of its id, and
 * expires with the token. Redis measures the expiry, so the machines' clocks need not agree. An entry that cannot be
 * decrypted, or was stored under another id, is ignored and logged once. Anyone with write access to Redis can delete
 * an entry or restore an older one with the same id, but can neither read nor forge tokens.
 *
 * <p>Every command uses one key. The Redis user needs {@code GET}, {@code SET}, {@code DEL}, {@code PTTL} and {@code EVAL}
 * on the prefix.
 *
 * <p>Lettuce logs what it sends: at level {@code TRACE}, the loggers under {@code io.lettuce.core} print the bytes on
 * the wire, including the Redis password in {@code AUTH} or {@code HELLO}. Keep them at {@code DEBUG} or above in
 * production. No message of this class contains the Redis URI.
 */
public final class RedisTokenStore implements TokenStore, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RedisTokenStore.class);

    /** Reads the value and its remaining time to live atomically. */
    private static final String READ =
            "local v = redis.call('GET', KEYS[1]) if v then return {v, redis.call('PTTL', KEYS[1])} end return {}";

    private static final String DELETE_IF_SAME =
            "if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end return 0";

    private final RedisConnection connection;
    private final TokenEntryCipher cipher;
    private final String prefix;
    private final Clock clock;
    private final Set<String> reported = ConcurrentHashMap.newKeySet();

    RedisTokenStore(RedisConnection connection, TokenEntryCipher cipher, String prefix, Clock clock) {
        this.connection = connection;
        this.cipher = cipher;
        this.prefix = prefix;
        this.clock = clock;
    }

    /**
     * Creates a store with the prefix {@value Builder#DEFAULT_PREFIX} and a timeout of one second.
     *
     * @param uri the Redis URI, such as {@code rediss://user:password@redis.example.com:6380/0}; Redis may be down
     * @param key 32 random bytes, the same on all machines, for example from {@code openssl rand -base64 32}
     * @throws IllegalArgumentException if the URI is invalid or the key has another size; the message does not repeat the
     *     URI
     */
    public static RedisTokenStore connect(String uri, SecretKey key) {
        Arguments.notBlank(uri, "uri");
        return builder(key).connect(uri);
    }

    /**
     * Creates a store on a connection of the application, which stays open when the store is closed.
     *
     * @param connection made with {@link io.lettuce.core.codec.ByteArrayCodec}; configure it to reject commands while it is
     *     disconnected, otherwise each call waits for the timeout
     * @param key 32 random bytes, the same on all machines
     * @throws IllegalArgumentException if the key has another size
     */
    public static RedisTokenStore over(StatefulRedisConnection<byte[], byte[]> connection, SecretKey key) {
        Arguments.required(connection, "connection");
        return builder(key).over(connection);
    }

    /**
     * Returns a builder for a store with another prefix or timeout, or with older keys.
     *
     * @param key the encryption key: 32 random bytes, the same on all machines
     * @throws IllegalArgumentException if the key has another size
     */
    public static Builder builder(SecretKey key) {
        return new Builder(Arguments.required(key, "key"));
    }

    @Override
    public Optional<AccessToken> read(String id) {
        return entry(Arguments.notBlank(id, "id")).map(Entry::token);
    }

    @Override
    public boolean tryLease(String id, String holder, Duration lease) {
        Arguments.notBlank(holder, "holder");
        Arguments.positive(lease, "lease");
        byte[] key = leaseKey(Arguments.notBlank(id, "id"));
        String reply = connection.call(redis ->
                redis.set(key, holder.getBytes(UTF_8), SetArgs.Builder.nx().px(lease)));
        return "OK".equals(reply);
    }

    @Override
    public void write(String id, AccessToken token) {
        Arguments.notBlank(id, "id");
        Arguments.required(token, "token");
        Duration left = Duration.between(clock.instant(), token.expiresAt());
        Duration life = Duration.between(token.issuedAt(), token.expiresAt());
        if (left.toMillis() <= 0) {
            return;
        }
        // A clock that was set back in the meantime must not extend the lifetime of the token.
        Duration kept = left.compareTo(life) < 0 ? left : life;
        byte[] key = tokenKey(id);
        byte[] value = cipher.encrypt(id, token).getBytes(UTF_8);
        connection.call(redis -> redis.set(key, value, SetArgs.Builder.px(kept)));
    }

    @Override
    public void endLease(String id, String holder) {
        Arguments.notBlank(id, "id");
        Arguments.notBlank(holder, "holder");
        deleteIfSame(leaseKey(id), holder.getBytes(UTF_8));
    }

    @Override
    public void remove(String id, AccessToken token) {
        Arguments.notBlank(id, "id");
        Arguments.required(token, "token");
        entry(id)
                .filter(entry -> entry.token().value().equals(token.value()))
                .ifPresent(entry -> deleteIfSame(tokenKey(id), entry.raw().getBytes(UTF_8)));
    }

    /** A token with the entry it was read from. */
    private record Entry(AccessToken token, String raw) {
        @Override
        public String toString() {
            return token.toString();
        }
    }

    private Optional<Entry> entry(String id) {
        byte[] key = tokenKey(id);
        // Taken before the command, so that a slow reply can only shorten the lifetime.
        Instant now = clock.instant();
        List<Object> reply = connection.call(redis -> redis.eval(READ, ScriptOutputType.MULTI, new byte[][] {key}));
        if (reply.isEmpty()) {
            return Optional.empty();
        }
        String raw = new String((byte[]) reply.get(0), UTF_8);
        Duration left = Duration.ofMillis((Long) reply.get(1));
        try {
            AccessToken token = cipher.decrypt(id, raw, now, left);
            reported.remove(id);
            return Optional.of(new Entry(token, raw));
        } catch (UnreadableEntryException e) {
            if (reported.add(id)) {
                LOG.warn("The entry {} in Redis is ignored: {}", new String(key, UTF_8), e.getMessage());
            }
            return Optional.empty();
        }
    }

    private void deleteIfSame(byte[] key, byte[] value) {
        connection.<Long>call(redis -> redis.eval(DELETE_IF_SAME, ScriptOutputType.INTEGER, new byte[][] {key}, value));
    }

    private byte[] tokenKey(String id) {
        return (prefix + hash(id)).getBytes(UTF_8);
    }

    private byte[] leaseKey(String id) {
        return (prefix + hash(id) + ":lease").getBytes(UTF_8);
    }

    private static String hash(String id) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(id.getBytes(UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is missing from this Java runtime.", e);
        }
    }

    /** Closes the connection, unless the application owns it. The entries in Redis remain. */
    @Override
    public void close() {
        connection.close();
    }

    @Override
    public String toString() {
        return "RedisTokenStore[" + prefix + "*]";
    }

    /** Builder for {@link RedisTokenStore}. */
    public static final class Builder {
        /** The default prefix of the keys in Redis: {@value}. */
        public static final String DEFAULT_PREFIX = "clientauth:";

        private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(1);

        private final List<EntryKey> keys = new ArrayList<>();
        private String prefix = DEFAULT_PREFIX;
        private Duration timeout = DEFAULT_TIMEOUT;
        private Clock clock = Clock.systemUTC();

        Builder(SecretKey key) {
            keys.add(EntryKey.of(key));
        }

        /**
         * Adds a key that only decrypts. To rotate the key: first add the new key as an older key on all machines; then
         * make it the encryption key, with the previous one as an older key; finally, remove the previous key after the
         * last token encrypted with it has expired.
         *
         * @throws IllegalArgumentException if the key is not 32 bytes long
         */
        public Builder olderKey(SecretKey key) {
            keys.add(EntryKey.of(Arguments.required(key, "key")));
            return this;
        }

        /**
         * Sets the prefix of the keys in Redis; {@value #DEFAULT_PREFIX} by default. Machines with the same prefix share
         * tokens.
         */
        public Builder prefix(String prefix) {
            this.prefix = Arguments.printable(prefix, "prefix");
            return this;
        }

        /**
         * Sets the timeout for a command, and for opening a connection; one second by default.
         *
         * @throws IllegalArgumentException if it is not positive
         */
        public Builder timeout(Duration timeout) {
            this.timeout = Arguments.positive(timeout, "timeout");
            return this;
        }

        /** Sets this machine's clock; {@link Clock#systemUTC()} by default. */
        public Builder clock(Clock clock) {
            this.clock = Arguments.required(clock, "clock");
            return this;
        }

        /**
         * Returns a store with its own connection. It starts to connect but does not wait; Redis may be down.
         *
         * @param uri the Redis URI, such as {@code rediss://user:password@redis.example.com:6380/0} or {@code
         *     redis-sentinel://:password@one.example.com,two.example.com/0#master}, with special characters in the
         *     password percent-encoded
         * @throws IllegalArgumentException if the URI is invalid; the message does not repeat it, because it may contain a
         *     password
         */
        public RedisTokenStore connect(String uri) {
            return store(new ManagedConnection(RedisUriText.parse(Arguments.notBlank(uri, "uri")), timeout));
        }

        /**
         * Returns a store on a connection of the application, which stays open when the store is closed.
         *
         * @param connection made with {@link io.lettuce.core.codec.ByteArrayCodec}; configure it to reject commands while it
         *     is disconnected, otherwise each call waits for the timeout
         */
        public RedisTokenStore over(StatefulRedisConnection<byte[], byte[]> connection) {
            return store(new BorrowedConnection(Arguments.required(connection, "connection"), timeout));
        }

        private RedisTokenStore store(RedisConnection connection) {
            return new RedisTokenStore(connection, new TokenEntryCipher(keys), prefix, clock);
        }
    }
}
