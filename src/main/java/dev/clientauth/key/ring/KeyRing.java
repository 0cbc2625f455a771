package dev.clientauth.key.ring;

import com.nimbusds.jose.JWSAlgorithm;
import dev.clientauth.arguments.Arguments;
import dev.clientauth.key.PublicKeySet;
import dev.clientauth.key.SigningKey;
import dev.clientauth.key.ring.RingKey.State;
import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The signing keys of one client: the current key, the next one, and retired ones that are still published.
 *
 * <p>{@link #directory} opens a ring that rotates its keys without a refused request: a new key is published first, signs only
 * after the JWK Set URL has returned it for as long as a cache may keep the old set, and the old key stays published for
 * assertions in flight. Processes that use the same directory agree through its files; each notices a step within the {@linkplain
 * Builder#checkEvery check interval}. {@link #of} holds keys that do not change.
 *
 * <p>If the provider refuses the current key with {@code invalid_client}, an authenticator signs with the previous key, if it is
 * still published, and tries the current one again after {@value #FALLBACK_MINUTES} minutes.
 *
 * <p>Thread-safe. Close a ring of a directory to end its thread.
 */
public final class KeyRing implements AutoCloseable {
    static final int FALLBACK_MINUTES = 5;

    private final @Nullable Rotation rotation;
    private final Clock clock;
    private final Consumer<KeyRingEvent> listener;
    private final Supplier<KeySnapshot> keys;
    private volatile @Nullable Fallback fallback;

    /** The key to sign with until a time; the current key, if the previous one was refused as well. */
    private record Fallback(SigningKey key, SigningKey refused, Instant until) {}

    private KeyRing(KeySnapshot keys) {
        this.keys = () -> keys;
        this.rotation = null;
        this.clock = Clock.systemUTC();
        this.listener = event -> {};
    }

    private KeyRing(Builder builder) {
        this.clock = builder.clock;
        this.listener = builder.listener;
        this.rotation = new Rotation(builder, this::report);
        this.keys = rotation::keys;
        rotation.start();
    }

    /**
     * Returns a ring of keys that do not change.
     *
     * @param current the key that signs
     * @param published further published keys; the first is used if the provider refuses the current key
     */
    public static KeyRing of(SigningKey current, SigningKey... published) {
        Arguments.required(current, "current");
        List<SigningKey> others = List.of(Arguments.withoutNulls(published, "published"));
        return new KeyRing(new KeySnapshot(
                RingState.EMPTY,
                current,
                others,
                Stream.concat(Stream.of(current), others.stream()).toList()));
    }

    /**
     * Returns a builder for the ring in a directory, which is created if it does not exist. It must be writable, and on a file
     * system with file locks.
     */
    public static Builder directory(Path directory) {
        return new Builder(Arguments.required(directory, "directory"));
    }

    /** Returns the key to sign with now. Reads memory only. */
    public SigningKey current() {
        Fallback instead = fallback;
        KeySnapshot now = keys.get();
        if (instead != null
                && instead.refused() == now.current()
                && now.previous().contains(instead.key())
                && clock.instant().isBefore(instead.until())) {
            return instead.key();
        }
        return now.current();
    }

    /** Returns the JWK Set to publish: the next, the current and the retired keys, in the order in which they were added. */
    public PublicKeySet publicKeys() {
        return PublicKeySet.of(keys.get().published());
    }

    /** Returns the keys of a directory with their states, in the order in which they were added. */
    public List<RingKey> keys() {
        return keys.get().state().keys();
    }

    /**
     * Creates the next key and publishes it in {@code jwks.json}; does nothing if there is a next key.
     *
     * @throws IllegalStateException if the ring is not in a directory, or the directory cannot be written
     */
    public void rotate() {
        rotating().stage();
    }

    /**
     * Performs the steps that are due: checks the JWK Set URL, signs with the next key, removes retired keys. A ring of a
     * directory does so by itself at each check interval.
     *
     * @throws IllegalStateException if the ring is not in a directory, or a step failed; it will be attempted again
     */
    public void advance() {
        rotating().advance();
    }

    /**
     * Signs with the next key at once, without checking that it is published. For providers without a JWK Set URL, after the
     * key has been registered.
     *
     * @throws IllegalStateException if there is no next key, or the directory cannot be written
     */
    public void signWithNextKey() {
        rotating().promote();
    }

    private Rotation rotating() {
        if (rotation == null) {
            throw new IllegalStateException(
                    "The keys of this ring do not change. Use KeyRing.directory(…) to rotate keys.");
        }
        return rotation;
    }

    /**
     * Records that the provider refused an assertion with {@code invalid_client}.
     *
     * @param key the key that signed it
     * @return whether another attempt with {@link #current()} makes sense, because it is now another key
     */
    public synchronized boolean refused(SigningKey key) {
        Arguments.required(key, "key");
        KeySnapshot now = keys.get();
        Fallback active = fallback;
        if (key != now.current()) {
            if (active != null && key == active.key()) {
                // The previous key did not help, so the key is not the cause.
                fallback = new Fallback(now.current(), now.current(), active.until());
            }
            return false;
        }
        boolean isRecent =
                active != null && active.refused() == key && clock.instant().isBefore(active.until());
        if (isRecent || now.previous().isEmpty()) {
            return isRecent && current() != key;
        }
        SigningKey previous = now.previous().get(0);
        Instant until = clock.instant().plus(Duration.ofMinutes(FALLBACK_MINUTES));
        fallback = new Fallback(previous, key, until);
        report(
                KeyRingEvent.Step.FELL_BACK,
                key.keyId().orElse(""),
                "The provider refused the key " + key.keyId().orElse("without id") + ". Signing with the previous key "
                        + previous.keyId().orElse("without id") + " until " + until + ".");
        return true;
    }

    private void report(KeyRingEvent.Step step, String keyId, String message) {
        Rotation.LOG.info("{}", message);
        try {
            listener.accept(
                    new KeyRingEvent(step, Optional.of(keyId).filter(id -> !id.isEmpty()), clock.instant(), message));
        } catch (RuntimeException e) {
            Rotation.LOG.warn("The listener of the key ring failed.", e);
        }
    }

    /** Ends the checks. The keys remain usable. */
    @Override
    public void close() {
        if (rotation != null) {
            rotation.close();
        }
    }

    /** Returns the key ids and states. */
    @Override
    public String toString() {
        return "KeyRing[current=" + keys.get().current().keyId().orElse("without id") + ", "
                + keys.get().state().keys().size() + " keys]";
    }

    /** The keys of a ring at one moment. */
    record KeySnapshot(RingState state, SigningKey current, List<SigningKey> previous, List<SigningKey> published) {

        static KeySnapshot of(RingState state, Map<String, SigningKey> keys) {
            RingKey current = state.in(State.CURRENT)
                    .orElseThrow(() -> new IllegalStateException("The key ring has no current key."));
            return new KeySnapshot(
                    state,
                    loaded(current, keys),
                    state.keys().stream()
                            .filter(key -> key.state() == State.RETIRED)
                            .sorted(Comparator.comparing(RingKey::since).reversed())
                            .map(key -> loaded(key, keys))
                            .toList(),
                    state.keys().stream().map(key -> loaded(key, keys)).toList());
        }

        private static SigningKey loaded(RingKey key, Map<String, SigningKey> keys) {
            return Objects.requireNonNull(keys.get(key.keyId()));
        }
    }

    /** Builder for the {@link KeyRing} of a directory. */
    public static final class Builder {
        static final Duration MAX_CACHE_LIFETIME = Duration.ofHours(29);

        final Path directory;
        JWSAlgorithm algorithm = JWSAlgorithm.ES384;

        @Nullable
        Path imported;

        @Nullable
        String importedKeyId;

        @Nullable
        URI jwkSetUrl;

        @Nullable
        Duration cacheLifetime;

        @Nullable
        Duration rotateEvery;

        Duration keepRetired = Duration.ofHours(1);
        Duration checkEvery = Duration.ofMinutes(1);
        Consumer<KeyRingEvent> listener = event -> {};
        Clock clock = Clock.systemUTC();

        private Builder(Path directory) {
            this.directory = directory;
        }

        /** Sets the algorithm of keys that are created or added; ES384 by default, which SMART servers and Epic accept. */
        public Builder algorithm(JWSAlgorithm algorithm) {
            this.algorithm = Arguments.required(algorithm, "algorithm");
            return this;
        }

        /**
         * Adds a copy of this key: as the current key of a new ring, otherwise as the next key. Does nothing if the ring
         * already has it.
         *
         * @param keyId the key id registered with the provider
         */
        public Builder key(Path file, String keyId) {
            this.imported = Arguments.required(file, "file");
            this.importedKeyId = Arguments.printable(keyId, "keyId");
            return this;
        }

        /**
         * Sets the URL that is registered with the provider. Without it the next key never signs by itself: see {@link
         * KeyRing#signWithNextKey()}.
         *
         * @throws IllegalArgumentException if it is neither https nor loopback
         */
        public Builder jwkSetUrl(URI url) {
            this.jwkSetUrl = PublishedSet.checked(Arguments.required(url, "url"));
            return this;
        }

        /**
         * Sets how long the URL must have returned the next key before it signs; by default the {@code max-age} of its
         * responses, or 29 hours without one, which is Epic's maximum.
         */
        public Builder cacheLifetime(Duration cacheLifetime) {
            this.cacheLifetime = Arguments.notNegative(cacheLifetime, "cacheLifetime");
            return this;
        }

        /** Sets the age at which a key is replaced; by default only {@link KeyRing#rotate()} replaces it. */
        public Builder rotateEvery(Duration age) {
            this.rotateEvery = Arguments.positive(age, "age");
            return this;
        }

        /**
         * Sets how long a retired key stays published: at least the lifetime of an assertion and two check intervals; one hour
         * by default.
         */
        public Builder keepRetired(Duration time) {
            this.keepRetired = Arguments.positive(time, "time");
            return this;
        }

        /** Sets the interval at which the directory and the URL are checked; one minute by default. */
        public Builder checkEvery(Duration interval) {
            this.checkEvery = Arguments.positive(interval, "interval");
            return this;
        }

        /** Sets a listener for the steps; it must not block. They are logged as well. */
        public Builder listener(Consumer<KeyRingEvent> listener) {
            this.listener = Arguments.required(listener, "listener");
            return this;
        }

        /** Sets the clock; {@link Clock#systemUTC()} by default. */
        public Builder clock(Clock clock) {
            this.clock = Arguments.required(clock, "clock");
            return this;
        }

        /**
         * Opens the ring, and creates its first key if it has none. Starts a daemon thread that checks it.
         *
         * @throws IllegalStateException if the directory cannot be read or written
         * @throws dev.clientauth.key.KeyFormatException if a file is not a usable private key
         */
        public KeyRing open() {
            return new KeyRing(this);
        }
    }
}
