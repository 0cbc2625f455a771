// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.net;

import java.io.IOException;

/** Thrown if there is no usable response. The message contains nothing that was received. */
public final class HttpFailure extends IOException {
    private static final long serialVersionUID = 1L;

    private final TransportFault fault;
    private final int status;

    private HttpFailure(TransportFault fault, String message, int status, RedactedException cause) {
        super(message, cause);
        this.fault = fault;
        this.status = status;
    }

    /** Creates the failure for an exception of a layer below. */
    public static HttpFailure of(Throwable original) {
        return of(original, 0);
    }

    /** Creates the failure for a known reason, with the HTTP status, or 0 if none was received. */
    public static HttpFailure of(TransportFault fault, int status) {
        return of(new UnusableResponseException(fault, status), status);
    }

    /** Returns the failure for an exception, with the HTTP status, or 0 if none was received. */
    public static HttpFailure of(Throwable original, int status) {
        if (original instanceof HttpFailure failure) {
            return failure;
        }
        TransportFault fault = TransportFault.of(original);
        String reason = original instanceof UnusableResponseException unusable ? unusable.reason() : fault.reason();
        String name = original.getClass().getSimpleName();
        boolean isVague = fault.isVague() && !name.isEmpty();
        return new HttpFailure(
                fault, reason + (isVague ? " (" + name + ")" : ""), status, RedactedException.of(original));
    }

    /** Returns why there is no response. */
    public TransportFault fault() {
        return fault;
    }

    /** Returns the HTTP status, or 0 if none was received. */
    public int status() {
        return status;
    }
}
