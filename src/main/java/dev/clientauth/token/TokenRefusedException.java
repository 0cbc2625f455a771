package dev.clientauth.token;

import dev.clientauth.profile.Diagnosis;
import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.Optional;

/**
 * The token endpoint refused a request, in OAuth's own words (RFC 6749 section 5.2).
 *
 * <p>The {@linkplain #diagnosis() diagnosis} judges what was sent: which rules are broken, and where none is, what only
 * the provider can know.
 */
public final class TokenRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final transient OAuthError error;
    private final transient Diagnosis diagnosis;
    private final @Nullable Instant retryAt;
    private final @Nullable ClockDifference clockDifference;

    /** A refusal with this HTTP status and error, and the judgement of what was sent. */
    public TokenRefusedException(int status, OAuthError error, Diagnosis diagnosis, @Nullable Instant retryAt) {
        this(status, error, diagnosis, retryAt, null);
    }

    /** A refusal that is explained by the difference between two clocks. */
    public TokenRefusedException(
            int status,
            OAuthError error,
            Diagnosis diagnosis,
            @Nullable Instant retryAt,
            @Nullable ClockDifference clockDifference) {
        super(diagnosis.profile().name() + " refused the request with HTTP " + status + ", " + error + ". "
                + (clockDifference == null ? diagnosis.advice().orElse("See diagnosis().") : clockDifference));
        this.clockDifference = clockDifference;
        this.status = status;
        this.error = error;
        this.diagnosis = diagnosis;
        this.retryAt = retryAt;
    }

    private TokenRefusedException(TokenRefusedException first, Instant retryAt) {
        // Without the first as its cause, which would print the same message once more.
        super(first.getMessage(), first.getCause());
        this.status = first.status;
        this.error = first.error;
        this.diagnosis = first.diagnosis;
        this.retryAt = retryAt;
        this.clockDifference = first.clockDifference;
    }

    /** The same refusal, remembered: nothing is asked again before this instant. */
    public TokenRefusedException until(Instant instant) {
        return new TokenRefusedException(this, instant);
    }

    /** The HTTP status: 400 or 401, as a rule. */
    public int status() {
        return status;
    }

    /** The error. */
    public OAuthError error() {
        return error;
    }

    /** The judgement of what was sent. */
    public Diagnosis diagnosis() {
        return diagnosis;
    }

    /**
     * The difference between this machine's clock and the provider's, if that is the only thing wrong with the request and
     * too large to be corrected; see {@code ClientAuthenticatorBuilder.maxClockCorrection}.
     */
    public Optional<ClockDifference> clockDifference() {
        return Optional.ofNullable(clockDifference);
    }

    /** Whether the same request can succeed later without a change: HTTP 408, 429 and 5xx. */
    public boolean isRetryable() {
        return TokenTransportException.isRetryable(status);
    }

    /** When to ask again at the earliest, where the provider said, or where this refusal is remembered until then. */
    public Optional<Instant> retryAt() {
        return Optional.ofNullable(retryAt);
    }
}
