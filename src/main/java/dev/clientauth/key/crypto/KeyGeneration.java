// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.key.crypto;

import com.nimbusds.jose.JWSAlgorithm;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Optional;

/** Generates key pairs with the JDK. */
public final class KeyGeneration {

    private KeyGeneration() {}

    public static KeyMaterial generate(JWSAlgorithm algorithm) {
        try {
            KeyPair pair = generator(algorithm).generateKeyPair();
            return KeyMaterial.of(pair.getPrivate(), pair.getPublic());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Could not generate a key for " + algorithm + ".", e);
        }
    }

    private static KeyPairGenerator generator(JWSAlgorithm algorithm) throws GeneralSecurityException {
        Optional<EcCurve> curve = EcCurve.of(algorithm);
        if (curve.isPresent()) {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(curve.get().parameters());
            return generator;
        }
        if (algorithm.equals(JWSAlgorithm.EdDSA)) {
            return KeyPairGenerator.getInstance(Ed25519.NAME);
        }
        if (!JWSAlgorithm.Family.RSA.contains(algorithm)) {
            throw new IllegalArgumentException("Unsupported algorithm " + algorithm
                    + "; use ES256, ES384, ES512, RS256, RS384, RS512, PS256, PS384, PS512 or EdDSA.");
        }
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(KeyLimits.MIN_RSA_BITS);
        return generator;
    }
}
