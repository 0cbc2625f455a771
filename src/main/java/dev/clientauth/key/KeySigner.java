// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.key;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.jca.JCAContext;
import com.nimbusds.jose.util.Base64URL;

import java.io.UncheckedIOException;
import java.util.Set;

/** Adapts a {@link SigningKey} to Nimbus' {@code JWSSigner}. */
final class KeySigner implements JWSSigner {

    private final SigningKey key;

    KeySigner(SigningKey key) {
        this.key = key;
    }

    @Override
    public Set<JWSAlgorithm> supportedJWSAlgorithms() {
        return Set.copyOf(key.algorithms());
    }

    /** Returns a new context for each caller, because a context is not thread-safe. The key uses its own provider. */
    @Override
    public JCAContext getJCAContext() {
        return new JCAContext();
    }

    @Override
    public Base64URL sign(JWSHeader header, byte[] signingInput) throws JOSEException {
        try {
            return Base64URL.encode(key.sign(header.getAlgorithm(), signingInput));
        } catch (IllegalArgumentException | IllegalStateException | UncheckedIOException e) {
            throw new JOSEException(e.getMessage(), e);
        }
    }
}
