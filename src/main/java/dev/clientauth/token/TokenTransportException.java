package dev.clientauth.token;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.Optional;

/** There was no usable answer from the token endpoint, or another of the provider's endpoints: not reached, too late, or not OAuth. */
public final class TokenTransportException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final boolean sent;
    private final @Nullable Instant retryAt;

    /** An answer with this HTTP status that cannot be used. */
    public TokenTransportException(String message, int status, @Nullable Instant retryAt) {
        super(message);
        this.status = status;
        this.sent = true;
        this.retryAt = retryAt;
    }

    /** A fault on the way, with whether the request's body may have left this machine. */
    public TokenTransportException(String message, boolean sent, @Nullable Throwable cause) {
        super(message, cause);
        this.status = 0;
        this.sent = sent;
        this.retryAt = null;
    }

    private TokenTransportException(TokenTransportException first, Instant retryAt) {
        super(first.getMessage(), first);
        this.status = first.status;
        this.sent = first.sent;
        this.retryAt = retryAt;
    }

    /** The same failure, remembered: nothing is asked again before this instant. */
    public TokenTransportException until(Instant instant) {
        return new TokenTransportException(this, instant);
    }

    /** The HTTP status of the answer, 0 where there was none. */
    public int status() {
        return status;
    }

    /**
     * Whether the request's body may have left this machine. If not, an authorization code in it is as good as before; if
     * so, it may have been used up.
     */
    public boolean isSent() {
        return sent;
    }

    /** Whether the same request can succeed later without a change: faults on the way, HTTP 408, 429 and 5xx. */
    public boolean isRetryable() {
        return status == 0 || isRetryable(status);
    }

    /** When to ask again at the earliest, where the provider said, or where this failure is remembered until then. */
    public Optional<Instant> retryAt() {
        return Optional.ofNullable(retryAt);
    }

    static boolean isRetryable(int status) {
        return status == 408 || status == 429 || status >= 500;
    }
}
