// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.mock.token;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;

import java.util.ArrayList;
import java.util.List;

/**
 * The RSA keys with which a provider signs identity tokens and notifications.
 *
 * <p>Two are published at any time and the second one signs, so that a client that always uses the first one is detected. They
 * are created on first use. Thread-safe.
 */
public final class IdentityKeys {
    private static final int PUBLISHED = 2;
    private static final int KEY_ID_LENGTH = 10;

    private final List<RSAKey> keys = new ArrayList<>();

    /** Returns the published keys. */
    public synchronized JWKSet published() {
        while (keys.size() < PUBLISHED) {
            keys.add(newKey());
        }
        return new JWKSet(List.copyOf(keys)).toPublicJWKSet();
    }

    /** Signs with a new key from now on. The current key stays published, the previous one is removed. */
    public synchronized void rotate() {
        published();
        keys.add(newKey());
        keys.remove(0);
    }

    /** Returns the claims as a signed JWT, without a {@code typ} in its header. */
    public synchronized String signed(JWTClaimsSet claims) {
        published();
        RSAKey key = keys.get(PUBLISHED - 1);
        try {
            SignedJWT jwt = new SignedJWT(
                    new JWSHeader.Builder(JWSAlgorithm.RS256)
                            .keyID(key.getKeyID())
                            .build(),
                    claims);
            jwt.sign(new RSASSASigner(key));
            return jwt.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException("The mock could not sign.", e);
        }
    }

    private static RSAKey newKey() {
        try {
            return new RSAKeyGenerator(2048)
                    .keyID(TokenStorage.opaque().replaceAll("[^A-Za-z0-9]", "").substring(0, KEY_ID_LENGTH))
                    .keyUse(KeyUse.SIGNATURE)
                    .algorithm(JWSAlgorithm.RS256)
                    .generate();
        } catch (JOSEException e) {
            throw new IllegalStateException("The mock could not create an RSA key.", e);
        }
    }
}
