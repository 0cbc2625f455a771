// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.mock.text;

/** Thrown if a document or one of its members is invalid. */
public final class InvalidMemberException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final int line;

    InvalidMemberException(int line, String message) {
        super(message);
        this.line = line;
    }

    /** Returns the line of the member, from 1; 0 if it is not known. */
    public int line() {
        return line;
    }
}
