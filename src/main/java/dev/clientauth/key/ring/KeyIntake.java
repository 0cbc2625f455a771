// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.key.ring;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWK;
import dev.clientauth.key.SigningKey;
import dev.clientauth.key.crypto.KeyGeneration;
import dev.clientauth.key.crypto.KeyMaterial;
import dev.clientauth.key.format.PrivateKeyFile;
import dev.clientauth.key.ring.RingKey.State;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;

/** Adds keys to a ring: new ones, one from a file, and those that the application holds. */
final class KeyIntake {
    private final KeyRing.Builder settings;
    private final RingFiles files;

    KeyIntake(KeyRing.Builder settings, RingFiles files) {
        this.settings = settings;
        this.files = files;
    }

    /** Adds the key that was given to the builder, unless the ring has it or had it. */
    RingState imported(RingState state, Instant now) throws IOException {
        Path file = settings.imported;
        String keyId = settings.importedKeyId;
        if (file == null || keyId == null) {
            return state;
        }
        SigningKey key = SigningKey.load(file);
        Optional<RingKey> known = state.find(keyId);
        if (known.isPresent()) {
            if (!RingState.thumbprint(known.get().publicJwk()).equals(key.thumbprint())) {
                throw new IllegalStateException(
                        "The key ring has another key with the key id " + keyId + ". Use a new key id.");
            }
            return state;
        }
        if (state.removed().contains(key.thumbprint())) {
            return state;
        }
        if (state.in(State.NEXT).isPresent()) {
            throw new IllegalStateException("The key ring already has a next key, "
                    + state.in(State.NEXT).get().keyId() + ". Wait until it signs, then add another.");
        }
        JWK published = limited(key, state).withKeyId(keyId).publicJwk();
        return state.with(published, Optional.of(files.add(Files.readAllBytes(file), key.thumbprint())), now);
    }

    /** Returns the key limited to one algorithm, which is then published with it. */
    private SigningKey limited(SigningKey key, RingState state) {
        return algorithm(state)
                .filter(algorithm -> key.algorithms().size() > 1 && key.supports(algorithm))
                .map(key::withAlgorithm)
                .orElse(key);
    }

    /** Returns the chosen algorithm, or that of the current key; empty if that is an RSA key which may sign with several. */
    private Optional<JWSAlgorithm> algorithm(RingState state) {
        Optional<RingKey> current = state.in(State.CURRENT);
        if (settings.algorithm != null || current.isEmpty()) {
            return Optional.of(settings.algorithm != null ? settings.algorithm : JWSAlgorithm.ES384);
        }
        return current.flatMap(key -> Optional.ofNullable(key.publicJwk().getAlgorithm()))
                .map(known -> JWSAlgorithm.parse(known.getName()));
    }

    /** Adds the first key that the application holds and the ring does not know, if there is room for a next key. */
    RingState offered(RingState state, Collection<SigningKey> offered, Instant now) {
        RingState more = state;
        for (SigningKey key : offered) {
            String id = LoadedKeys.id(key);
            if (more.in(State.NEXT).isEmpty()
                    && more.find(id).isEmpty()
                    && !more.removed().contains(key.thumbprint())) {
                more = more.with(limited(key, more).withKeyId(id).publicJwk(), Optional.empty(), now);
            }
        }
        return more;
    }

    /** Adds a new key of the chosen algorithm, or of the kind of the current key. */
    RingState generated(RingState state, Instant now) throws IOException {
        KeyMaterial material = KeyGeneration.generate(algorithm(state).orElse(JWSAlgorithm.RS384));
        SigningKey key = limited(SigningKey.of(material.privateKey(), material.publicKey(), "new"), state);
        String file = files.add(PrivateKeyFile.pem(material.privateKey()), key.thumbprint());
        return state.with(key.withKeyId(key.thumbprint()).publicJwk(), Optional.of(file), now);
    }
}
