// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.mock.core;

import dev.clientauth.profile.Diagnosis;

import java.util.Optional;

/**
 * The result of validating a request.
 *
 * @param clientId the client id that the request claims
 * @param diagnosis every rule with its verdict
 * @param error the OAuth error to return; empty for a valid request
 */
public record ValidationResult(String clientId, Diagnosis diagnosis, Optional<String> error) {}
