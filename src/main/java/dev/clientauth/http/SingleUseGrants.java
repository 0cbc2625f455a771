// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.http;

import dev.clientauth.profile.Profile;
import dev.clientauth.token.Grant;

/**
 * Identifies grants that may be sent only once: a request with one of them is retried only if nothing of it was sent.
 */
final class SingleUseGrants {
    private SingleUseGrants() {}

    /**
     * Returns whether the provider may consume a grant when it receives it. That includes a refresh token if the provider
     * rotates refresh tokens: sent twice, it looks stolen, and everything issued with it may be revoked (RFC 9700 section
     * 4.14.2).
     */
    static boolean contains(Grant grant, Profile profile) {
        if (grant instanceof Grant.RefreshToken) {
            return profile.rotatesRefreshTokens();
        }
        return !(grant instanceof Grant.ClientCredentials || grant instanceof Grant.SelfIssuedJwt);
    }
}
