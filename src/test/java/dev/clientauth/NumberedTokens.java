// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth;

import dev.clientauth.profile.Diagnosis;
import dev.clientauth.profile.Profile;
import dev.clientauth.token.AccessToken;
import dev.clientauth.token.Grant;
import dev.clientauth.token.TokenResponse;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Returns token-1 until it is invalidated, then token-2, and so on. */
final class NumberedTokens implements ClientAuthenticator {
    final List<String> dropped = new ArrayList<>();
    String prefix = "token-";
    RuntimeException failure;
    private AccessToken current;
    private int last;

    int fetched() {
        return last;
    }

    @Override
    public synchronized AccessToken accessToken() {
        if (failure != null) {
            throw failure;
        }
        if (current == null) {
            last++;
            Instant now = Instant.ofEpochSecond(1_900_000_000);
            current = new AccessToken(prefix + last, "bearer", null, now, now.plus(Duration.ofMinutes(5)));
        }
        return current;
    }

    @Override
    public synchronized void invalidate(AccessToken token) {
        if (token.equals(current)) {
            dropped.add(token.value());
            current = null;
        }
    }

    @Override
    public Profile profile() {
        throw new UnsupportedOperationException();
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
    public CompletableFuture<AccessToken> accessTokenAsync() {
        return failure != null
                ? CompletableFuture.failedFuture(failure)
                : CompletableFuture.completedFuture(accessToken());
    }

    @Override
    public Diagnosis diagnose() {
        throw new UnsupportedOperationException();
    }
}
