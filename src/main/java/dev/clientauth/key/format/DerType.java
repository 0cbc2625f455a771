// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.key.format;

import dev.clientauth.key.crypto.DerReader;
import dev.clientauth.key.crypto.KeyNote;
import org.jspecify.annotations.Nullable;

import java.util.List;

/** The type of a DER SEQUENCE, detected from its structure alone: labels and file names may be wrong. */
public enum DerType {
    /** RFC 5958 (PKCS#8). */
    PKCS8("a PKCS#8 private key", "PRIVATE KEY"),
    /** RFC 5915. */
    SEC1("a SEC1 EC private key", "EC PRIVATE KEY"),
    /** RFC 8017 appendix A.1.2. */
    PKCS1("a PKCS#1 RSA private key", "RSA PRIVATE KEY"),
    /** RFC 5958 section 3. */
    ENCRYPTED_PKCS8("an encrypted private key", "ENCRYPTED PRIVATE KEY"),
    /** RFC 7292. */
    PKCS12("a PKCS#12 key store"),
    /** RFC 5280 section 4.1, or PKCS#1. */
    PUBLIC_KEY("a public key", "PUBLIC KEY", "RSA PUBLIC KEY"),
    /** RFC 5280. */
    CERTIFICATE("a certificate", "CERTIFICATE", "X509 CERTIFICATE", "TRUSTED CERTIFICATE"),
    /** RFC 2986. */
    CERTIFICATE_REQUEST("a certificate request", "CERTIFICATE REQUEST", "NEW CERTIFICATE REQUEST"),
    /** RFC 5652. */
    PKCS7("a PKCS#7 bundle of certificates"),
    /** OpenSSL's own format. */
    DSA("a DSA private key"),
    UNKNOWN("DER that is not a key");

    private final String description;
    private final List<String> labels;

    /** With the PEM labels that belong to it (RFC 7468, OpenSSL). */
    DerType(String description, String... labels) {
        this.description = description;
        this.labels = List.of(labels);
    }

    public String description() {
        return description;
    }

    /** Returns a remark if the PEM label says something else. */
    public List<KeyNote> mislabeled(@Nullable String label) {
        return label == null || labels.isEmpty() || labels.contains(label)
                ? List.of()
                : List.of(new KeyNote(
                        "labeled " + label + ", but it is " + description,
                        "It is accepted here; other tools may need the label " + labels.get(0) + "."));
    }

    public boolean isPrivateKey() {
        return this == PKCS8 || this == SEC1 || this == PKCS1;
    }

    public static DerType of(byte[] der) {
        DerReader top = new DerReader(der).enter(DerReader.SEQUENCE);
        return switch (top.peek()) {
            case DerReader.INTEGER -> afterInteger(top);
            case DerReader.SEQUENCE -> afterSequence(top);
            case DerReader.OBJECT_IDENTIFIER -> top.oid().startsWith(Oids.PKCS7) ? PKCS7 : UNKNOWN;
            default -> UNKNOWN;
        };
    }

    private static DerType afterInteger(DerReader top) {
        top.skip();
        return switch (top.peek()) {
            case DerReader.OCTET_STRING -> SEC1;
            case DerReader.INTEGER -> byNumbers(1 + parts(top));
            case DerReader.SEQUENCE -> byAlgorithm(top.enter(DerReader.SEQUENCE));
            default -> UNKNOWN;
        };
    }

    private static DerType byNumbers(int numbers) {
        return switch (numbers) {
            case 2 -> PUBLIC_KEY;
            case 6 -> DSA;
            case 9, 10 -> PKCS1;
            default -> UNKNOWN;
        };
    }

    private static DerType byAlgorithm(DerReader algorithm) {
        if (algorithm.peek() != DerReader.OBJECT_IDENTIFIER) {
            return UNKNOWN;
        }
        return algorithm.oid().startsWith(Oids.PKCS7) ? PKCS12 : PKCS8;
    }

    private static DerType afterSequence(DerReader top) {
        DerReader first = top.enter(DerReader.SEQUENCE);
        if (first.peek() == DerReader.OBJECT_IDENTIFIER) {
            return switch (top.peek()) {
                case DerReader.OCTET_STRING -> ENCRYPTED_PKCS8;
                case DerReader.BIT_STRING -> PUBLIC_KEY;
                default -> UNKNOWN;
            };
        }
        if (first.peek() == DerReader.context(0)) {
            return CERTIFICATE;
        }
        if (first.peek() != DerReader.INTEGER) {
            return UNKNOWN;
        }
        return parts(first) >= 6 ? CERTIFICATE : CERTIFICATE_REQUEST;
    }

    private static int parts(DerReader reader) {
        int parts = 0;
        while (reader.peek() != DerReader.NOTHING) {
            reader.skip();
            parts++;
        }
        return parts;
    }
}
