// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.mock.token;

import com.nimbusds.jose.util.Base64URL;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

import static java.nio.charset.StandardCharsets.US_ASCII;

/** Computes {@code c_hash} and {@code at_hash} of a token signed with RS256 (OpenID Connect Core sections 3.3.2.11 and 3.1.3.6). */
public final class LeftHalfHash {
    private LeftHalfHash() {}

    /** Returns the left half of the SHA-256 hash of a code or access token, in base64url. */
    public static String of(String value) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(value.getBytes(US_ASCII));
            return Base64URL.encode(Arrays.copyOf(hash, hash.length / 2)).toString();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is missing from this Java runtime.", e);
        }
    }
}
