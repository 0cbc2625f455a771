// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.redis;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.OctetSequenceKey;

import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/**
 * A key that encrypts entries.
 *
 * @param id the key id in each entry: the beginning of the key's thumbprint (RFC 7638)
 * @param key 32 bytes
 */
record EntryKey(String id, SecretKey key) {
    private static final int BYTES = 32;
    private static final int ID_LENGTH = 16;

    static EntryKey of(SecretKey key) {
        byte[] bytes = key.getEncoded();
        if (bytes == null) {
            throw new IllegalArgumentException(
                    "The key of the token store does not expose its bytes. Use an in-memory key, such as a"
                            + " SecretKeySpec.");
        }
        if (bytes.length != BYTES) {
            throw new IllegalArgumentException(
                    "The key of the token store has " + bytes.length + " bytes, but must have " + BYTES
                            + " random bytes: run `openssl rand -base64 32` and decode the Base64.");
        }
        try {
            String thumbprint = new OctetSequenceKey.Builder(bytes)
                    .build()
                    .computeThumbprint()
                    .toString();
            return new EntryKey(thumbprint.substring(0, ID_LENGTH), new SecretKeySpec(bytes, "AES"));
        } catch (JOSEException e) {
            throw new IllegalStateException("SHA-256 is missing from this Java runtime.", e);
        }
    }

    /** Returns the key id only. */
    @Override
    public String toString() {
        return "EntryKey[" + id + "]";
    }
}
