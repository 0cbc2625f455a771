// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.net;

import java.io.IOException;

/** Thrown for a response that this library does not read, with the reason. It contains nothing of the response. */
final class UnusableResponseException extends IOException {
    private static final long serialVersionUID = 1L;

    private final TransportFault fault;
    private final int status;

    /** Creates the exception with the HTTP status, or 0 if none was received. */
    UnusableResponseException(TransportFault fault, int status) {
        this(fault, fault.reason(), status);
    }

    /** Creates the exception with a more detailed reason, which must not quote the response. */
    UnusableResponseException(TransportFault fault, String reason, int status) {
        super(reason);
        this.fault = fault;
        this.status = status;
    }

    int status() {
        return status;
    }

    /** Returns the reason as a clause. */
    String reason() {
        return String.valueOf(getMessage());
    }

    TransportFault fault() {
        return fault;
    }
}
