package dev.clientauth.apple;

/** An answer to an authorization request that is not to be believed. The message says why, and shows no value. */
public final class CallbackRejectedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What is wrong with an answer. */
    public enum Reason {
        /** The {@code state} is missing or another: not the answer to this request (RFC 6749 section 10.12). */
        STATE,
        /** A parameter is missing or empty. */
        MISSING,
        /** A parameter came more than once (RFC 6749 section 3.1). */
        REPEATED,
        /** A parameter is too long, cannot be decoded, or contradicts another. */
        ODD
    }

    private final Reason reason;

    CallbackRejectedException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    /** What is wrong. */
    public Reason reason() {
        return reason;
    }
}
