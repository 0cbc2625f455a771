// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.spring;

import dev.clientauth.ClientAssertion;
import dev.clientauth.ClientAuthenticator;
import dev.clientauth.profile.Diagnosis;
import dev.clientauth.profile.Profile;
import dev.clientauth.provider.AppleSchoolManager;
import dev.clientauth.token.AccessToken;
import dev.clientauth.token.Grant;
import dev.clientauth.token.TokenResponse;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;

/** An authenticator whose tokens are token-1, token-2 and so on, each until it is invalidated. */
final class InvalidatedTokens implements ClientAuthenticator {
    final List<String> invalidated = new CopyOnWriteArrayList<>();
    private final AtomicReference<AccessToken> current = new AtomicReference<>(token(1));
    RuntimeException failure;

    private static AccessToken token(int number) {
        Instant now = Instant.now();
        return new AccessToken("token-" + number, "Bearer", null, now, now.plus(Duration.ofHours(1)));
    }

    @Override
    public Profile profile() {
        return AppleSchoolManager.profile();
    }

    @Override
    public ClientAssertion assertion() {
        throw new UnsupportedOperationException();
    }

    @Override
    public TokenResponse request(Grant grant) {
        throw new UnsupportedOperationException();
    }

    @Override
    public AccessToken accessToken() {
        if (failure != null) {
            throw failure;
        }
        return current.get();
    }

    @Override
    public CompletableFuture<AccessToken> accessTokenAsync() {
        return failure != null
                ? CompletableFuture.failedFuture(failure)
                : CompletableFuture.completedFuture(current.get());
    }

    @Override
    public void invalidate(AccessToken token) {
        invalidated.add(token.value());
        current.compareAndSet(token, token(invalidated.size() + 1));
    }

    @Override
    public Diagnosis diagnose() {
        throw new UnsupportedOperationException();
    }
}
