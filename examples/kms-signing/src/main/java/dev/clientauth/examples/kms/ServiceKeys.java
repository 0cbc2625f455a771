// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.examples.kms;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;

import static java.nio.charset.StandardCharsets.US_ASCII;

/** Turns the public keys that the services return into JWKs, and messages into the digests that they sign. */
final class ServiceKeys {
    private ServiceKeys() {}

    /** Reads a public key in DER (RFC 5280 section 4.1), with its RFC 7638 thumbprint as key id. */
    static JWK fromDer(byte[] der, JWSAlgorithm algorithm) {
        try {
            String type = JWSAlgorithm.Family.EC.contains(algorithm) ? "EC" : "RSA";
            return of(KeyFactory.getInstance(type).generatePublic(new X509EncodedKeySpec(der)), algorithm);
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("The key is not of the type that " + algorithm + " needs.", e);
        }
    }

    /** Reads a public key in PEM. */
    static JWK fromPem(String pem, JWSAlgorithm algorithm) {
        String body = pem.replaceAll("-----(BEGIN|END) PUBLIC KEY-----", "");
        return fromDer(Base64.getMimeDecoder().decode(body.getBytes(US_ASCII)), algorithm);
    }

    static JWK of(PublicKey key, JWSAlgorithm algorithm) {
        try {
            if (key instanceof ECPublicKey ec) {
                return new ECKey.Builder(Curve.forECParameterSpec(ec.getParams()), ec)
                        .algorithm(algorithm)
                        .keyUse(KeyUse.SIGNATURE)
                        .keyIDFromThumbprint()
                        .build();
            }
            return new RSAKey.Builder((RSAPublicKey) key)
                    .algorithm(algorithm)
                    .keyUse(KeyUse.SIGNATURE)
                    .keyIDFromThumbprint()
                    .build();
        } catch (JOSEException e) {
            throw new IllegalStateException("SHA-256 is missing from this Java runtime.", e);
        }
    }

    /** Hashes a message with the SHA-2 function of the algorithm: SHA-256 for ES256 and RS256. */
    static byte[] digest(JWSAlgorithm algorithm, byte[] message) throws GeneralSecurityException {
        return MessageDigest.getInstance("SHA-" + algorithm.getName().substring(2)).digest(message);
    }
}
