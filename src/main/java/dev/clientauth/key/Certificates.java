package dev.clientauth.key;

import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
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

/** The X.509 certificates that stood beside a key; only what identifies them is read (RFC 5280 section 4.1). */
final class Certificates {

    private Certificates() {}

    /** The first certificate over this public key, or null if there is none. */
    static byte @Nullable [] over(PublicKey publicKey, List<byte[]> certificates) {
        for (byte[] certificate : certificates) {
            if (Arrays.equals(subjectPublicKey(certificate), publicKey.getEncoded())) {
                return certificate;
            }
        }
        return null;
    }

    /** The SHA-1 fingerprint of the first certificate over this public key, upper-case hex, or null if there is none. */
    static @Nullable String fingerprint(List<byte[]> certificates, PublicKey publicKey) {
        byte[] certificate = over(publicKey, certificates);
        return certificate == null ? null : sha1(certificate);
    }

    /** The DER of a certificate. */
    static byte[] encoded(X509Certificate certificate) {
        try {
            return certificate.getEncoded();
        } catch (CertificateEncodingException e) {
            throw new KeyFormatException(
                    "a certificate that cannot be encoded", "an X.509 certificate", "Load it from its file again.", e);
        }
    }

    /** The key with the thumbprint of its certificate (RFC 7517 section 4.9). */
    static JWK named(JWK key, byte[] certificate) {
        Base64URL thumbprint = Base64URL.encode(digest("SHA-256", certificate));
        return key instanceof ECKey ec
                ? new ECKey.Builder(ec).x509CertSHA256Thumbprint(thumbprint).build()
                : new RSAKey.Builder(key.toRSAKey())
                        .x509CertSHA256Thumbprint(thumbprint)
                        .build();
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
