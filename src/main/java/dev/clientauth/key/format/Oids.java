// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.key.format;

import java.util.Map;

/** The names of object identifiers, for error messages. */
final class Oids {

    static final String EC = "1.2.840.10045.2.1";
    static final String RSA = "1.2.840.113549.1.1.1";
    static final String ED25519 = "1.3.101.112";
    static final String PKCS7 = "1.2.840.113549.1.7.";

    private static final Map<String, String> NAMES = Map.ofEntries(
            Map.entry("1.2.840.113549.1.1.10", "RSASSA-PSS only (id-RSASSA-PSS)"),
            Map.entry("1.2.840.113549.1.3.1", "DH"),
            Map.entry("1.2.840.10046.2.1", "X9.42 DH"),
            Map.entry("1.2.840.10040.4.1", "DSA"),
            Map.entry("1.3.101.110", "X25519"),
            Map.entry("1.3.101.111", "X448"),
            Map.entry(ED25519, "Ed25519"),
            Map.entry("1.3.101.113", "Ed448"),
            Map.entry("2.16.840.1.101.3.4.3.17", "ML-DSA-44"),
            Map.entry("2.16.840.1.101.3.4.3.18", "ML-DSA-65"),
            Map.entry("2.16.840.1.101.3.4.3.19", "ML-DSA-87"),
            Map.entry("1.2.840.10045.3.1.1", "P-192"),
            Map.entry("1.3.132.0.33", "P-224"),
            Map.entry("1.3.132.0.10", "secp256k1"),
            Map.entry("1.2.156.10197.1.301", "SM2"),
            Map.entry("1.3.36.3.3.2.8.1.1.7", "brainpoolP256r1"),
            Map.entry("1.3.36.3.3.2.8.1.1.8", "brainpoolP256t1"),
            Map.entry("1.3.36.3.3.2.8.1.1.11", "brainpoolP384r1"),
            Map.entry("1.3.36.3.3.2.8.1.1.13", "brainpoolP512r1"));

    private Oids() {}

    /** Returns the name, or the number itself. */
    static String name(String oid) {
        return NAMES.getOrDefault(oid, "object identifier " + oid);
    }
}
