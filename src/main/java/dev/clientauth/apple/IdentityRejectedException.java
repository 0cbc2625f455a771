// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.apple;

/**
 * Thrown if a token that claims to be from Apple is invalid.
 *
 * <p>It contains neither the token nor a secret: if a nonce or hash does not match, {@link #found()} and {@link #expected()}
 * do not show the values.
 */
public final class IdentityRejectedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Check check;
    private final String found;
    private final String expected;

    IdentityRejectedException(Check check, String found, String expected, String remedy) {
        super("The token was rejected by the check " + check + ": found " + found + ", expected " + expected + ". "
                + remedy);
        this.check = check;
        this.found = found;
        this.expected = expected;
    }

    /** Returns the first check that failed. */
    public Check check() {
        return check;
    }

    /** Returns what the token contains. */
    public String found() {
        return found;
    }

    /** Returns what it should contain. */
    public String expected() {
        return expected;
    }

    /** The checks of a token that claims to be signed by Apple (Apple, "Verifying a user"). */
    public enum Check {
        /** The token is at most 16 KiB long. */
        SIZE,
        /** Three base64url parts; header and payload are JSON objects of limited depth without duplicate members. */
        FORM,
        /** {@code alg} is RS256. */
        ALGORITHM,
        /** The header contains no key and requires no extension. */
        HEADER,
        /** {@code kid} is the id of one of Apple's keys. */
        KEY,
        /** The signature was made with that key. */
        SIGNATURE,
        /** {@code iss} is Apple. */
        ISSUER,
        /** {@code aud} is one of the client ids. */
        AUDIENCE,
        /** {@code exp} is in the future. */
        EXPIRY,
        /** {@code iat} is not in the future. */
        ISSUED_AT,
        /** {@code nbf}, if present, is not in the future. */
        NOT_BEFORE,
        /** The token is of the expected kind: an account event has {@code events}, an identity token does not. */
        KIND,
        /** {@code sub} is present and is the expected one. */
        SUBJECT,
        /** {@code nonce} is that of the request. */
        NONCE,
        /** {@code c_hash} belongs to the authorization code (OpenID Connect Core section 3.3.2.11). */
        CODE_HASH,
        /** {@code at_hash} belongs to the access token (OpenID Connect Core section 3.1.3.6). */
        ACCESS_TOKEN_HASH
    }
}
