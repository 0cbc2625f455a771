// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.key.crypto;

import org.jspecify.annotations.Nullable;

/**
 * Reports that an input is not a usable key; the public methods turn it into a {@code KeyFormatException}.
 *
 * <p>Neither the message nor any cause contains key material, a password or a part of the input.
 */
public final class UnusableKeyException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    /** What {@code SigningKey} accepts, as a noun phrase. */
    public static final String SIGNING_KEY =
            "a private key, EC P-256, P-384 or P-521, Ed25519, or RSA of at least 2048 bits,";

    private final String found;
    private final String expected;
    private final String remedy;

    /** Creates the exception for an input in which a signing key is expected. */
    public UnusableKeyException(String found, String remedy) {
        this(found, SIGNING_KEY, remedy);
    }

    public UnusableKeyException(String found, String expected, String remedy) {
        this(found, expected, remedy, null);
    }

    public UnusableKeyException(String found, String expected, String remedy, @Nullable Throwable cause) {
        super("Found " + found + " where " + expected + " is expected. " + remedy, cause);
        this.found = found;
        this.expected = expected;
        this.remedy = remedy;
    }

    /** Returns what was found, as a noun phrase. */
    public String found() {
        return found;
    }

    /** Returns what was expected instead, as a noun phrase. */
    public String expected() {
        return expected;
    }

    /** Returns what to do about it, as one or more sentences. */
    public String remedy() {
        return remedy;
    }
}
