// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.json;

/**
 * Thrown if a text is not valid JSON. The message gives the position but does not quote the text, which may contain a
 * secret.
 */
public final class MalformedJsonException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    MalformedJsonException(String message) {
        super(message);
    }
}
