// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.key.crypto;

import com.nimbusds.jose.JWSAlgorithm;
import org.jspecify.annotations.Nullable;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.ProviderException;
import java.util.Optional;

/**
 * Signs with a private key that a security provider of this JVM supports, with a new {@code Signature} each time, because
 * one is not thread-safe.
 */
public final class LocalSigner implements Signer {

    private final PrivateKey key;
    private final @Nullable Provider provider;

    /** Signs with the first registered provider that supports the key. */
    public LocalSigner(PrivateKey key) {
        this(key, null);
    }

    private LocalSigner(PrivateKey key, @Nullable Provider provider) {
        this.key = key;
        this.provider = provider;
    }

    @Override
    public LocalSigner with(Provider chosen) {
        return new LocalSigner(key, chosen);
    }

    @Override
    public byte[] sign(JWSAlgorithm algorithm, byte[] signingInput) {
        try {
            byte[] signature = SignatureScheme.of(algorithm).sign(key, signingInput, provider);
            Optional<EcCurve> curve = EcCurve.of(algorithm);
            return curve.isPresent() ? EcdsaSignature.toRaw(signature, curve.get()) : signature;
        } catch (GeneralSecurityException | ProviderException e) {
            // The second is unchecked: the token of the key was removed, or its session has ended.
            throw new IllegalStateException("The key could not sign with " + algorithm + ".", e);
        }
    }
}
