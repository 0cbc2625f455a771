// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.mock;

import dev.clientauth.profile.Diagnosis;
import dev.clientauth.profile.TokenRequest;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A token request that a mock provider received, and how it responded.
 *
 * @param receivedAt when it was received, by the mock's clock
 * @param request the request as sent
 * @param diagnosis every rule of the profile with its verdict, which the provider would never reveal; begins with the reason
 * @param status the HTTP status of the response; 0 if the connection ended without one
 * @param error the OAuth error of the response; empty if the request was granted
 * @param fault the injected fault that the request met
 * @param reason why it was refused or got no response, if that is not a broken rule: a fault was injected, the client is not
 *     registered, or its keys, its scopes or the code do not permit it. Never revealed to the client
 * @param notes how the mock obtained the client's keys, and what is wrong with its JWK Set; never revealed to the client
 */
public record RecordedRequest(
        Instant receivedAt,
        TokenRequest request,
        Diagnosis diagnosis,
        int status,
        Optional<String> error,
        Optional<Fault> fault,
        Optional<String> reason,
        List<String> notes) {

    /** Copies the notes, and puts the reason first in the diagnosis. */
    public RecordedRequest {
        notes = List.copyOf(notes);
        diagnosis = reason.map(diagnosis::explained).orElse(diagnosis);
    }

    /** Creates a record of a request without a fault, whose refusal, if any, the rules explain. */
    public RecordedRequest(
            Instant receivedAt, TokenRequest request, Diagnosis diagnosis, int status, Optional<String> error) {
        this(receivedAt, request, diagnosis, status, error, Optional.empty(), Optional.empty(), List.of());
    }

    /** Returns the request, the response and the reason, without secrets. */
    @Override
    public String toString() {
        return request + ": " + (status == 0 ? "no response" : "HTTP " + status)
                + error.map(code -> " " + code).orElse("")
                + (status >= 200 && status < 300 ? "" : "\n" + diagnosis);
    }
}
