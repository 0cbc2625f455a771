package dev.clientauth.key.crypto;

import org.jspecify.annotations.Nullable;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/** Reads from X.509 certificates only what identifies their key (RFC 5280 section 4.1). */
public final class Certificates {

    private Certificates() {}

    /** Returns the SHA-1 fingerprint of the first certificate for this public key, in upper-case hex, or null. */
    public static @Nullable String fingerprint(List<byte[]> certificates, PublicKey publicKey) {
        for (byte[] certificate : certificates) {
            if (Arrays.equals(subjectPublicKey(certificate), publicKey.getEncoded())) {
                return sha1(certificate);
            }
        }
        return null;
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
        try {
            return HexFormat.of()
                    .withUpperCase()
                    .formatHex(MessageDigest.getInstance("SHA-1").digest(certificate));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-1 is missing from this Java runtime.", e);
        }
    }
}
