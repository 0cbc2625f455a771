// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.apple;

import dev.clientauth.ClientAuthenticator;
import dev.clientauth.apple.AccountDeletion.Step;
import dev.clientauth.http.CallResponse;
import dev.clientauth.http.ProviderCalls;
import dev.clientauth.profile.TokenRequest;
import dev.clientauth.token.OAuthError;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Revokes tokens (Apple, "Token revocation"). Apple responds with 200 and an empty body, even if the token was already
 * invalid.
 */
final class Revocation {
    private static final int MAX_ATTEMPTS = 4;

    private final AppleClientIds clients;
    private final ProviderCalls calls;

    Revocation(AppleClientIds clients) {
        this.clients = clients;
        this.calls = new ProviderCalls(clients.http(), clients.clock(), MAX_ATTEMPTS);
    }

    void revoke(String clientId, String token, String hint) {
        ClientAuthenticator client = clients.of(clientId);
        CallResponse response = calls.post(
                () -> TokenRequest.builder()
                        .method("POST")
                        .endpoint(clients.endpoints().revoke())
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .header("Accept", "application/json")
                        .parameter("client_id", clientId)
                        .parameter("client_secret", client.assertion().value())
                        .parameter("token", token)
                        .parameter("token_type_hint", hint)
                        .build(),
                calls.timeout());
        if (response.error().isPresent()) {
            OAuthError error = response.error().get();
            throw AppleRefusedException.of(
                    response.status(), error, response.retryAt().orElse(null));
        }
    }

    AccountDeletion deleteAccount(Collection<StoredSignIn> signIns) {
        List<AccountDeletion.Failure> failed = new ArrayList<>();
        for (StoredSignIn kept : signIns) {
            try {
                revoke(kept.clientId(), kept.refreshToken(), "refresh_token");
            } catch (RuntimeException e) {
                failed.add(new AccountDeletion.Failure(kept, e));
            }
        }
        List<Step> remaining = new ArrayList<>();
        if (!failed.isEmpty()) {
            remaining.add(Step.REVOKE_AGAIN);
        }
        if (signIns.isEmpty()) {
            remaining.add(Step.ASK_PERSON_TO_REVOKE);
        }
        remaining.add(Step.SIGN_OUT);
        remaining.add(Step.DELETE_DATA);
        return new AccountDeletion(signIns.size() - failed.size(), List.copyOf(failed), List.copyOf(remaining));
    }
}
