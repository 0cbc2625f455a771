// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.mock.server;

/** Thrown if a request to the JSON API is rejected; the message says why, in one sentence without secrets. */
final class AdminRejectionException extends Exception {
    private static final long serialVersionUID = 1L;

    private final int status;

    AdminRejectionException(int status, String message) {
        super(message);
        this.status = status;
    }

    /** Returns the HTTP status of the response. */
    int status() {
        return status;
    }
}
