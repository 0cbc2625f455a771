// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.mock.http;

import java.io.IOException;

/** Thrown if a request is malformed or too large. */
final class UnreadableRequestException extends IOException {
    private static final long serialVersionUID = 1L;

    private final int status;

    UnreadableRequestException(int status) {
        super("HTTP " + status);
        this.status = status;
    }

    /** The HTTP status to respond with. */
    int status() {
        return status;
    }
}
