// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.key.crypto;

import org.jspecify.annotations.Nullable;

import javax.crypto.KeyAgreement;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.EdECPrivateKey;
import java.security.interfaces.EdECPublicKey;
import java.security.spec.EdECPoint;
import java.security.spec.EdECPrivateKeySpec;
import java.security.spec.EdECPublicKeySpec;
import java.security.spec.NamedParameterSpec;
import java.security.spec.XECPrivateKeySpec;
import java.security.spec.XECPublicKeySpec;
import java.util.Arrays;

/** Ed25519 keys (RFC 8032 section 5.1, RFC 8037, RFC 8410), with what the JDK has. */
public final class Ed25519 {
    /** The name of the curve in a JWK and in the JDK. */
    public static final String NAME = "Ed25519";
    /** The length of a private key, and of an encoded public point, in bytes. */
    public static final int LENGTH = 32;
    /** The length of a signature in bytes. */
    public static final int SIGNATURE_LENGTH = 64;

    private static final BigInteger PRIME = BigInteger.TWO.pow(255).subtract(BigInteger.valueOf(19));
    /** The u coordinate of the base point of Curve25519, to which Ed25519 is birationally equivalent (RFC 7748 section 4.1). */
    private static final BigInteger BASE = BigInteger.valueOf(9);

    private Ed25519() {}

    /** Returns whether a key is on this curve; the JDK has the same type for Ed448. */
    static boolean isCurveOf(EdECPublicKey key) {
        return key.getParams().getName().equals(NAME);
    }

    /** Returns the key of a seed (RFC 8032 section 5.1.5). */
    public static EdECPrivateKey privateKey(byte[] seed) throws GeneralSecurityException {
        requireLength(seed, "private value");
        return (EdECPrivateKey)
                KeyFactory.getInstance(NAME).generatePrivate(new EdECPrivateKeySpec(NamedParameterSpec.ED25519, seed));
    }

    /** Reads a public point (RFC 8032 section 5.1.3), which is checked: the JDK accepts any until it verifies with it. */
    public static EdECPublicKey publicKey(byte[] encoded) throws GeneralSecurityException {
        requireLength(encoded, "public point");
        byte[] bigEndian = reversed(encoded);
        boolean isOdd = bigEndian[0] < 0;
        bigEndian[0] &= 0x7f;
        return publicKey(new BigInteger(1, bigEndian), isOdd);
    }

    private static EdECPublicKey publicKey(BigInteger y, boolean isOdd) throws GeneralSecurityException {
        EdECPublicKey key = (EdECPublicKey) KeyFactory.getInstance(NAME)
                .generatePublic(new EdECPublicKeySpec(NamedParameterSpec.ED25519, new EdECPoint(isOdd, y)));
        requireOnCurve(key);
        return key;
    }

    static void requireOnCurve(EdECPublicKey key) {
        try {
            if (key.getPoint().getY().compareTo(PRIME) < 0) {
                Signature.getInstance(NAME).initVerify(key);
                return;
            }
        } catch (InvalidKeyException e) {
            throw offCurve(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Ed25519 is missing from this Java runtime.", e);
        }
        throw offCurve(null);
    }

    /** Returns the encoded public point. */
    static byte[] encoded(EdECPublicKey key) {
        EdECPoint point = key.getPoint();
        byte[] digits = point.getY().toByteArray();
        byte[] bigEndian = new byte[LENGTH];
        int length = Math.min(digits.length, LENGTH);
        System.arraycopy(digits, digits.length - length, bigEndian, LENGTH - length, length);
        if (point.isXOdd()) {
            bigEndian[0] |= (byte) 0x80;
        }
        return reversed(bigEndian);
    }

    /**
     * Derives the public key of a private one, for which the JDK has no method.
     *
     * <p>An agreement with the base point of Curve25519 yields u of the public point, by the provider's own multiplication,
     * which is hardened against timing attacks; y is {@code (u - 1) / (u + 1)}. Two x satisfy the equation; a signature shows
     * which is right.
     */
    static EdECPublicKey derive(EdECPrivateKey key, byte[] seed) throws GeneralSecurityException {
        byte[] scalar = Arrays.copyOf(MessageDigest.getInstance("SHA-512").digest(seed), LENGTH);
        try {
            KeyFactory factory = KeyFactory.getInstance("X25519");
            KeyAgreement agreement = KeyAgreement.getInstance("X25519");
            agreement.init(factory.generatePrivate(new XECPrivateKeySpec(NamedParameterSpec.X25519, scalar)));
            agreement.doPhase(factory.generatePublic(new XECPublicKeySpec(NamedParameterSpec.X25519, BASE)), true);
            BigInteger u = new BigInteger(1, reversed(agreement.generateSecret()));
            BigInteger y = u.subtract(BigInteger.ONE)
                    .multiply(u.add(BigInteger.ONE).modInverse(PRIME))
                    .mod(PRIME);
            EdECPublicKey even = publicKey(y, false);
            return PublicHalf.of(even).matches(new LocalSigner(key)) ? even : publicKey(y, true);
        } finally {
            Arrays.fill(scalar, (byte) 0);
        }
    }

    static boolean verifies(PublicKey key, byte[] input, byte[] signature) {
        if (signature.length != SIGNATURE_LENGTH) {
            return false;
        }
        try {
            Signature verifier = Signature.getInstance(NAME);
            verifier.initVerify(key);
            verifier.update(input);
            return verifier.verify(signature);
        } catch (GeneralSecurityException e) {
            // A half of the signature that is out of range is reported in this way.
            return false;
        }
    }

    private static void requireLength(byte[] octets, String what) {
        if (octets.length != LENGTH) {
            throw new UnusableKeyException(
                    "an Ed25519 key whose " + what + " has " + octets.length + " bytes",
                    LENGTH + " bytes",
                    "The key is damaged; create or export it again.");
        }
    }

    private static byte[] reversed(byte[] octets) {
        byte[] reversed = new byte[octets.length];
        for (int i = 0; i < octets.length; i++) {
            reversed[i] = octets[octets.length - 1 - i];
        }
        return reversed;
    }

    private static UnusableKeyException offCurve(@Nullable Exception cause) {
        return new UnusableKeyException(
                "an Ed25519 key whose public point is not on the curve",
                "a point on the curve",
                "The key is damaged; create or export it again.",
                cause);
    }
}
