package dev.clientauth.key.ring;

import com.nimbusds.jose.JWSAlgorithm;
import dev.clientauth.key.PublicKeySet;
import dev.clientauth.key.SigningKey;
import dev.clientauth.key.crypto.KeyGeneration;
import dev.clientauth.key.crypto.KeyMaterial;
import dev.clientauth.key.ring.KeyRing.KeySnapshot;
import dev.clientauth.key.ring.KeyRingEvent.Step;
import dev.clientauth.key.ring.RingKey.State;
import dev.clientauth.net.BoundedHttpClient;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Performs the steps of a ring in a directory, in this process and together with others: reads the state, and changes it under
 * the lock of the directory. The JWK Set URL is fetched without the lock.
 */
final class Rotation {
    static final Logger LOG = LoggerFactory.getLogger(KeyRing.class);

    /** Receives what happened. */
    interface Report {
        void event(Step step, String keyId, String message);
    }

    private final KeyRing.Builder settings;
    private final Report report;
    private final RingFiles files;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread daemon = new Thread(work, "clientauth-key-ring");
        daemon.setDaemon(true);
        return daemon;
    });
    private final Map<String, SigningKey> loaded = new HashMap<>();
    private @Nullable BoundedHttpClient http;
    private RingState known = RingState.EMPTY;
    private volatile KeySnapshot keys;
    private final AtomicBoolean failing = new AtomicBoolean();

    Rotation(KeyRing.Builder settings, Report report) {
        this.settings = settings;
        this.report = report;
        try {
            this.files = new RingFiles(settings.directory);
            files.locked(this::openLocked);
            this.keys = reload(true);
        } catch (IOException e) {
            throw new IllegalStateException("The key ring in " + settings.directory + " could not be opened.", e);
        }
    }

    private void openLocked() throws IOException {
        RingState state = files.read();
        Path imported = settings.imported;
        String importedKeyId = settings.importedKeyId;
        if (imported != null && importedKeyId != null) {
            if (state.find(importedKeyId).isEmpty()) {
                requireNoNext(state);
                SigningKey key = SigningKey.load(imported);
                String file = files.add(Files.readAllBytes(imported), key.thumbprint());
                files.write(state.with(importedKeyId, algorithm(key), file, now()));
            }
        } else if (state.keys().isEmpty()) {
            files.write(generated(state));
        }
        synchronize(files.read());
    }

    private Optional<JWSAlgorithm> algorithm(SigningKey key) {
        if (key.supports(settings.algorithm)) {
            return Optional.of(settings.algorithm);
        }
        return key.algorithms().size() == 1 ? Optional.of(key.algorithms().get(0)) : Optional.empty();
    }

    private static void requireNoNext(RingState state) {
        if (state.in(State.NEXT).isPresent()) {
            throw new IllegalStateException("The key ring already has a next key, "
                    + state.in(State.NEXT).get().keyId() + ". Wait until it signs, then add another.");
        }
    }

    void start() {
        long interval = settings.checkEvery.toNanos();
        Future<?> unused = thread.scheduleWithFixedDelay(this::check, interval, interval, TimeUnit.NANOSECONDS);
    }

    void close() {
        thread.shutdownNow();
    }

    /** One pass of the thread, which survives every failure. */
    private void check() {
        try {
            advance();
        } catch (RuntimeException | Error e) {
            LOG.debug("The key ring could not be checked.", e);
            checked("The key ring in " + files + " could not be checked: " + e.getMessage());
        }
    }

    /** Returns the keys of the last state that was read. */
    KeySnapshot keys() {
        return keys;
    }

    /** Adds a next key, unless there is one. */
    void stage() {
        change(() -> {
            RingState state = files.read();
            if (state.in(State.NEXT).isEmpty()) {
                files.write(generated(state));
            }
        });
    }

    /** Signs with the next key without a check. */
    void promote() {
        change(() -> {
            RingState state = files.read();
            if (state.in(State.NEXT).isEmpty()) {
                throw new IllegalStateException("The key ring has no next key. Call rotate() first.");
            }
            files.write(state.promoted(now()));
        });
    }

    void advance() {
        Optional<RingKey> next = reloaded().in(State.NEXT);
        URI url = settings.jwkSetUrl;
        PublishedSet published = null;
        String problem = "";
        if (next.isPresent() && url != null) {
            try {
                published = PublishedSet.fetch(client(), url);
            } catch (IOException e) {
                problem = String.valueOf(e.getMessage());
            }
        }
        PublishedSet fetched = published;
        change(() -> {
            RingState before = files.read();
            RingState after = before;
            if (fetched != null && before.in(State.NEXT).equals(next)) {
                after = observed(after, next.orElseThrow(), fetched);
            }
            after = after.withoutRetiredBy(now().minus(settings.keepRetired));
            if (!after.equals(before)) {
                files.write(after);
            } else if (isDue(before)) {
                files.write(generated(before));
            }
        });
        checked(problem);
    }

    private RingState observed(RingState state, RingKey next, PublishedSet fetched) throws IOException {
        SigningKey key = files.load(next);
        boolean isPublished = fetched.keys()
                .find(next.keyId())
                .filter(jwk -> jwk.getRequiredParams().equals(key.publicJwk().getRequiredParams()))
                .isPresent();
        Duration cached = fetched.maxAge().orElse(KeyRing.Builder.MAX_CACHE_LIFETIME);
        RingState seen = state.observed(isPublished, shorter(cached, KeyRing.Builder.MAX_CACHE_LIFETIME), now());
        Duration wait = settings.cacheLifetime != null
                ? settings.cacheLifetime
                : seen.cacheLifetime().orElse(KeyRing.Builder.MAX_CACHE_LIFETIME);
        boolean isReady =
                seen.readyAt(wait).filter(time -> !now().isBefore(time)).isPresent();
        return isReady ? seen.promoted(now()) : seen;
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    private boolean isDue(RingState state) {
        Duration age = settings.rotateEvery;
        return age != null
                && state.in(State.NEXT).isEmpty()
                && state.in(State.CURRENT)
                        .filter(key -> !now().isBefore(key.since().plus(age)))
                        .isPresent();
    }

    private RingState generated(RingState state) throws IOException {
        KeyMaterial material = KeyGeneration.generate(settings.algorithm);
        String keyId = SigningKey.of(material.privateKey(), material.publicKey(), "new")
                .thumbprint();
        return state.with(keyId, Optional.of(settings.algorithm), files.add(material.privateKey(), keyId), now());
    }

    private void change(RingFiles.Step step) {
        try {
            files.locked(() -> {
                step.run();
                synchronize(files.read());
            });
            KeySnapshot unused = reload(false);
        } catch (IOException e) {
            checked("The key ring in " + files + " could not be changed: " + e.getMessage());
            throw new IllegalStateException("The key ring in " + files + " could not be changed.", e);
        }
    }

    private RingState reloaded() {
        try {
            return reload(false).state();
        } catch (IOException e) {
            checked("The key ring in " + files + " could not be read: " + e.getMessage());
            return keys.state();
        }
    }

    /** Reads the state and the keys that are not loaded yet, and reports what changed, without a lock. */
    private KeySnapshot reload(boolean isFirst) throws IOException {
        List<RingKey> exposed = new ArrayList<>();
        RingState before;
        KeySnapshot read;
        synchronized (this) {
            RingState state = files.read();
            for (int attempt = 0; !load(state, exposed); attempt++) {
                if (attempt == 2) {
                    throw new NoSuchFileException("a key file of " + files);
                }
                state = files.read();
            }
            loaded.keySet().retainAll(state.keys().stream().map(RingKey::keyId).toList());
            before = known;
            known = state;
            read = KeySnapshot.of(state, loaded);
            keys = read;
        }
        if (!isFirst) {
            RingChanges.report(before, read.state(), report);
        }
        for (RingKey key : exposed) {
            report.event(
                    Step.EXPOSED,
                    key.keyId(),
                    "The file of the private key " + key.keyId() + " in " + files
                            + " can be read by users other than its owner. Set its mode to 0600, and replace the key.");
        }
        return read;
    }

    /** Returns false if a key was removed after the state was read. */
    private boolean load(RingState state, List<RingKey> exposed) throws IOException {
        for (RingKey key : state.keys()) {
            if (!loaded.containsKey(key.keyId())) {
                try {
                    loaded.put(key.keyId(), files.load(key));
                    if (files.isExposed(key)) {
                        exposed.add(key);
                    }
                } catch (NoSuchFileException e) {
                    return false;
                }
            }
        }
        return true;
    }

    private void synchronize(RingState state) throws IOException {
        List<SigningKey> keys = new ArrayList<>();
        for (RingKey key : state.keys()) {
            SigningKey read = loadedKey(key.keyId());
            keys.add(read != null ? read : files.load(key));
        }
        files.synchronize(state, PublicKeySet.of(keys));
    }

    private synchronized @Nullable SigningKey loadedKey(String keyId) {
        return loaded.get(keyId);
    }

    private synchronized BoundedHttpClient client() {
        if (http == null) {
            http = PublishedSet.client();
        }
        return http;
    }

    /** Reports the first failure after a success; an empty message is a success. */
    private void checked(String failure) {
        boolean isFailure = !failure.isEmpty();
        if (failing.getAndSet(isFailure) != isFailure && isFailure) {
            report.event(Step.FAILED, "", failure);
        }
    }

    private Instant now() {
        return settings.clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
