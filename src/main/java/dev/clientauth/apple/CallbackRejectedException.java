// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.apple;

/** Thrown if the callback of an authorization request is invalid. The message says why but shows no values. */
public final class CallbackRejectedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What is wrong with a callback. */
    public enum Reason {
        /**
         * The {@code state} is missing or does not match: the callback does not belong to this request (RFC 6749
         * section 10.12).
         */
        STATE,
        /** A parameter is missing or empty. */
        MISSING,
        /** A parameter is repeated (RFC 6749 section 3.1). */
        REPEATED,
        /** A parameter is too long, cannot be decoded, or contradicts another. */
        ODD
    }

    private final Reason reason;

    CallbackRejectedException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    /** Returns what is wrong. */
    public Reason reason() {
        return reason;
    }
}
