// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.mock.token;

import java.time.Instant;
import java.util.Optional;

/** Looks up access tokens. */
@FunctionalInterface
public interface AccessTokens {
    /** Returns the access that a token grants, if it is valid now. Called by several threads at once. */
    Optional<Access> access(String accessToken);

    /** Returns when a token expired; empty if it has not, was never issued, or is no longer kept. */
    default Optional<Instant> expiredAt(String accessToken) {
        return Optional.empty();
    }
}
