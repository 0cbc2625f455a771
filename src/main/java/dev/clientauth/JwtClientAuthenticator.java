// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth;

import dev.clientauth.arguments.Arguments;
import dev.clientauth.assertion.AssertionMinter;
import dev.clientauth.assertion.Client;
import dev.clientauth.assertion.SignedAssertion;
import dev.clientauth.http.TokenEndpoint;
import dev.clientauth.profile.Diagnosis;
import dev.clientauth.profile.Profile;
import dev.clientauth.refresh.TokenCache;
import dev.clientauth.token.AccessToken;
import dev.clientauth.token.Grant;
import dev.clientauth.token.TokenResponse;

import java.util.concurrent.CompletableFuture;

/** Combines the assertions, the token endpoint and the token cache of one client. */
final class JwtClientAuthenticator implements ClientAuthenticator {
    private final Client client;
    private final TokenEndpoint endpoint;
    private final TokenCache cache;
    private final Grant clientCredentials;

    JwtClientAuthenticator(AssertionMinter minter, TokenEndpoint endpoint, TokenCache cache, Grant clientCredentials) {
        this.client = minter.client();
        this.endpoint = endpoint;
        this.cache = cache;
        this.clientCredentials = clientCredentials;
    }

    @Override
    public Profile profile() {
        return client.profile();
    }

    @Override
    public ClientAssertion assertion() {
        SignedAssertion signed = endpoint.assertion();
        return new ClientAssertion(
                signed.value(),
                signed.algorithm(),
                signed.keyId(),
                signed.jwtId(),
                signed.issuedAt(),
                signed.expiresAt());
    }

    @Override
    public TokenResponse request(Grant grant) {
        return endpoint.request(Arguments.required(grant, "grant"));
    }

    @Override
    public AccessToken accessToken() {
        checkClientToken();
        return cache.get();
    }

    @Override
    public CompletableFuture<AccessToken> accessTokenAsync() {
        checkClientToken();
        return cache.getAsync();
    }

    /**
     * Checks that scopes are set if the provider issues tokens for users: it issues one for the client only for certain
     * scopes.
     */
    private void checkClientToken() {
        if (client.profile().issuesTokensForUsers()
                && !clientCredentials.parameters().containsKey("scope")) {
            throw new IllegalStateException("accessToken() requests a token for the client itself, but "
                    + client.profile().name() + " issues tokens for users who sign in. Use"
                    + " request(Grant.authorizationCode(code, redirectUri)) after a sign-in and"
                    + " request(Grant.refreshToken(token)) later; for a token of the client, set its scopes(…).");
        }
    }

    @Override
    public void invalidate(AccessToken token) {
        cache.invalidate(Arguments.required(token, "token"));
    }

    @Override
    public Diagnosis diagnose() {
        return endpoint.diagnose(clientCredentials);
    }

    @Override
    public String toString() {
        return "ClientAuthenticator[" + client.profile() + ", " + client.registration() + "]";
    }
}
