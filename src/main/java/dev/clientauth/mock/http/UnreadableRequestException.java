package dev.clientauth.mock.http;

import java.io.IOException;

/** What arrived is no request, or too much of one. */
final class UnreadableRequestException extends IOException {
    private static final long serialVersionUID = 1L;

    private final int status;

    UnreadableRequestException(int status) {
        super("answered with " + status);
        this.status = status;
    }

    /** The HTTP status to respond with. */
    int status() {
        return status;
    }
}
