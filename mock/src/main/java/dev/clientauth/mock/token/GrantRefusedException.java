// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.mock.token;

/** Thrown if a code or refresh token is invalid; the message is the {@code error_description}. */
public final class GrantRefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    GrantRefusedException(String description) {
        super(description);
    }
}
