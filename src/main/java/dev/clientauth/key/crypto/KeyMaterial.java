// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.key.crypto;

import com.nimbusds.jose.JWSAlgorithm;
import org.jspecify.annotations.Nullable;

import java.security.PrivateKey;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.List;

/**
 * A private key with what was found next to it in a text, file or key store.
 *
 * @param certificates the certificates next to the key, in DER
 * @param form what it was read from, as a noun phrase
 * @param notes remarks on how it is written
 */
public record KeyMaterial(
        PrivateKey privateKey,
        PublicKey publicKey,
        @Nullable String keyId,
        @Nullable JWSAlgorithm algorithm,
        List<byte[]> certificates,
        String form,
        List<KeyNote> notes) {

    public static KeyMaterial of(PrivateKey privateKey, PublicKey publicKey) {
        return new KeyMaterial(privateKey, publicKey, null, null, List.of(), "a private key", List.of());
    }

    public KeyMaterial withCertificates(List<byte[]> beside) {
        return new KeyMaterial(privateKey, publicKey, keyId, algorithm, List.copyOf(beside), form, notes);
    }

    public KeyMaterial withForm(String description) {
        return new KeyMaterial(privateKey, publicKey, keyId, algorithm, certificates, description, notes);
    }

    /** Returns this with the key id, unless it has one. */
    public KeyMaterial named(@Nullable String id) {
        return keyId != null || id == null
                ? this
                : new KeyMaterial(privateKey, publicKey, id, algorithm, certificates, form, notes);
    }

    public KeyMaterial noted(List<KeyNote> more) {
        List<KeyNote> all = new ArrayList<>(notes);
        all.addAll(more);
        return new KeyMaterial(privateKey, publicKey, keyId, algorithm, certificates, form, List.copyOf(all));
    }

    /** Never includes the private key. */
    @Override
    public String toString() {
        return "KeyMaterial[" + publicKey.getAlgorithm() + "]";
    }
}
