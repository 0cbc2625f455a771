// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.apple;

import dev.clientauth.arguments.Arguments;

import java.time.Instant;

/**
 * The data of a sign-in to store, encrypted, until the account is deleted (Apple, TN3194). {@link #toString()} hides
 * the token.
 *
 * @param clientId the client to which the refresh token was issued: a Services ID or a bundle id
 * @param refreshToken the refresh token, which Apple does not rotate and which does not expire
 * @param nextCheckAt when the next check is due
 */
public record StoredSignIn(String clientId, String refreshToken, Instant nextCheckAt) {
    public StoredSignIn {
        Arguments.notBlank(clientId, "clientId");
        Arguments.notBlank(refreshToken, "refreshToken");
        Arguments.required(nextCheckAt, "nextCheckAt");
    }

    StoredSignIn checkedAgainAt(Instant at) {
        return new StoredSignIn(clientId, refreshToken, at);
    }

    /** Returns everything but the token. */
    @Override
    public String toString() {
        return "StoredSignIn[" + clientId + ", next check at " + nextCheckAt + "]";
    }
}
