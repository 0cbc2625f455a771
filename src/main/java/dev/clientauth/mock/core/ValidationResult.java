package dev.clientauth.mock.core;

import dev.clientauth.profile.Diagnosis;

import java.util.Optional;

/**
 * What came of judging a request.
 *
 * @param clientId whom the request says it is from
 * @param diagnosis every rule with its verdict
 * @param error the OAuth error that is due; none for a request in order
 */
public record ValidationResult(String clientId, Diagnosis diagnosis, Optional<String> error) {}
