// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.mock.keys;

import com.nimbusds.jose.jwk.JWK;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The result of fetching a JWK Set.
 *
 * @param keys the public keys; empty if there is no valid set
 * @param freshFor how long it may be cached, if the response says so
 * @param notes notes for the user of the mock
 */
record JwkSetResponse(Optional<List<JWK>> keys, Optional<Duration> freshFor, List<String> notes) {
    static JwkSetResponse failed(String note) {
        return new JwkSetResponse(Optional.empty(), Optional.empty(), List.of(note));
    }
}
