// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.key.format;

import dev.clientauth.key.crypto.DerReader;
import dev.clientauth.key.crypto.EcCurve;
import dev.clientauth.key.crypto.Ed25519;
import dev.clientauth.key.crypto.KeyErrors;
import dev.clientauth.key.crypto.KeyMaterial;
import dev.clientauth.key.crypto.KeyPairs;
import dev.clientauth.key.crypto.RsaNumbers;
import dev.clientauth.key.crypto.UnusableKeyException;
import org.jspecify.annotations.Nullable;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPrivateKey;
import java.util.Optional;

/** Reads a private key in DER, PKCS#8 (RFC 5958, RFC 8410), SEC1 (RFC 5915) or PKCS#1 (RFC 8017 appendix A.1.2), with the JDK alone. */
final class PrivateKeyDer {

    /** The public key of RFC 5958: an implicitly tagged BIT STRING. */
    private static final int OUTER_POINT = 0x81;

    private PrivateKeyDer() {}

    /**
     * Reads the key.
     *
     * @param namedCurve the curve of an {@code EC PARAMETERS} block before a SEC1 key that does not name its own
     */
    static KeyMaterial read(byte[] der, DerType form, @Nullable String namedCurve) {
        DerReader top = new DerReader(der).enter(DerReader.SEQUENCE);
        try {
            return switch (form) {
                case PKCS8 -> pkcs8(top);
                case SEC1 -> sec1(top, namedCurve, null);
                case PKCS1 -> pkcs1(top);
                default -> throw new IllegalArgumentException(form + " is not a private key");
            };
        } catch (GeneralSecurityException e) {
            throw new UnusableKeyException(
                    form.description() + " that this Java runtime cannot read",
                    UnusableKeyException.SIGNING_KEY,
                    "The key is damaged, or the runtime lacks its algorithm; check it with: openssl pkey -in FILE -check",
                    e);
        }
    }

    private static KeyMaterial pkcs8(DerReader top) throws GeneralSecurityException {
        top.integer();
        DerReader algorithm = top.enter(DerReader.SEQUENCE);
        String oid = algorithm.oid();
        if (oid.equals(Oids.ED25519)) {
            byte[] seed = new DerReader(top.content(DerReader.OCTET_STRING)).content(DerReader.OCTET_STRING);
            if (top.peek() == DerReader.context(0)) {
                top.skip(); // attributes
            }
            EdECPrivateKey edwards = Ed25519.privateKey(seed);
            return top.peek() == OUTER_POINT
                    ? KeyMaterial.of(edwards, Ed25519.publicKey(top.bits(OUTER_POINT)))
                    : KeyPairs.complete(edwards);
        }
        if (!oid.equals(Oids.EC) && !oid.equals(Oids.RSA)) {
            throw KeyErrors.algorithm(Oids.name(oid));
        }
        DerReader key = new DerReader(top.content(DerReader.OCTET_STRING)).enter(DerReader.SEQUENCE);
        if (oid.equals(Oids.RSA)) {
            return pkcs1(key);
        }
        String curve = curveName(algorithm);
        if (top.peek() == DerReader.context(0)) {
            top.skip(); // attributes
        }
        return sec1(key, curve, top.peek() == OUTER_POINT ? top.bits(OUTER_POINT) : null);
    }

    private static KeyMaterial sec1(DerReader key, @Nullable String namedCurve, byte @Nullable [] outerPoint)
            throws GeneralSecurityException {
        key.integer();
        BigInteger scalar = new BigInteger(1, key.content(DerReader.OCTET_STRING));
        String curveOid = namedCurve;
        if (key.peek() == DerReader.context(0)) {
            curveOid = curveName(key.enter(DerReader.context(0)));
        }
        if (curveOid == null) {
            throw new UnusableKeyException(
                    "a SEC1 EC private key without a curve name",
                    "an EC key with a named curve, P-256, P-384 or P-521,",
                    "Put the block EC PARAMETERS before it, or create the key again with openssl genpkey.");
        }
        String oid = curveOid;
        EcCurve curve = EcCurve.ofOid(oid).orElseThrow(() -> KeyErrors.curve(Oids.name(oid)));
        ECPrivateKey privateKey = curve.privateKey(scalar);
        Optional<byte[]> point = key.peek() == DerReader.context(1)
                ? Optional.of(key.enter(DerReader.context(1)).bits())
                : Optional.ofNullable(outerPoint);
        ECPublicKey publicKey = point.isPresent() ? curve.publicKey(point.get()) : curve.derive(privateKey);
        return KeyMaterial.of(privateKey, publicKey);
    }

    /** Returns the curve name of an EC key; rejects explicit parameters. */
    static String curveName(DerReader parameters) {
        if (parameters.peek() == DerReader.OBJECT_IDENTIFIER) {
            return parameters.oid();
        }
        throw new UnusableKeyException(
                "an EC key with explicit curve parameters",
                "an EC key with a named curve, P-256, P-384 or P-521,",
                "Rewrite it with: openssl ec -in FILE -param_enc named_curve -out key.pem");
    }

    private static KeyMaterial pkcs1(DerReader key) throws GeneralSecurityException {
        if (key.integer().signum() != 0) {
            throw KeyErrors.multiPrime();
        }
        RsaNumbers numbers = RsaNumbers.of(
                key.integer(),
                key.integer(),
                key.integer(),
                key.integer(),
                key.integer(),
                key.integer(),
                key.integer(),
                key.integer());
        return KeyMaterial.of(numbers.privateKey(), numbers.publicKey());
    }
}
