// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.key.crypto;

import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.Base64URL;
import org.jspecify.annotations.Nullable;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/** Reads from X.509 certificates only what identifies their key (RFC 5280 section 4.1). */
public final class Certificates {

    private Certificates() {}

    /** Returns the first certificate for this public key, or null. */
    public static byte @Nullable [] certificateOf(PublicKey publicKey, List<byte[]> certificates) {
        for (byte[] certificate : certificates) {
            if (Arrays.equals(subjectPublicKey(certificate), publicKey.getEncoded())) {
                return certificate;
            }
        }
        return null;
    }

    /** Returns the DER encoding of the certificate of this public key. */
    public static byte[] encoded(X509Certificate certificate, PublicKey publicKey) {
        try {
            byte[] encoded = certificate.getEncoded();
            if (certificateOf(publicKey, List.of(encoded)) != null) {
                return encoded;
            }
        } catch (CertificateEncodingException e) {
            throw new UnusableKeyException(
                    "a certificate that cannot be encoded", "an X.509 certificate", "Load it from its file again.", e);
        }
        throw new UnusableKeyException(
                "a certificate of another key",
                "the certificate of this key",
                "Load the private key and the certificate of the same pair.");
    }

    /** Returns the key with the SHA-256 thumbprint of its certificate (RFC 7517 section 4.9). */
    public static JWK withThumbprint(JWK key, byte[] certificate) {
        Base64URL thumbprint = Base64URL.encode(digest("SHA-256", certificate));
        if (key instanceof ECKey ec) {
            return new ECKey.Builder(ec).x509CertSHA256Thumbprint(thumbprint).build();
        }
        return key instanceof OctetKeyPair edwards
                ? new OctetKeyPair.Builder(edwards)
                        .x509CertSHA256Thumbprint(thumbprint)
                        .build()
                : new RSAKey.Builder(key.toRSAKey())
                        .x509CertSHA256Thumbprint(thumbprint)
                        .build();
    }

    /** Returns the SubjectPublicKeyInfo of a certificate. */
    public static byte[] subjectPublicKey(byte[] certificate) {
        DerReader body = new DerReader(certificate).enter(DerReader.SEQUENCE).enter(DerReader.SEQUENCE);
        if (body.peek() == DerReader.context(0)) {
            body.skip(); // the version, absent in version 1
        }
        for (int passed = 0; passed < 5; passed++) {
            body.skip(); // serial number, signature algorithm, issuer, validity, subject
        }
        return body.element();
    }

    /** Returns 40 upper-case hex digits. Epic shows SHA-1; it only identifies a certificate here. */
    public static String sha1(byte[] certificate) {
        return HexFormat.of().withUpperCase().formatHex(digest("SHA-1", certificate));
    }

    private static byte[] digest(String algorithm, byte[] certificate) {
        try {
            return MessageDigest.getInstance(algorithm).digest(certificate);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(algorithm + " is missing from this Java runtime.", e);
        }
    }
}
