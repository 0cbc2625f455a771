// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.key.format;

import dev.clientauth.key.crypto.DerReader;
import dev.clientauth.key.crypto.EcCurve;
import dev.clientauth.key.crypto.Ed25519;
import dev.clientauth.key.crypto.KeyErrors;
import dev.clientauth.key.crypto.RsaNumbers;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.PublicKey;

/** Reads a public key in DER: a SubjectPublicKeyInfo (RFC 5280 section 4.1, RFC 8410) or PKCS#1 (RFC 8017 appendix A.1.1). */
public final class PublicKeyDer {

    private PublicKeyDer() {}

    public static PublicKey read(byte[] der) throws GeneralSecurityException {
        DerReader top = new DerReader(der).enter(DerReader.SEQUENCE);
        if (top.peek() == DerReader.INTEGER) {
            return rsa(top);
        }
        DerReader algorithm = top.enter(DerReader.SEQUENCE);
        String oid = algorithm.oid();
        if (oid.equals(Oids.RSA)) {
            return rsa(new DerReader(top.bits()).enter(DerReader.SEQUENCE));
        }
        if (oid.equals(Oids.ED25519)) {
            return Ed25519.publicKey(top.bits());
        }
        if (!oid.equals(Oids.EC)) {
            throw KeyErrors.algorithm(Oids.name(oid));
        }
        String curve = PrivateKeyDer.curveName(algorithm);
        return EcCurve.ofOid(curve)
                .orElseThrow(() -> KeyErrors.curve(Oids.name(curve)))
                .publicKey(top.bits());
    }

    private static PublicKey rsa(DerReader numbers) throws GeneralSecurityException {
        BigInteger modulus = numbers.integer();
        return RsaNumbers.publicKey(modulus, numbers.integer());
    }
}
