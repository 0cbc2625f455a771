// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.net;

import java.io.IOException;

/** Thrown if a connection delivers more bytes than a response may have. */
final class ResponseTooLargeException extends IOException {
    private static final long serialVersionUID = 1L;

    ResponseTooLargeException() {
        super("too many bytes in one response");
    }
}
