// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.key.format;

import dev.clientauth.key.crypto.Certificates;
import dev.clientauth.key.crypto.DerReader;
import org.jspecify.annotations.Nullable;

import java.security.PublicKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/** Reads the certificates of a JWK, {@code x5c} (RFC 7517 section 4.7), with remarks on those that are wrong. */
public final class JwkCertificates {

    private JwkCertificates() {}

    /** Returns the certificates in DER; those that cannot be read are noted and skipped. */
    public static List<byte[]> read(JwkMembers jwk, PublicKey key) {
        if (!jwk.has("x5c")) {
            return List.of();
        }
        List<byte[]> certificates = new ArrayList<>();
        for (String value : jwk.strings("x5c")) {
            byte[] der = certificate(value, jwk);
            if (der != null) {
                certificates.add(der);
            }
        }
        if (!(jwk.raw("x5c") instanceof List<?>)) {
            jwk.note("x5c is not an array", "Write an array of strings, or leave x5c out (RFC 7517 section 4.7).");
        } else if (!certificates.isEmpty()
                && !Arrays.equals(Certificates.subjectPublicKey(certificates.get(0)), key.getEncoded())) {
            jwk.note(
                    "x5c contains the certificate of another key",
                    "Put the certificate of this key first, or leave x5c out: many servers refuse the whole JWK Set"
                            + " (RFC 7517 section 4.7).");
        }
        return List.copyOf(certificates);
    }

    private static byte @Nullable [] certificate(String value, JwkMembers jwk) {
        String body = value;
        if (PemBlock.in(value)) {
            jwk.note(
                    "x5c contains PEM instead of base64 of DER",
                    "Leave out the lines BEGIN and END and all line breaks (RFC 7517 section 4.7).");
            body = value.replaceAll("-----[A-Z ]+-----", "");
        } else if (value.indexOf('-') >= 0 || value.indexOf('_') >= 0) {
            jwk.note(
                    "x5c is in base64url instead of standard base64",
                    "Write + for - and / for _, with padding (RFC 7517 section 4.7).");
            body = value.replace('-', '+').replace('_', '/');
        }
        try {
            byte[] der = Base64.getDecoder().decode(body.replaceAll("[\\s=]|\\\\n", ""));
            if (DerReader.spansExactly(der) && DerType.of(der) == DerType.CERTIFICATE) {
                Certificates.subjectPublicKey(der);
                return der;
            }
        } catch (IllegalArgumentException e) {
            // Whatever it is, it is noted below; a UnusableKeyException of the DER reader is one of these, too.
        }
        jwk.note("x5c contains something that is not a certificate", "Leave x5c out, or put the certificate there.");
        return null;
    }
}
