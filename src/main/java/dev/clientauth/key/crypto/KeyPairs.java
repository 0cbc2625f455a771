// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.key.crypto;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.EdECPrivateKey;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.interfaces.RSAPrivateKey;
import java.util.Set;

/** Derives the public half of a private key, and the primes of an RSA key. */
public final class KeyPairs {

    private static final Set<String> OPAQUE = Set.of("EC", "RSA", "EdDSA", Ed25519.NAME);

    private KeyPairs() {}

    public static KeyMaterial complete(PrivateKey key) {
        try {
            if (key instanceof ECPrivateKey ec && ec.getS() != null) {
                EcCurve curve = EcCurve.require(ec.getParams());
                return KeyMaterial.of(key, curve.derive(curve.privateKey(ec.getS())));
            }
            if (key instanceof EdECPrivateKey edwards && edwards.getBytes().isPresent()) {
                if (!edwards.getParams().getName().equals(Ed25519.NAME)) {
                    throw KeyErrors.algorithm(edwards.getParams().getName());
                }
                return KeyMaterial.of(
                        key, Ed25519.derive(edwards, edwards.getBytes().get()));
            }
            if (key instanceof RSAPrivateCrtKey rsa && rsa.getPublicExponent() != null) {
                return KeyMaterial.of(key, RsaNumbers.publicKey(rsa.getModulus(), rsa.getPublicExponent()));
            }
            if (key instanceof RSAPrivateKey rsa && rsa.getPrivateExponent() != null) {
                RsaNumbers numbers = RsaNumbers.of(rsa.getModulus(), BigInteger.ZERO, rsa.getPrivateExponent());
                return KeyMaterial.of(numbers.privateKey(), numbers.publicKey());
            }
        } catch (GeneralSecurityException e) {
            throw new UnusableKeyException(
                    "a private key whose public half cannot be derived",
                    "an EC, Ed25519 or RSA key of the JDK",
                    "Pass the public key as well: SigningKey.of(privateKey, publicKey, keyId).",
                    e);
        }
        if (OPAQUE.contains(key.getAlgorithm())) {
            throw new UnusableKeyException(
                    "an opaque " + key.getAlgorithm() + " key, held by a token that does not export it",
                    "a private key that can be exported",
                    "Pass the public key as well: SigningKey.of(privateKey, publicKey, keyId).");
        }
        throw KeyErrors.algorithm(key.getAlgorithm());
    }
}
