// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.fakes;

import dev.clientauth.token.AccessToken;
import dev.clientauth.token.InMemoryTokenStore;
import dev.clientauth.token.TokenStore;

import java.time.Duration;
import java.util.Optional;

/** A working store, whose methods a test overrides. */
public class DelegatingStore implements TokenStore {
    private final InMemoryTokenStore healthy = new InMemoryTokenStore();

    @Override
    public Optional<AccessToken> read(String id) {
        return healthy.read(id);
    }

    @Override
    public boolean tryLease(String id, String holder, Duration lease) {
        return healthy.tryLease(id, holder, lease);
    }

    @Override
    public void write(String id, AccessToken token) {
        healthy.write(id, token);
    }

    @Override
    public void endLease(String id, String holder) {
        healthy.endLease(id, holder);
    }

    @Override
    public void remove(String id, AccessToken token) {
        healthy.remove(id, token);
    }
}
