package dev.clientauth.redis;

import io.lettuce.core.api.StatefulRedisConnection;

import javax.crypto.SecretKey;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Puts a {@link RedisTokenStore} together; begin with {@link RedisTokenStore#builder(SecretKey)}. */
public final class RedisTokenStoreBuilder {
    /** What the keys in Redis begin with: {@value}. */
    public static final String DEFAULT_PREFIX = "clientauth:";

    private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(1);

    private final List<EntryKey> keys = new ArrayList<>();
    private String prefix = DEFAULT_PREFIX;
    private Duration timeout = DEFAULT_TIMEOUT;
    private Clock clock = Clock.systemUTC();

    RedisTokenStoreBuilder(SecretKey key) {
        keys.add(EntryKey.of(key));
    }

    /**
     * One more key that decrypts. To change the key, give all machines the new one as an older key first; then make it the
     * one that encrypts, with the former as an older key; leave that out when the last token encrypted with it has ended.
     *
     * @throws IllegalArgumentException if it is not of 32 bytes
     */
    public RedisTokenStoreBuilder olderKey(SecretKey key) {
        keys.add(EntryKey.of(key));
        return this;
    }

    /** What the keys in Redis begin with; {@value #DEFAULT_PREFIX} by default. Machines with the same prefix share. */
    public RedisTokenStoreBuilder prefix(String prefix) {
        this.prefix = prefix;
        return this;
    }

    /**
     * The time for one command, and for one connection to be made; one second by default.
     *
     * @throws IllegalArgumentException if it is not positive
     */
    public RedisTokenStoreBuilder timeout(Duration timeout) {
        if (timeout.isZero() || timeout.isNegative()) {
            throw new IllegalArgumentException("The timeout is " + timeout + ", but must be longer than nothing.");
        }
        this.timeout = timeout;
        return this;
    }

    /** This machine's clock; {@link Clock#systemUTC()} by default. */
    public RedisTokenStoreBuilder clock(Clock clock) {
        this.clock = clock;
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
        return store(new OwnLink(RedisUriText.parse(uri), timeout));
    }

    /**
     * The store, on a connection of the application's, which stays open when the store is closed.
     *
     * @param connection made with {@link io.lettuce.core.codec.ByteArrayCodec}; let it reject commands while it is
     *     disconnected, or each call waits for the timeout then
     */
    public RedisTokenStore over(StatefulRedisConnection<byte[], byte[]> connection) {
        return store(new LentLink(connection, timeout));
    }

    private RedisTokenStore store(RedisLink link) {
        return new RedisTokenStore(link, new EntryCipher(keys), prefix, clock);
    }
}
