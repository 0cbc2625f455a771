// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
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
 * <p>{@link #directory} opens a ring that rotates its keys without refused requests: a new key is published first and signs only
 * after the JWK Set URL has returned it for as long as a cache may keep the old set; the old key stays published for assertions
 * in flight. Processes that use the same directory coordinate through its files; each notices a step within the {@linkplain
 * Builder#checkEvery check interval}. {@link #of} holds keys that do not change.
 *
 * <p>If the provider refuses the current key with {@code invalid_client}, the authenticator falls back to the previous key, if
 * that is still published, and tries the current one again after five minutes.
 *
 * <p>Thread-safe. Close the ring of a directory to stop its thread.
 */
public final class KeyRing implements AutoCloseable {
    private final @Nullable Rotation rotation;
    private final RingReporter reporter;
    private final Supplier<KeySnapshot> keys;

    private KeyRing(KeySnapshot keys) {
        this.keys = () -> keys;
        this.rotation = null;
        this.reporter = new RingReporter(Clock.systemUTC(), event -> {});
    }

    private KeyRing(Builder builder) {
        this.reporter = new RingReporter(builder.clock, builder.listener);
        this.rotation = new Rotation(builder, reporter);
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
        return new KeyRing(new KeySnapshot(RingState.EMPTY, Optional.of(current), others, Optional.empty(), Map.of()));
    }

    /**
     * Returns a builder for the ring in a directory, which is created if it does not exist. The directory must be writable and
     * on a file system that supports file locks.
     */
    public static Builder directory(Path directory) {
        return new Builder(Arguments.required(directory, "directory"));
    }

    /**
     * Returns the keys of a directory as they are now, for tools that sign once or show the state. Changes nothing.
     *
     * @throws IllegalStateException if the directory does not contain a ring
     */
    public static KeyRing read(Path directory) {
        Arguments.required(directory, "directory");
        try {
            RingFiles files = new RingFiles(directory);
            return new KeyRing(new LoadedKeys(files).read(files.readExisting(), List.of()));
        } catch (IOException e) {
            throw new IllegalStateException(
                    "The key ring in " + directory + " could not be read: " + RingFiles.reason(e) + ".", e);
        }
    }

    /**
     * Returns the key to sign with now, from memory.
     *
     * @throws IllegalStateException if the ring was only {@linkplain #read read} and the key cannot be used
     */
    public SigningKey current() {
        KeySnapshot now = keys.get();
        return now.current().orElseThrow(() -> new IllegalStateException(now.problem()));
    }

    /** Returns the published keys that no longer sign, latest first; for a ring of {@link #of}, in the given order. */
    public List<SigningKey> retired() {
        return keys.get().retired();
    }

    /** Returns the JWK Set to publish: the next, the current and the retired keys, in the order in which they were added. */
    public PublicKeySet publicKeys() {
        KeySnapshot now = keys.get();
        return now.published()
                .orElseGet(() -> PublicKeySet.of(Stream.concat(now.current().stream(), now.retired().stream())
                        .toList()));
    }

    /** Returns the keys of a ring in a directory with their states, in the order in which they were added. */
    public List<RingKey> keys() {
        RingState state = keys.get().state();
        return state.keys().stream().map(key -> key.due(due(state, key))).toList();
    }

    private Optional<Instant> due(RingState state, RingKey key) {
        return rotation != null ? rotation.due(state, key) : state.due(key, state.settings());
    }

    /** Returns the JWK Set URL of a ring in a directory, if any process has set one. */
    public Optional<URI> jwkSetUrl() {
        return keys.get().state().settings().jwkSetUrl();
    }

    /** Returns why keys of a ring in a directory cannot be used, by key id; empty if all can be used. */
    public Map<String, String> problems() {
        return keys.get().problems();
    }

    /**
     * Creates the next key and publishes it in {@code jwks.json}. Does nothing if there already is a next key.
     *
     * @throws IllegalStateException if the ring is not in a directory, the directory cannot be written, or the application
     *     provides the keys
     */
    public void rotate() {
        rotating().stage();
    }

    /**
     * Performs the steps that are due: checks the JWK Set URL, signs with the next key, removes retired keys. The ring of a
     * directory does this on its own at each check interval.
     *
     * @throws IllegalStateException if the ring is not in a directory, or the directory cannot be read or written. Any
     *     other failure is reported as {@link KeyRingEvent.Step#FAILED}, and the step is attempted again
     */
    public void advance() {
        rotating().advance();
    }

    /**
     * Makes the next key sign at once, without checking that it is published. For providers without a JWK Set URL, after the
     * key has been registered.
     *
     * @throws IllegalStateException if there is no next key, or the directory cannot be written
     */
    public void signWithNextKey() {
        rotating().promote();
    }

    /**
     * Removes the next key, so that it never signs.
     *
     * @throws IllegalStateException if there is no next key, or the directory cannot be written
     */
    public void discardNextKey() {
        rotating().discardNext();
    }

    /**
     * Removes the retired keys now, for example after a key has leaked. Assertions in flight that they signed are refused.
     *
     * @throws IllegalStateException if the ring is not in a directory, or the directory cannot be written
     */
    public void removeRetiredKeys() {
        rotating().removeRetired();
    }

    private Rotation rotating() {
        if (rotation != null) {
            return rotation;
        }
        throw new IllegalStateException(
                "The keys of this ring do not change. Use KeyRing.directory(…) to rotate keys.");
    }

    /** Keeps retired keys published at least for this lifetime of an assertion. Authenticators call it. */
    public void assertionsLive(Duration lifetime) {
        Arguments.notNegative(lifetime, "lifetime");
        if (rotation != null) {
            rotation.assertionsLive(lifetime);
        }
    }

    /**
     * Records that the provider refused one key and accepted a retired one, so that the retired key is kept. Authenticators
     * call it.
     */
    public void fellBack(SigningKey refused, SigningKey instead) {
        Arguments.required(refused, "refused");
        Arguments.required(instead, "instead");
        if (rotation != null) {
            rotation.fellBack(refused, instead);
        } else {
            reporter.fellBack(refused, instead);
        }
    }

    /** Stops the checks. The keys remain usable. */
    @Override
    public void close() {
        if (rotation != null) {
            rotation.close();
        }
    }

    /** Returns the key ids and states. */
    @Override
    public String toString() {
        return "KeyRing"
                + keys().stream().map(key -> key.keyId() + " " + key.state()).toList();
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

        /** Measures elapsed nanoseconds; tests replace it. */
        LongSupplier nanoTime = System::nanoTime;

        private @Nullable URI jwkSetUrl;
        private @Nullable Duration cacheLifetime;
        private @Nullable Duration keepRetired;
        Duration checkEvery = Duration.ofMinutes(1);
        Consumer<KeyRingEvent> listener = event -> {};
        Clock clock = Clock.systemUTC();

        private Builder(Path directory) {
            this.directory = directory;
        }

        /**
         * Sets the algorithm of keys that are created or added; by default that of the current key or, in a new ring, ES384,
         * which SMART servers and Epic accept.
         */
        public Builder algorithm(JWSAlgorithm algorithm) {
            this.algorithm = Arguments.required(algorithm, "algorithm");
            return this;
        }

        /**
         * Adds a copy of this key, as the current key of a new ring, otherwise as the next key. Does nothing if the ring has the
         * key or has removed it before.
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
         * directory, which then contains only the state and the JWK Set to publish. In a new ring, the first key signs. A key
         * that is added to the file later becomes the next key; keep the old one in the file until the ring has removed it.
         */
        public Builder jwkSet(Path file) {
            this.source = ProvidedKeys.jwkSet(Arguments.required(file, "file"));
            return this;
        }

        /**
         * Rotates the private keys of a PKCS#12 or JKS key store, in the order of their aliases; otherwise the same as {@link
         * #jwkSet}. Their key ids are their thumbprints. The ring keeps a copy of the password to read the file again.
         */
        public Builder keyStore(Path file, char[] password) {
            this.source = ProvidedKeys.keyStore(
                    Arguments.required(file, "file"),
                    Arguments.required(password, "password").clone());
            return this;
        }

        /**
         * Rotates keys that the application provides, such as those of a key management service; otherwise the same as {@link
         * #jwkSet}. The thumbprint is the key id of a key without one.
         *
         * @param keys called at each check; may throw any exception if the keys are not available
         */
        public Builder keys(Supplier<? extends Collection<SigningKey>> keys) {
            this.source = ProvidedKeys.of(Arguments.required(keys, "keys"));
            return this;
        }

        /**
         * Sets the URL that is registered with the provider. Without it, the next key signs only after {@link
         * KeyRing#signWithNextKey()}. The directory stores it, and the times set below, for processes that do not set them.
         *
         * @throws IllegalArgumentException if the URL is neither https nor loopback
         */
        public Builder jwkSetUrl(URI url) {
            this.jwkSetUrl = PublishedSet.checked(Arguments.required(url, "url"));
            return this;
        }

        /**
         * Sets how long the URL must have returned the next key before it signs; by default as long as its responses may be
         * cached or, if they do not say, 29 hours, Epic's maximum. A check interval is added, because other processes may
         * publish the old set until their next check.
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
         * Sets how long a retired key stays published; one hour by default. The minimum is the assertion lifetime of the
         * authenticators that use the ring plus two check intervals. None is removed while a provider refuses the current key.
         */
        public Builder keepRetired(Duration time) {
            this.keepRetired = Arguments.positive(time, "time");
            return this;
        }

        /**
         * Sets the interval at which the directory and the URL are checked; one minute by default. With zero, only
         * the application checks them, by calling {@link KeyRing#advance()}.
         */
        public Builder checkEvery(Duration interval) {
            this.checkEvery = Arguments.notNegative(interval, "interval");
            return this;
        }

        /** Sets a listener for the steps; the next check waits for it, but no token request does. Steps are also logged. */
        public Builder listener(Consumer<KeyRingEvent> listener) {
            this.listener = Arguments.required(listener, "listener");
            return this;
        }

        /** Sets the clock; {@link Clock#systemUTC()} by default. */
        public Builder clock(Clock clock) {
            this.clock = Arguments.required(clock, "clock");
            return this;
        }

        RingSettings own() {
            return new RingSettings(
                    Optional.ofNullable(jwkSetUrl),
                    Optional.ofNullable(cacheLifetime),
                    Optional.ofNullable(keepRetired),
                    Optional.of(checkEvery).filter(interval -> !interval.isZero()));
        }

        List<SigningKey> offered() throws IOException {
            return source == null ? List.of() : source.read();
        }

        /**
         * Opens the ring, and creates its first key if it has none. Starts a daemon thread that checks it.
         *
         * @throws IllegalStateException if the directory cannot be read or written, the current key cannot be used, or the
         *     builder has settings both for provided keys and for keys to create
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
