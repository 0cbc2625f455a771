package dev.clientauth.key;

import org.jspecify.annotations.Nullable;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/** The X.509 certificates that stood beside a key; only what identifies them is read (RFC 5280 section 4.1). */
final class Certificates {

    private Certificates() {}

    /** The SHA-1 fingerprint of the first certificate over this public key, upper-case hex, or null if there is none. */
    static @Nullable String fingerprint(List<byte[]> certificates, PublicKey publicKey) {
        for (byte[] certificate : certificates) {
            if (Arrays.equals(subjectPublicKey(certificate), publicKey.getEncoded())) {
                return sha1(certificate);
            }
        }
        return null;
    }

    /** The SubjectPublicKeyInfo of a certificate. */
    static byte[] subjectPublicKey(byte[] certificate) {
        DerReader body = new DerReader(certificate).enter(DerReader.SEQUENCE).enter(DerReader.SEQUENCE);
        if (body.peek() == DerReader.context(0)) {
            body.skip(); // the version, absent in version 1
        }
        for (int passed = 0; passed < 5; passed++) {
            body.skip(); // serial number, signature algorithm, issuer, validity, subject
        }
        return body.element();
    }

    /** As 40 upper-case hex digits. SHA-1 is what Epic shows; it names a certificate here and protects nothing. */
    static String sha1(byte[] certificate) {
        try {
            return HexFormat.of()
                    .withUpperCase()
                    .formatHex(MessageDigest.getInstance("SHA-1").digest(certificate));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-1 is missing from this Java runtime.", e);
        }
    }
}
