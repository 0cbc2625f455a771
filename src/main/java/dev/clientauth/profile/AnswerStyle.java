package dev.clientauth.profile;

import java.time.Duration;

/**
 * How a provider answers: what a client must be able to read, and what those who play the provider write.
 *
 * @param tokenLife how long its access tokens are good
 * @param tokenType the {@code token_type}, in its own case
 * @param statesScope whether an answer repeats the granted {@code scope}
 * @param nullDescription whether an error has {@code "error_description": null} instead of none
 */
public record AnswerStyle(Duration tokenLife, String tokenType, boolean statesScope, boolean nullDescription) {
    /** An hour, {@code Bearer}, with the scope, without a description. */
    public static final AnswerStyle USUAL = new AnswerStyle(Duration.ofHours(1), "Bearer", true, false);
}
