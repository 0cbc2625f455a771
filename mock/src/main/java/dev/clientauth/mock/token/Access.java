// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.mock.token;

import java.util.Optional;

/**
 * The access that a token grants.
 *
 * @param clientId the client it was issued to
 * @param issuer the issuer of the assertion
 * @param scope the requested scope; empty if none was requested
 * @param authorization the person's authorization; empty if the client acts for itself
 */
public record Access(
        String clientId, Optional<String> issuer, Optional<String> scope, Optional<Authorization> authorization) {

    /** Returns the approximate number of characters. */
    long size() {
        return clientId.length()
                + issuer.orElse("").length()
                + scope.orElse("").length()
                + authorization.map(Authorization::size).orElse(0L);
    }
}
