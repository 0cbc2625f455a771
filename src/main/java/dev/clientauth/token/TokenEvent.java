package dev.clientauth.token;

import java.time.Duration;
import java.time.Instant;

/** Something that happened in the life of a client's tokens. No event holds a secret. */
public sealed interface TokenEvent {

    /**
     * A request was sent.
     *
     * @param grantType the {@code grant_type}
     * @param attempt 1 for the first, more for repetitions of the same grant
     */
    record Requested(String grantType, int attempt) implements TokenEvent {}

    /**
     * The access token at hand was replaced, or the first one came.
     *
     * @param expiresAt until when the new one is good
     * @param taken from the decision to fetch it to its arrival, repetitions included
     */
    record Renewed(Instant expiresAt, Duration taken) implements TokenEvent {}

    /**
     * A renewal failed, and callers go on with the token at hand, which is still good.
     *
     * @param failure why it failed
     * @param expiresAt until when the token at hand is good
     * @param nextTry before when the provider is not asked again
     */
    record Reused(RuntimeException failure, Instant expiresAt, Instant nextTry) implements TokenEvent {}

    /**
     * The provider refused a request.
     *
     * @param refusal its answer and the diagnosis
     */
    record Refused(TokenRefusedException refusal) implements TokenEvent {
        /** The status and the error code: what is wrong is in the exception, which the caller gets. */
        @Override
        public String toString() {
            return "Refused[HTTP " + refusal.status() + ", " + refusal.error().code() + "]";
        }
    }

    /**
     * A request failed in a way that may pass, and is going to be repeated with an assertion of its own where the profile
     * wants one.
     *
     * @param failure why it failed
     * @param delay how long from now
     */
    record Retried(RuntimeException failure, Duration delay) implements TokenEvent {}

    /**
     * An assertion was refused that breaks a time rule by the provider's clock only, and one signed by that clock was
     * accepted. Assertions are signed by that clock from now on.
     *
     * @param offset how far the provider's clock is ahead of this machine's; negative where it is behind
     */
    record ClockCorrected(Duration offset) implements TokenEvent {}
}
