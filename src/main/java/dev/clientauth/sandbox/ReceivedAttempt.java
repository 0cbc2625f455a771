package dev.clientauth.sandbox;

import dev.clientauth.profile.Attempt;
import dev.clientauth.profile.Diagnosis;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A request that a {@link Sandbox} received, and what became of it.
 *
 * @param receivedAt when, by the sandbox's clock
 * @param attempt what was sent
 * @param diagnosis every rule of the profile with its verdict: what the provider would never tell
 * @param status the HTTP status that was answered; 0 where the connection ended without an answer
 * @param error the OAuth error that was answered; none where the request was granted
 * @param fault what went wrong at the provider's end
 * @param notes how the provider came by the client's keys, and what is wrong with its JWK Set; or that the client is not on
 *     file; never told to the client
 */
public record ReceivedAttempt(
        Instant receivedAt,
        Attempt attempt,
        Diagnosis diagnosis,
        int status,
        Optional<String> error,
        Optional<Fault> fault,
        List<String> notes) {

    /** Copies the notes. */
    public ReceivedAttempt {
        notes = List.copyOf(notes);
    }

    /** A request that met no fault of the provider's. */
    public ReceivedAttempt(
            Instant receivedAt, Attempt attempt, Diagnosis diagnosis, int status, Optional<String> error) {
        this(receivedAt, attempt, diagnosis, status, error, Optional.empty(), List.of());
    }
}
