package dev.clientauth.net;

import java.io.IOException;

/** A response that this library does not read, with the reason. Nothing of the response is in it. */
final class UnusableResponseException extends IOException {
    private static final long serialVersionUID = 1L;

    private final TransportFault fault;
    private final int status;

    /** With the HTTP status, 0 where none was received. */
    UnusableResponseException(TransportFault fault, int status) {
        this(fault, fault.reason(), status);
    }

    /** The same, with the reason in more detail and in our own words. */
    UnusableResponseException(TransportFault fault, String reason, int status) {
        super(reason);
        this.fault = fault;
        this.status = status;
    }

    int status() {
        return status;
    }

    /** The reason as a clause. */
    String reason() {
        return String.valueOf(getMessage());
    }

    TransportFault fault() {
        return fault;
    }
}
