// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.apple;

import dev.clientauth.profile.Diagnosis;
import dev.clientauth.token.OAuthError;
import dev.clientauth.token.TokenRefusedException;
import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * Thrown if Apple refused a request, or would refuse it. Says what the refusal means and what to do. Contains no
 * secret.
 */
public final class AppleRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Reason reason;
    private final int status;
    private final transient @Nullable OAuthError error;
    private final transient @Nullable Diagnosis diagnosis;
    private final @Nullable Instant retryAt;

    private AppleRefusedException(
            Reason reason,
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
        Reason reason = Reason.of(refusal.error());
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
        Reason reason = Reason.of(error);
        return new AppleRefusedException(reason, message(reason, status, error), status, error, null, retryAt);
    }

    /** Creates the exception for a code that is not sent a second time. */
    static AppleRefusedException ofSecondUse(Instant firstUse) {
        Reason reason = Reason.CODE_ALREADY_USED;
        return new AppleRefusedException(
                reason,
                "Not sent: the exchange of this code was started at " + firstUse + ", and Apple accepts a code only"
                        + " once. "
                        + reason.remedy(),
                0,
                null,
                null,
                null);
    }

    private static boolean isAboutClient(Reason reason) {
        return reason == Reason.CLIENT_ID_MISMATCH || reason == Reason.CLIENT_REFUSED || reason == Reason.GRANT_INVALID;
    }

    private static String message(Reason reason, int status, OAuthError error) {
        return "Apple refused the request with HTTP " + status + ", " + error + ". " + reason.statement() + " "
                + reason.remedy();
    }

    /** Returns what the refusal means. */
    public Reason reason() {
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

    /**
     * The meaning of a refusal (Apple, "ErrorResponse" and TN3107), and what to do. The texts of {@code
     * error_description} are not documented; they are matched by substrings.
     */
    public enum Reason {
        /** {@code client_id mismatch. The code was not issued to …} */
        CLIENT_ID_MISMATCH(
                "client_id mismatch",
                "The code or token was issued to another one of your client ids.",
                "Use the bundle id for codes from a native app and the Services ID for codes from the web. Apple"
                        + " also returns this for an app that is neither in App Store Connect nor in TestFlight yet."),
        /** {@code redirect_uri mismatch. The code was not issued to …} */
        REDIRECT_URI_MISMATCH(
                "redirect_uri mismatch",
                "The redirect URI differs from that of the authorization request.",
                "Exchange a web code with the PendingSignIn of its request, and a native code without a redirect URI."),
        /** {@code The code has already been used.} */
        CODE_ALREADY_USED(
                "already been used",
                "The code was exchanged before, for example because of a duplicate callback or a retry.",
                "Exchange each code once. If that sign-in failed, let the user sign in again."),
        /** {@code The code has expired or has been revoked.} */
        EXPIRED_OR_REVOKED(
                "has expired or has been revoked",
                "The code is older than five minutes, or the code or token was revoked.",
                "Let the user sign in again."),
        /** {@code invalid_grant} without a known description. */
        GRANT_INVALID(
                "",
                "The code or refresh token is expired, already used, revoked, or was issued to another client.",
                "Let the user sign in again; if that does not help, check that the client id is the one the code"
                        + " was issued to."),
        /** {@code invalid_client}. */
        CLIENT_REFUSED(
                "",
                "Apple did not accept the client: its id, its key, the team, or the redirect URI.",
                "See the diagnosis of the request, and check that the key is enabled for Sign in with Apple for"
                        + " this app. After an app transfer, the key must belong to the new team."),
        /** {@code invalid_request}. */
        REQUEST_REFUSED(
                "",
                "Apple considers the request malformed, or the user has withdrawn their consent. It also happens"
                        + " occasionally without a known reason.",
                "Let the user sign in again; if it happens to all users, see the diagnosis of the request."),
        /** {@code unauthorized_client}. */
        CLIENT_UNAUTHORIZED(
                "",
                "The client may not use this grant, or the redirect URI is not registered with the Services ID.",
                "Enable Sign in with Apple for the App ID or Services ID, and register the return URL there."),
        /** {@code unsupported_grant_type}. */
        GRANT_UNSUPPORTED(
                "",
                "The client may not use this grant. Apple also returns this for any request whose body is not a form.",
                "Check whether an interceptor of the HTTP client changes the body or its Content-Type."),
        /** {@code invalid_scope}. */
        SCOPE_INVALID(
                "", "Apple does not know the scope.", "Request only name and email; for a migration, user.migration."),
        /** Anything else. */
        OTHER(
                "",
                "Apple returned an undocumented error.",
                "Look up the error code in Apple's documentation, and see the diagnosis of the request.");

        private final String inDescription;
        private final String statement;
        private final String remedy;

        Reason(String inDescription, String statement, String remedy) {
            this.inDescription = inDescription;
            this.statement = statement;
            this.remedy = remedy;
        }

        /** Returns what the error means. */
        public String statement() {
            return statement;
        }

        /** Returns what to do. */
        public String remedy() {
            return remedy;
        }

        /** Returns the reason for an error. */
        public static Reason of(OAuthError error) {
            String description = error.description().orElse("").toLowerCase(Locale.ROOT);
            for (Reason reason : values()) {
                if (!reason.inDescription.isEmpty() && description.contains(reason.inDescription)) {
                    return reason;
                }
            }
            return switch (error.code()) {
                case OAuthError.INVALID_GRANT -> GRANT_INVALID;
                case OAuthError.INVALID_CLIENT -> CLIENT_REFUSED;
                case OAuthError.INVALID_REQUEST -> REQUEST_REFUSED;
                case OAuthError.UNAUTHORIZED_CLIENT -> CLIENT_UNAUTHORIZED;
                case OAuthError.UNSUPPORTED_GRANT_TYPE -> GRANT_UNSUPPORTED;
                case OAuthError.INVALID_SCOPE -> SCOPE_INVALID;
                default -> OTHER;
            };
        }
    }
}
