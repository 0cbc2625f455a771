package dev.clientauth.net;

import java.io.IOException;

/** A connection delivered more bytes than one response may have. */
final class ResponseTooLargeException extends IOException {
    private static final long serialVersionUID = 1L;

    ResponseTooLargeException() {
        super("too many bytes in one response");
    }
}
