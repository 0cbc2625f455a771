// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.key.ring;

import com.nimbusds.jose.Algorithm;
import com.nimbusds.jose.JWSAlgorithm;
import dev.clientauth.key.KeyFormatException;
import dev.clientauth.key.SigningKey;
import dev.clientauth.key.ring.RingKey.State;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The private keys of a ring in this process. A key that cannot be loaded does not stop the others; only the current key must be
 * usable.
 */
final class LoadedKeys {
    private final RingFiles files;
    private Map<String, SigningKey> loaded = new HashMap<>();

    LoadedKeys(RingFiles files) {
        this.files = files;
    }

    /**
     * Loads the keys of a state that are not loaded yet, all that can be.
     *
     * @param offered the keys that the application holds
     */
    synchronized KeySnapshot read(RingState state, Collection<SigningKey> offered) throws IOException {
        Map<String, SigningKey> usable = new HashMap<>();
        Map<String, String> problems = new LinkedHashMap<>();
        for (RingKey key : state.keys()) {
            try {
                SigningKey known = loaded.get(key.keyId());
                boolean isKnown = known != null && isSame(known, key);
                usable.put(key.keyId(), isKnown ? Objects.requireNonNull(known) : load(key, offered));
                if (isKnown && key.file().isPresent() && !files.has(key.file().get())) {
                    problems.put(key.keyId(), "its file was deleted; only running processes still have it");
                }
            } catch (InterruptedIOException e) {
                throw e;
            } catch (IOException e) {
                problems.put(key.keyId(), RingFiles.reason(e));
            } catch (KeyFormatException e) {
                problems.put(key.keyId(), "its file has " + e.found());
            }
        }
        loaded = usable;
        SigningKey current = usable.get(state.in(State.CURRENT).orElseThrow().keyId());
        List<SigningKey> retired = state.keys().stream()
                .filter(key -> key.state() == State.RETIRED)
                .sorted(Comparator.comparing(RingKey::since).reversed())
                .flatMap(key -> Stream.ofNullable(usable.get(key.keyId())))
                .toList();
        return new KeySnapshot(state, Optional.ofNullable(current), retired, Optional.of(state.published()), problems);
    }

    /**
     * Loads the keys of a state that are not loaded yet, and keeps those of the last one if the current key cannot be used.
     *
     * @param offered the keys that the application holds
     * @throws IOException if the current key cannot be used
     */
    synchronized KeySnapshot load(RingState state, Collection<SigningKey> offered) throws IOException {
        Map<String, SigningKey> before = loaded;
        KeySnapshot now = read(state, offered);
        if (now.current().isEmpty()) {
            loaded = before;
            String keyId = state.in(State.CURRENT).orElseThrow().keyId();
            throw new IOException("the current key " + keyId + " cannot be used: "
                    + now.problems().get(keyId));
        }
        return now;
    }

    private SigningKey load(RingKey key, Collection<SigningKey> offered) throws IOException {
        SigningKey found = key.file().isPresent()
                ? files.load(key.file().get())
                : offered.stream()
                        .filter(each -> id(each).equals(key.keyId()))
                        .findFirst()
                        .orElseThrow(() -> new IOException("the application does not provide it"));
        if (!isSame(found, key)) {
            throw new IOException("another key is in its place");
        }
        SigningKey named = found.withKeyId(key.keyId());
        Algorithm algorithm = key.publicJwk().getAlgorithm();
        return algorithm == null ? named : named.withAlgorithm(JWSAlgorithm.parse(algorithm.getName()));
    }

    private static boolean isSame(SigningKey loaded, RingKey key) {
        return loaded.thumbprint().equals(RingState.thumbprint(key.publicJwk()));
    }

    /** Returns the key's own id, or its thumbprint. */
    static String id(SigningKey key) {
        return key.keyId().orElse(key.thumbprint());
    }
}
