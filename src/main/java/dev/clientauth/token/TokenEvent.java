// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.token;

import dev.clientauth.arguments.Arguments;

import java.time.Duration;
import java.time.Instant;

/** An event in the lifetime of a client's tokens. No event contains a secret. */
public sealed interface TokenEvent {

    /**
     * A request was sent.
     *
     * @param grantType the {@code grant_type}
     * @param attempt 1 for the first, more for retries of the same grant
     */
    record Requested(String grantType, int attempt) implements TokenEvent {
        public Requested {
            Arguments.notBlank(grantType, "grantType");
            Arguments.positive(attempt, "attempt");
        }
    }

    /**
     * A new access token arrived: the first, or one that replaces the current token.
     *
     * @param expiresAt when the new token expires
     * @param taken the time from the start of the refresh to the arrival of the token, including retries
     */
    record Refreshed(Instant expiresAt, Duration taken) implements TokenEvent {
        public Refreshed {
            Arguments.required(expiresAt, "expiresAt");
            Arguments.notNegative(taken, "taken");
        }
    }

    /**
     * A refresh failed. Callers still get the current token, which has not expired.
     *
     * @param failure why it failed
     * @param expiresAt when the current token expires
     * @param nextAttempt when the next refresh is attempted at the earliest
     */
    record RefreshFailed(RuntimeException failure, Instant expiresAt, Instant nextAttempt) implements TokenEvent {
        public RefreshFailed {
            Arguments.required(failure, "failure");
            Arguments.required(expiresAt, "expiresAt");
            Arguments.required(nextAttempt, "nextAttempt");
        }
    }

    /**
     * The provider refused a request.
     *
     * @param refusal its response and the diagnosis
     */
    record Refused(TokenRefusedException refusal) implements TokenEvent {
        public Refused {
            Arguments.required(refusal, "refusal");
        }

        /** Returns the status and the error code; the caller gets the exception with the diagnosis. */
        @Override
        public String toString() {
            return "Refused[HTTP " + refusal.status() + ", " + refusal.error().code() + "]";
        }
    }

    /**
     * A grant or a refresh failed, after any retries, and callers get the exception. If the current token is still valid, a
     * failed refresh is a {@link RefreshFailed} instead. After an interruption of the calling thread, there is no such event.
     *
     * @param failure what callers get: a {@link TokenTransportException}, a {@link TokenRefusedException}, for which there
     *     was a {@link Refused} too, or another exception or error
     */
    record Failed(Throwable failure) implements TokenEvent {
        public Failed {
            Arguments.required(failure, "failure");
        }

        /** Returns the class of the failure; its text may be the application's. */
        @Override
        public String toString() {
            return "Failed[" + failure.getClass().getName() + "]";
        }
    }

    /**
     * A request failed transiently and will be retried, with a freshly signed assertion if the provider accepts one
     * only once.
     *
     * @param failure why it failed
     * @param delay the time until the retry
     */
    record Retried(RuntimeException failure, Duration delay) implements TokenEvent {
        public Retried {
            Arguments.required(failure, "failure");
            Arguments.notNegative(delay, "delay");
        }
    }

    /**
     * An assertion whose times were wrong by the provider's clock was refused, and one that used that clock was
     * accepted. Assertions use that clock from now on.
     *
     * @param offset how far the provider's clock is ahead of this machine's; negative if it is behind
     */
    record ClockCorrected(Duration offset) implements TokenEvent {
        public ClockCorrected {
            Arguments.required(offset, "offset");
        }
    }
}
