package dev.clientauth.http;

import dev.clientauth.profile.Profile;
import dev.clientauth.token.Grant;

/** Tells which grants may be sent only once: a request with one of them is repeated only if nothing of it was sent. */
final class SingleUseGrants {
    private SingleUseGrants() {}

    /**
     * Returns whether a provider may use a grant up when it receives it. A refresh token is one where the provider replaces
     * it: sent twice it looks stolen, and everything issued with it may be revoked (RFC 9700 section 4.14.2).
     */
    static boolean contains(Grant grant, Profile profile) {
        if (grant instanceof Grant.RefreshToken) {
            return profile.rotatesRefreshTokens();
        }
        return !(grant instanceof Grant.ClientCredentials || grant instanceof Grant.SelfIssuedJwt);
    }
}
