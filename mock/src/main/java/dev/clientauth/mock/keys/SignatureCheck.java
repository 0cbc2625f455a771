// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.mock.keys;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObject;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.factories.DefaultJWSVerifierFactory;
import com.nimbusds.jose.jwk.AsymmetricJWK;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jose.util.JSONObjectUtils;
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

import static java.nio.charset.StandardCharsets.US_ASCII;

/**
 * Verifies signatures by registered keys with Nimbus, and those of Ed25519 with the JDK, independently of the profile's rules.
 * Extensions that {@code crit} names are the subject of a rule.
 */
public final class SignatureCheck {
    private SignatureCheck() {}

    /** Returns whether a registered key made the signature of an assertion. */
    public static boolean isBy(Registration registration, String assertion) {
        try {
            Base64URL[] parts = JOSEObject.split(assertion);
            // Only alg: Nimbus rejects a header whose crit is not an array.
            String alg = JSONObjectUtils.getString(JSONObjectUtils.parse(parts[0].decodeToString()), "alg");
            if (alg == null || alg.equals("none")) {
                return false;
            }
            JWSHeader header = new JWSHeader(JWSAlgorithm.parse(alg));
            byte[] input = (parts[0] + "." + parts[1]).getBytes(US_ASCII);
            return registration.keys().stream().anyMatch(key -> verifies(header, input, parts[2], key));
        } catch (ParseException e) {
            return false;
        }
    }

    private static boolean verifies(JWSHeader header, byte[] input, Base64URL signature, JWK key) {
        if (KeyRestrictions.excluded(key, header.getAlgorithm()).isPresent()) {
            return false;
        }
        if (key instanceof OctetKeyPair edwards) {
            return header.getAlgorithm().equals(JWSAlgorithm.EdDSA) && verifies(input, signature, edwards);
        }
        try {
            return new DefaultJWSVerifierFactory()
                    .createJWSVerifier(header, ((AsymmetricJWK) key).toPublicKey())
                    .verify(header, input, signature);
        } catch (JOSEException | RuntimeException e) {
            // The key has another type than the header's algorithm, or the signature is one that no verifier can read.
            return false;
        }
    }

    /** Nimbus needs another library for Ed25519. */
    private static boolean verifies(byte[] input, Base64URL signature, OctetKeyPair key) {
        try {
            SubjectPublicKeyInfo info = new SubjectPublicKeyInfo(
                    new AlgorithmIdentifier(EdECObjectIdentifiers.id_Ed25519), key.getDecodedX());
            Signature verifier = Signature.getInstance("Ed25519");
            verifier.initVerify(
                    KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(info.getEncoded())));
            verifier.update(input);
            return verifier.verify(signature.decode());
        } catch (GeneralSecurityException | IOException e) {
            // The point is not on the curve, or the signature is not one of Ed25519.
            return false;
        }
    }
}
