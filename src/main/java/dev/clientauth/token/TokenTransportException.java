package dev.clientauth.token;

import org.jspecify.annotations.Nullable;

/** There was no usable answer from the token endpoint: not reached, too late, or not OAuth. */
public final class TokenTransportException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final boolean retryable;

    /** An answer with this HTTP status that cannot be used. */
    public TokenTransportException(String message, int status) {
        super(message);
        this.status = status;
        this.retryable = isRetryable(status);
    }

    /** A fault on the way, after which it is not known whether the request arrived. */
    public TokenTransportException(String message, @Nullable Throwable cause) {
        super(message, cause);
        this.status = 0;
        this.retryable = true;
    }

    /** The HTTP status of the answer, 0 where there was none. */
    public int status() {
        return status;
    }

    /**
     * Whether the same request can succeed later without a change: faults on the way, HTTP 408, 429 and 5xx. An
     * authorization code may have been used up all the same.
     */
    public boolean isRetryable() {
        return retryable;
    }

    static boolean isRetryable(int status) {
        return status == 408 || status == 429 || status >= 500;
    }
}
