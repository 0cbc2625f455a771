// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.token;

import dev.clientauth.arguments.Arguments;
import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.Optional;

/**
 * Thrown if the token endpoint, or another endpoint of the provider, returned no usable response: the endpoint could
 * not be reached, the response was late, or it was not an OAuth response.
 */
public final class TokenTransportException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final boolean sent;
    private final @Nullable Instant retryAt;

    /** Creates the exception for an unusable response with this HTTP status. */
    public TokenTransportException(String message, int status, @Nullable Instant retryAt) {
        super(Arguments.notBlank(message, "message"));
        this.status = Arguments.notNegative(status, "status");
        this.sent = true;
        this.retryAt = retryAt;
    }

    /**
     * Creates the exception for a transport failure.
     *
     * @param sent whether the body of the request may have left this machine
     */
    public TokenTransportException(String message, boolean sent, @Nullable Throwable cause) {
        super(Arguments.notBlank(message, "message"), cause);
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

    /** Returns a copy with this {@link #retryAt()}, before which no further request is sent. */
    public TokenTransportException until(Instant instant) {
        return new TokenTransportException(this, Arguments.required(instant, "instant"));
    }

    /** Returns the HTTP status of the response, or 0 if there was none. */
    public int status() {
        return status;
    }

    /**
     * Returns whether the request's body may have left this machine. If not, an authorization code in it is still
     * unused; otherwise, the code may have been used.
     */
    public boolean isSent() {
        return sent;
    }

    /** Returns whether the same request can succeed later: after transport failures and HTTP 408, 429 and 5xx. */
    public boolean isRetryable() {
        return status == 0 || isRetryable(status);
    }

    /** Returns the earliest time at which to retry, if the provider or the back-off sets one. */
    public Optional<Instant> retryAt() {
        return Optional.ofNullable(retryAt);
    }

    static boolean isRetryable(int status) {
        return status == 408 || status == 429 || status >= 500;
    }
}
