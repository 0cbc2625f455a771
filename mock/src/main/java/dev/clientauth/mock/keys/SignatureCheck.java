// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.mock.keys;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.crypto.factories.DefaultJWSVerifierFactory;
import com.nimbusds.jose.jwk.AsymmetricJWK;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jwt.SignedJWT;
import dev.clientauth.profile.Registration;
import org.bouncycastle.asn1.edec.EdECObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.text.ParseException;

/** Verifies signatures by registered keys with Nimbus, and those of Ed25519 with the JDK, independently of the profile's rules. */
public final class SignatureCheck {
    private SignatureCheck() {}

    /** Returns whether a registered key made the signature of an assertion. */
    public static boolean isBy(Registration registration, String assertion) {
        try {
            SignedJWT jwt = SignedJWT.parse(assertion);
            for (JWK key : registration.keys()) {
                if (verifies(jwt, key)) {
                    return true;
                }
            }
            return false;
        } catch (ParseException e) {
            return false;
        }
    }

    private static boolean verifies(SignedJWT jwt, JWK key) {
        if (KeyRestrictions.excluded(key, jwt.getHeader().getAlgorithm()).isPresent()) {
            return false;
        }
        if (key instanceof OctetKeyPair edwards) {
            return jwt.getHeader().getAlgorithm().equals(JWSAlgorithm.EdDSA) && verifies(jwt, edwards);
        }
        try {
            return jwt.verify(new DefaultJWSVerifierFactory()
                    .createJWSVerifier(jwt.getHeader(), ((AsymmetricJWK) key).toPublicKey()));
        } catch (JOSEException e) {
            // The key has another type than the header's algorithm.
            return false;
        }
    }

    /** Nimbus needs another library for Ed25519. */
    private static boolean verifies(SignedJWT jwt, OctetKeyPair key) {
        try {
            SubjectPublicKeyInfo info = new SubjectPublicKeyInfo(
                    new AlgorithmIdentifier(EdECObjectIdentifiers.id_Ed25519), key.getDecodedX());
            Signature verifier = Signature.getInstance("Ed25519");
            verifier.initVerify(
                    KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(info.getEncoded())));
            verifier.update(jwt.getSigningInput());
            return verifier.verify(jwt.getSignature().decode());
        } catch (GeneralSecurityException | IOException e) {
            // The point is not on the curve, or the signature is not one of Ed25519.
            return false;
        }
    }
}
