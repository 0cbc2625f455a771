// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.token;

import dev.clientauth.arguments.Arguments;
import dev.clientauth.profile.Diagnosis;
import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.Optional;

/**
 * Thrown if the token endpoint refused a request with an OAuth error (RFC 6749 section 5.2).
 *
 * <p>The {@linkplain #diagnosis() diagnosis} says which rules the request broke and, if it broke none, which causes only the
 * provider can see.
 */
public final class TokenRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final transient OAuthError error;
    private final transient Diagnosis diagnosis;
    private final @Nullable Instant retryAt;
    private final @Nullable ClockDifference clockDifference;

    /** Creates the exception with this HTTP status and error, and the diagnosis of the request. */
    public TokenRefusedException(int status, OAuthError error, Diagnosis diagnosis, @Nullable Instant retryAt) {
        this(status, error, diagnosis, retryAt, null);
    }

    /** Creates the exception for a refusal that is explained by a clock difference. */
    public TokenRefusedException(
            int status,
            OAuthError error,
            Diagnosis diagnosis,
            @Nullable Instant retryAt,
            @Nullable ClockDifference clockDifference) {
        super(Arguments.required(diagnosis, "diagnosis").profile().name() + " refused the request with HTTP " + status
                + ", "
                + Arguments.required(error, "error") + ". "
                + (clockDifference == null ? diagnosis.advice().orElse("See diagnosis().") : clockDifference));
        this.clockDifference = clockDifference;
        this.status = Arguments.notNegative(status, "status");
        this.error = error;
        this.diagnosis = diagnosis;
        this.retryAt = retryAt;
    }

    private TokenRefusedException(TokenRefusedException first, Instant retryAt) {
        // The first exception is not the cause, because the same message would be printed twice.
        super(first.getMessage(), first.getCause());
        this.status = first.status;
        this.error = first.error;
        this.diagnosis = first.diagnosis;
        this.retryAt = retryAt;
        this.clockDifference = first.clockDifference;
    }

    /** Returns a copy with this {@link #retryAt()}, before which no further request is sent. */
    public TokenRefusedException until(Instant instant) {
        return new TokenRefusedException(this, Arguments.required(instant, "instant"));
    }

    /** Returns the HTTP status, usually 400 or 401. */
    public int status() {
        return status;
    }

    /** Returns the error. */
    public OAuthError error() {
        return error;
    }

    /** Returns the diagnosis of the request. */
    public Diagnosis diagnosis() {
        return diagnosis;
    }

    /**
     * Returns the difference between this machine's clock and the provider's, if it is the only problem with the
     * request and too large to be corrected; see {@code ClientAuthenticator.Builder.maxClockCorrection}.
     */
    public Optional<ClockDifference> clockDifference() {
        return Optional.ofNullable(clockDifference);
    }

    /** Returns whether the same request can succeed later: after HTTP 408, 429 and 5xx. */
    public boolean isRetryable() {
        return TokenTransportException.isRetryable(status);
    }

    /** Returns the earliest time at which to retry, if the provider or the back-off sets one. */
    public Optional<Instant> retryAt() {
        return Optional.ofNullable(retryAt);
    }
}
