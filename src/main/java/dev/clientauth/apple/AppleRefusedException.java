package dev.clientauth.apple;

import dev.clientauth.profile.Diagnosis;
import dev.clientauth.token.OAuthError;
import dev.clientauth.token.TokenRefusedException;
import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.Optional;

/**
 * Thrown if Apple refused a request, or would refuse it: with what that means and what to do. It contains no secret.
 */
public final class AppleRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final RefusalReason reason;
    private final int status;
    private final transient @Nullable OAuthError error;
    private final transient @Nullable Diagnosis diagnosis;
    private final @Nullable Instant retryAt;

    private AppleRefusedException(
            RefusalReason reason,
            String message,
            int status,
            @Nullable OAuthError error,
            @Nullable TokenRefusedException cause,
            @Nullable Instant retryAt) {
        super(message, cause);
        this.reason = reason;
        this.status = status;
        this.error = error;
        this.diagnosis = cause == null ? null : cause.diagnosis();
        this.retryAt = retryAt;
    }

    /** Creates the exception for a refusal by the token endpoint, with additional advice for this client. */
    static AppleRefusedException of(TokenRefusedException refusal, String advice) {
        RefusalReason reason = RefusalReason.of(refusal.error());
        return new AppleRefusedException(
                reason,
                message(reason, refusal.status(), refusal.error()) + (isAboutClient(reason) ? advice : ""),
                refusal.status(),
                refusal.error(),
                refusal,
                refusal.retryAt().orElse(null));
    }

    /** Creates the exception for a refusal by another endpoint. */
    static AppleRefusedException of(int status, OAuthError error, @Nullable Instant retryAt) {
        RefusalReason reason = RefusalReason.of(error);
        return new AppleRefusedException(reason, message(reason, status, error), status, error, null, retryAt);
    }

    /** Creates the exception for a code that is not sent a second time. */
    static AppleRefusedException ofSecondUse(Instant firstUse) {
        RefusalReason reason = RefusalReason.CODE_ALREADY_USED;
        return new AppleRefusedException(
                reason,
                "Not sent: the exchange of this code was started at " + firstUse + ", and Apple accepts a code only"
                        + " once.  "
                        + reason.remedy(),
                0,
                null,
                null,
                null);
    }

    private static boolean isAboutClient(RefusalReason reason) {
        return reason == RefusalReason.CLIENT_ID_MISMATCH
                || reason == RefusalReason.CLIENT_REFUSED
                || reason == RefusalReason.GRANT_INVALID;
    }

    private static String message(RefusalReason reason, int status, OAuthError error) {
        return "Apple refused the request with HTTP " + status + ", " + error + ". " + reason.statement() + " "
                + reason.remedy();
    }

    /** Returns what the refusal means. */
    public RefusalReason reason() {
        return reason;
    }

    /** Returns the HTTP status, or 0 if nothing was sent. */
    public int status() {
        return status;
    }

    /** Returns Apple's error; empty if nothing was sent. */
    public Optional<OAuthError> error() {
        return Optional.ofNullable(error);
    }

    /** Returns the diagnosis of the request to the token endpoint; empty for other endpoints. */
    public Optional<Diagnosis> diagnosis() {
        return Optional.ofNullable(diagnosis);
    }

    /** Returns whether the same request can succeed later: after HTTP 408, 429 and 5xx. */
    public boolean isRetryable() {
        return status == 408 || status == 429 || status >= 500;
    }

    /** Returns the earliest time of a retry, if Apple sent one. */
    public Optional<Instant> retryAt() {
        return Optional.ofNullable(retryAt);
    }
}
