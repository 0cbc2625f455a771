// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.profile.rules;

import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.OctetKeyPair;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.HexFormat;

/**
 * Verifies signatures by Ed25519 keys (RFC 8037) with the JDK, because Nimbus needs another library for them. Ed448 is not
 * supported. The keys of the library verify on their own: rules do not depend on keys, so that both are never wrong together.
 */
final class EdwardsSignature {
    /** The bytes before the 32 bytes of an Ed25519 key in a SubjectPublicKeyInfo (RFC 8410 section 4). */
    private static final byte[] INFO = HexFormat.of().parseHex("302a300506032b6570032100");

    private static final int KEY_LENGTH = 32;
    /** RFC 8032 section 5.1.6. The JDK also accepts signatures with more bytes. */
    private static final int SIGNATURE_LENGTH = 64;

    private EdwardsSignature() {}

    /**
     * Returns whether the signature verifies with a key; false for keys and signatures that the JDK does not accept.
     */
    static boolean verifies(OctetKeyPair key, byte[] input, byte[] signature) {
        byte[] point = key.getDecodedX();
        if (!key.getCurve().equals(Curve.Ed25519)
                || point.length != KEY_LENGTH
                || signature.length != SIGNATURE_LENGTH) {
            return false;
        }
        byte[] info = new byte[INFO.length + KEY_LENGTH];
        System.arraycopy(INFO, 0, info, 0, INFO.length);
        System.arraycopy(point, 0, info, INFO.length, KEY_LENGTH);
        try {
            PublicKey pub = KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(info));
            Signature verifier = Signature.getInstance("Ed25519");
            verifier.initVerify(pub);
            verifier.update(input);
            return verifier.verify(signature);
        } catch (GeneralSecurityException e) {
            // A point off the curve, or a signature of another length, cannot be valid.
            return false;
        }
    }
}
