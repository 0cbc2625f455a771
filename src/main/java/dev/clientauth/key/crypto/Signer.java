// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.key.crypto;

import com.nimbusds.jose.JWSAlgorithm;

import java.security.Provider;

/** The private half of a signing key, local or remote; returns signatures in JOSE format. */
public interface Signer {

    byte[] sign(JWSAlgorithm algorithm, byte[] signingInput);

    /** Returns the same key, used through this provider. */
    default Signer with(Provider provider) {
        throw new IllegalStateException(
                "This key signs remotely and cannot be used with a security provider of this JVM.");
    }
}
