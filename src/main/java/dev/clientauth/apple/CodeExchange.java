// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.apple;

import dev.clientauth.ClientAuthenticator;
import dev.clientauth.profile.RuleViolationException;
import dev.clientauth.token.Grant;
import dev.clientauth.token.TokenRefusedException;
import dev.clientauth.token.TokenResponse;
import dev.clientauth.token.TokenTransportException;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Exchanges codes, each at most once, and verifies the response. */
final class CodeExchange {
    /** Apple throttles clients that check a refresh token more often than about once a day. */
    static final Duration CHECK_INTERVAL = Duration.ofDays(1);

    private final AppleClientIds clients;
    private final AppleKeys keys;
    private final IdentityTokenVerifier verifier;
    private final UsedCodes codes;

    CodeExchange(AppleClientIds clients, AppleKeys keys, IdentityTokenVerifier verifier) {
        this.clients = clients;
        this.keys = keys;
        this.verifier = verifier;
        this.codes = new UsedCodes(clients.clock());
    }

    SignInResult exchange(
            String clientId,
            Grant.AuthorizationCode grant,
            IdentityTokenVerifier.Expectation expected,
            Optional<UserDetails> user) {
        ClientAuthenticator client = clients.of(clientId);
        // Do everything that can fail without the code before it is used: fetch Apple's keys, and sign remotely.
        loadKeys();
        client.assertion();
        TokenResponse tokens = once(client, clientId, grant);
        String identityToken = tokens.idToken()
                .orElseThrow(() -> new TokenTransportException(
                        "The response from " + clients.endpoints().token() + " has no id_token, so the user is not"
                                + " signed in.",
                        200,
                        null));
        IdentityToken identity = verifier.verify(
                identityToken,
                expected.withAudience(clientId)
                        .withCode(grant.code())
                        .withAccessToken(tokens.accessToken().value()));
        Instant nextCheckAt = clients.clock().instant().plus(CHECK_INTERVAL);
        return new SignInResult(
                identity,
                tokens.accessToken(),
                tokens.refreshToken().map(token -> new StoredSignIn(clientId, token, nextCheckAt)),
                user);
    }

    private void loadKeys() {
        try {
            keys.load();
        } catch (TokenTransportException e) {
            throw new TokenTransportException(
                    "The code was not sent, because the user cannot be verified without Apple's keys. "
                            + e.getMessage(),
                    false,
                    e);
        }
    }

    private TokenResponse once(ClientAuthenticator client, String clientId, Grant.AuthorizationCode grant) {
        Optional<Instant> before = codes.begin(grant.code());
        if (before.isPresent()) {
            throw AppleRefusedException.ofSecondUse(before.get());
        }
        try {
            return client.request(grant);
        } catch (RuleViolationException e) {
            codes.takeBack(grant.code());
            throw e;
        } catch (TokenTransportException e) {
            if (!e.isSent()) {
                codes.takeBack(grant.code());
            }
            throw e;
        } catch (TokenRefusedException e) {
            throw AppleRefusedException.of(e, clients.advice(clientId));
        }
    }
}
