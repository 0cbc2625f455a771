package dev.clientauth.key.ring;

import com.nimbusds.jose.JWSAlgorithm;
import dev.clientauth.arguments.Arguments;
import dev.clientauth.key.PublicKeySet;
import dev.clientauth.key.SigningKey;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
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
 * still published, and tries the current one again after five minutes.
 *
 * <p>Thread-safe. Close a ring of a directory to end its thread.
 */
public final class KeyRing implements AutoCloseable {
    private final @Nullable Rotation rotation;
    private final Clock clock;
    private final Consumer<KeyRingEvent> listener;
    private final Supplier<KeySnapshot> keys;

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
        return new KeyRing(new KeySnapshot(RingState.EMPTY, current, others, Optional.empty(), Map.of()));
    }

    /**
     * Returns a builder for the ring in a directory, which is created if it does not exist. It must be writable, and on a file
     * system with file locks.
     */
    public static Builder directory(Path directory) {
        return new Builder(Arguments.required(directory, "directory"));
    }

    /**
     * Returns the keys of a directory as they are now. Changes nothing, and never rotates: for tools that sign once or show the
     * state.
     *
     * @throws IllegalStateException if the directory is not that of a ring, or its current key cannot be used
     */
    public static KeyRing read(Path directory) {
        Arguments.required(directory, "directory");
        try {
            RingFiles files = new RingFiles(directory);
            return new KeyRing(new LoadedKeys(files).load(files.readExisting(), List.of()));
        } catch (IOException e) {
            throw new IllegalStateException(
                    "The key ring in " + directory + " could not be read: " + RingFiles.reason(e) + ".", e);
        }
    }

    /** Returns the key to sign with now. Reads memory only. */
    public SigningKey current() {
        return keys.get().current();
    }

    /** Returns the keys that are still published and signed before, the latest first; those of {@link #of} in their order. */
    public List<SigningKey> retired() {
        return keys.get().retired();
    }

    /** Returns the JWK Set to publish: the next, the current and the retired keys, in the order in which they were added. */
    public PublicKeySet publicKeys() {
        KeySnapshot now = keys.get();
        return now.published()
                .orElseGet(() -> PublicKeySet.of(Stream.concat(Stream.of(now.current()), now.retired().stream())
                        .toList()));
    }

    /** Returns the keys of a directory with their states, in the order in which they were added. */
    public List<RingKey> keys() {
        RingState state = keys.get().state();
        return state.keys().stream().map(key -> key.due(due(state, key))).toList();
    }

    private Optional<Instant> due(RingState state, RingKey key) {
        return rotation != null ? rotation.due(state, key) : state.due(key, state.settings());
    }

    /** Returns the JWK Set URL of a directory, if one was set by any process. */
    public Optional<URI> jwkSetUrl() {
        return keys.get().state().settings().jwkSetUrl();
    }

    /** Returns why keys of a directory cannot be used, by key id; empty if all can. */
    public Map<String, String> problems() {
        return keys.get().problems();
    }

    /**
     * Creates the next key and publishes it in {@code jwks.json}; does nothing if there is a next key.
     *
     * @throws IllegalStateException if the ring is not in a directory, the directory cannot be written, or the application
     *     provides the keys
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

    /**
     * Removes the next key, which never signs then.
     *
     * @throws IllegalStateException if there is no next key, or the directory cannot be written
     */
    public void discardNextKey() {
        rotating().discardNext();
    }

    /**
     * Removes the retired keys now. For a key that leaked: assertions in flight are refused.
     *
     * @throws IllegalStateException if the ring is not in a directory, or the directory cannot be written
     */
    public void removeRetiredKeys() {
        rotating().removeRetired();
    }

    private Rotation rotating() {
        if (rotation == null) {
            throw new IllegalStateException(
                    "The keys of this ring do not change. Use KeyRing.directory(…) to rotate keys.");
        }
        return rotation;
    }

    /** Keeps retired keys published for assertions that expire this long after they were signed. Authenticators call it. */
    public void assertionsLive(Duration lifetime) {
        Arguments.notNegative(lifetime, "lifetime");
        if (rotation != null) {
            rotation.assertionsLive(lifetime);
        }
    }

    /**
     * Records that the provider refused one key and accepted a retired one instead, so that the retired key is kept. Authenticators
     * call it.
     */
    public void fellBack(SigningKey refused, SigningKey instead) {
        Arguments.required(refused, "refused");
        Arguments.required(instead, "instead");
        if (rotation != null) {
            rotation.refused();
        }
        report(
                KeyRingEvent.Step.FELL_BACK,
                refused.keyId().orElse(""),
                "The provider refused the key " + refused.keyId().orElse("without id")
                        + " and accepted the previous key " + instead.keyId().orElse("without id")
                        + ", which signs until the new one is tried again.");
    }

    private void report(KeyRingEvent.Step step, String keyId, String message) {
        if (step.isWarning()) {
            Rotation.LOG.warn("{}", message);
        } else {
            Rotation.LOG.info("{}", message);
        }
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

    /** Builder for the {@link KeyRing} of a directory. */
    public static final class Builder {
        final Path directory;

        @Nullable
        JWSAlgorithm algorithm;

        @Nullable
        Path imported;

        @Nullable
        String importedKeyId;

        @Nullable
        ProvidedKeys source;

        @Nullable
        Duration rotateEvery;

        private @Nullable URI jwkSetUrl;
        private @Nullable Duration cacheLifetime;
        private @Nullable Duration keepRetired;
        Duration checkEvery = Duration.ofMinutes(1);
        Consumer<KeyRingEvent> listener = event -> {};
        Clock clock = Clock.systemUTC();
        LongSupplier nanoTime = System::nanoTime;

        private Builder(Path directory) {
            this.directory = directory;
        }

        /**
         * Sets the algorithm of keys that are created or added; by default that of the current key, or ES384 in a new ring, which
         * SMART servers and Epic accept.
         */
        public Builder algorithm(JWSAlgorithm algorithm) {
            this.algorithm = Arguments.required(algorithm, "algorithm");
            return this;
        }

        /**
         * Adds a copy of this key: as the current key of a new ring, else as the next key. Does nothing if the ring has it or
         * removed it before.
         *
         * @param keyId the key id registered with the provider
         */
        public Builder key(Path file, String keyId) {
            this.imported = Arguments.required(file, "file");
            this.importedKeyId = Arguments.printable(keyId, "keyId");
            return this;
        }

        /**
         * Rotates the private keys of a JWK Set file (RFC 7517 section 5), such as a mounted secret, instead of keys in the
         * directory, which then holds the state and the JWK Set to publish. The first key of a new ring signs. A key that is
         * added to the file later becomes the next key; keep the old one in the file until the ring has removed it.
         */
        public Builder jwkSet(Path file) {
            this.source = ProvidedKeys.jwkSet(Arguments.required(file, "file"));
            return this;
        }

        /**
         * Rotates the private keys of a PKCS#12 or JKS key store, in the order of their aliases, as {@link #jwkSet}. Their key ids
         * are their thumbprints. Keeps a copy of the password, to read the file again when it changes.
         */
        public Builder keyStore(Path file, char[] password) {
            this.source = ProvidedKeys.keyStore(
                    Arguments.required(file, "file"),
                    Arguments.required(password, "password").clone());
            return this;
        }

        /**
         * Rotates keys that the application holds, such as those of a key management service, as {@link #jwkSet}. A key without
         * a key id gets its thumbprint.
         *
         * @param keys called at each check; may throw any exception if the keys are not available now
         */
        public Builder keys(Supplier<? extends Collection<SigningKey>> keys) {
            this.source = ProvidedKeys.of(Arguments.required(keys, "keys"));
            return this;
        }

        /**
         * Sets the URL that is registered with the provider. Without it the next key never signs by itself: see {@link
         * KeyRing#signWithNextKey()}. The directory keeps it, and the times set below, for processes that do not set them.
         *
         * @throws IllegalArgumentException if it is neither https nor loopback
         */
        public Builder jwkSetUrl(URI url) {
            this.jwkSetUrl = PublishedSet.checked(Arguments.required(url, "url"));
            return this;
        }

        /**
         * Sets how long the URL must have returned the next key before it signs; by default as long as its responses may be
         * cached, or 29 hours if they do not say, the maximum of Epic. A check interval is added, for processes that publish the
         * old set until they notice.
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
         * Sets how long a retired key stays published; one hour by default. It is always kept at least for the lifetime of an
         * assertion of the authenticators with this ring and two check intervals, and while a provider refuses the current key.
         */
        public Builder keepRetired(Duration time) {
            this.keepRetired = Arguments.positive(time, "time");
            return this;
        }

        /**
         * Sets the interval at which the directory and the URL are checked; one minute by default. Zero starts no thread: the
         * application calls {@link KeyRing#advance()}.
         */
        public Builder checkEvery(Duration interval) {
            this.checkEvery = Arguments.notNegative(interval, "interval");
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

        /** Sets what measures elapsed nanoseconds, for tests. */
        Builder nanoTime(LongSupplier nanoTime) {
            this.nanoTime = nanoTime;
            return this;
        }

        /** Returns what this process sets. */
        RingSettings own() {
            return new RingSettings(
                    Optional.ofNullable(jwkSetUrl),
                    Optional.ofNullable(cacheLifetime),
                    Optional.ofNullable(keepRetired),
                    Optional.of(checkEvery).filter(interval -> !interval.isZero()));
        }

        /** Returns the keys that the application holds. */
        List<SigningKey> offered() throws IOException {
            return source == null ? List.of() : source.read();
        }

        /**
         * Opens the ring, and creates its first key if it has none. Starts a daemon thread that checks it.
         *
         * @throws IllegalStateException if the directory cannot be read or written, the current key cannot be used, or keys are
         *     both provided and to be created
         * @throws dev.clientauth.key.KeyFormatException if the added file is not a usable private key
         */
        public KeyRing open() {
            if (source != null && (imported != null || rotateEvery != null)) {
                throw new IllegalStateException(
                        "The application provides the keys of this ring. Remove key(…) and rotateEvery(…).");
            }
            return new KeyRing(this);
        }
    }
}
