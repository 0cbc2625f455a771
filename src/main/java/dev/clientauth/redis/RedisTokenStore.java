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
 * <p>One store serves all authenticators of a JVM; close it after them. It connects by itself, when it is made and whenever
 * the connection broke or a command was not answered in time, so an application starts while Redis is down and goes on when
 * it dies. No command takes longer than the {@linkplain Builder#timeout(Duration) timeout}, and as long again
 * where it has to connect first. What fails throws Lettuce's {@link io.lettuce.core.RedisException}; the authenticators fetch
 * their own tokens then.
 *
 * <p>Each entry is a JWE (RFC 7516) with {@code dir} and {@code A256GCM} under the SHA-256 of its id, and lives as long as
 * the token. Times are taken from Redis, so the machines' clocks need not agree. What cannot be decrypted, or belongs
 * under another id, counts as absent and is reported in the log once. Who may write to Redis can delete entries or put an
 * older one of the same id back, but neither read a token nor make one up.
 *
 * <p>Every command touches one key. The Redis user needs {@code GET}, {@code SET}, {@code DEL}, {@code PTTL} and {@code EVAL}
 * on the prefix.
 *
 * <p>Lettuce, not this class, logs the commands it writes: at level {@code TRACE} its loggers {@code io.lettuce.core}
 * print the bytes on the wire, and with them the Redis password of {@code AUTH} or {@code HELLO}. Keep them at {@code DEBUG}
 * or above in production. No message of this class repeats the Redis URI.
 */
public final class RedisTokenStore implements TokenStore, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RedisTokenStore.class);

    /** The value and what is left of its life, at one instant. */
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
     * A store on this Redis, with a prefix of {@value Builder#DEFAULT_PREFIX} and a timeout of one second.
     *
     * @param uri as in {@code rediss://user:password@redis.example.com:6380/0}; Redis may be down
     * @param key 32 random bytes, the same on all machines; made with {@code openssl rand -base64 32}
     * @throws IllegalArgumentException if the URI is invalid or the key is of another size; no message repeats the URI
     */
    public static RedisTokenStore connect(String uri, SecretKey key) {
        Arguments.notBlank(uri, "uri");
        return builder(key).connect(uri);
    }

    /**
     * A store on a connection of the application's, which stays open when the store is closed.
     *
     * @param connection made with {@link io.lettuce.core.codec.ByteArrayCodec}; let it reject commands while it is
     *     disconnected, or each call waits for the timeout then
     * @param key 32 random bytes, the same on all machines
     * @throws IllegalArgumentException if the key is of another size
     */
    public static RedisTokenStore over(StatefulRedisConnection<byte[], byte[]> connection, SecretKey key) {
        Arguments.required(connection, "connection");
        return builder(key).over(connection);
    }

    /**
     * Begins a store with a prefix, a timeout or older keys of its own.
     *
     * @param key encrypts: 32 random bytes, the same on all machines
     * @throws IllegalArgumentException if the key is of another size
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
        // A clock that was put back meanwhile must not make the token live longer than its life.
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

    /** A token with the very text it was read from. */
    private record Entry(AccessToken token, String raw) {
        @Override
        public String toString() {
            return token.toString();
        }
    }

    private Optional<Entry> entry(String id) {
        byte[] key = tokenKey(id);
        // Before asking, so that a slow answer makes the life shorter and never longer.
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
                LOG.warn("The entry {} in Redis counts as absent: {}", new String(key, UTF_8), e.getMessage());
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
            throw new IllegalStateException("Every JDK has SHA-256.", e);
        }
    }

    /** Closes the connection, unless it is the application's. What is in Redis stays there. */
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
        /** What the keys in Redis begin with: {@value}. */
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
         * One more key that decrypts. To change the key, give all machines the new one as an older key first; then make it the
         * one that encrypts, with the former as an older key; leave that out when the last token encrypted with it has ended.
         *
         * @throws IllegalArgumentException if it is not of 32 bytes
         */
        public Builder olderKey(SecretKey key) {
            keys.add(EntryKey.of(Arguments.required(key, "key")));
            return this;
        }

        /** What the keys in Redis begin with; {@value #DEFAULT_PREFIX} by default. Machines with the same prefix share. */
        public Builder prefix(String prefix) {
            this.prefix = Arguments.printable(prefix, "prefix");
            return this;
        }

        /**
         * The time for one command, and for one connection to be made; one second by default.
         *
         * @throws IllegalArgumentException if it is not positive
         */
        public Builder timeout(Duration timeout) {
            this.timeout = Arguments.positive(timeout, "timeout");
            return this;
        }

        /** This machine's clock; {@link Clock#systemUTC()} by default. */
        public Builder clock(Clock clock) {
            this.clock = Arguments.required(clock, "clock");
            return this;
        }

        /**
         * The store, with a connection of its own. It begins to connect and does not wait for it; Redis may be down.
         *
         * @param uri as in {@code rediss://user:password@redis.example.com:6380/0} or {@code
         *     redis-sentinel://:password@one.example.com,two.example.com/0#master}, with what is special in a password percent-encoded
         * @throws IllegalArgumentException if the URI is invalid; the message does not repeat it, because it may contain a
         *     password
         */
        public RedisTokenStore connect(String uri) {
            return store(new ManagedConnection(RedisUriText.parse(Arguments.notBlank(uri, "uri")), timeout));
        }

        /**
         * The store, on a connection of the application's, which stays open when the store is closed.
         *
         * @param connection made with {@link io.lettuce.core.codec.ByteArrayCodec}; let it reject commands while it is
         *     disconnected, or each call waits for the timeout then
         */
        public RedisTokenStore over(StatefulRedisConnection<byte[], byte[]> connection) {
            return store(new BorrowedConnection(Arguments.required(connection, "connection"), timeout));
        }

        private RedisTokenStore store(RedisConnection connection) {
            return new RedisTokenStore(connection, new TokenEntryCipher(keys), prefix, clock);
        }
    }
}
