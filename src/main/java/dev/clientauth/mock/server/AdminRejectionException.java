package dev.clientauth.mock.server;

/** A request to the administration API that is not carried out; the message says why, in a sentence without a secret. */
final class AdminRejectionException extends Exception {
    private static final long serialVersionUID = 1L;

    private final int status;

    AdminRejectionException(int status, String message) {
        super(message);
        this.status = status;
    }

    /** The HTTP status that says so. */
    int status() {
        return status;
    }
}
