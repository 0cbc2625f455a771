// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.refresh;

import dev.clientauth.token.AccessToken;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A token source whose fetches complete when the test completes them. */
final class ManualTokenSource implements TokenSource {
    private final Clock clock;
    private final BlockingQueue<Receiver> waiting = new LinkedBlockingQueue<>();
    private final AtomicInteger fetches = new AtomicInteger();
    private final List<AccessToken> forgotten = new ArrayList<>();

    ManualTokenSource(Clock clock) {
        this.clock = clock;
    }

    @Override
    public void fetch(Receiver receiver) {
        fetches.incrementAndGet();
        waiting.add(receiver);
    }

    @Override
    public void forget(AccessToken token) {
        forgotten.add(token);
    }

    List<AccessToken> forgotten() {
        return forgotten;
    }

    int fetches() {
        return fetches.get();
    }

    int inFlight() {
        return waiting.size();
    }

    /** Completes the oldest fetch with a token of this lifetime, starting now. */
    AccessToken succeed(Duration life) {
        AccessToken token = token(life);
        take().succeeded(token);
        return token;
    }

    void fail(Throwable cause) {
        take().failed(cause);
    }

    AccessToken token(Duration life) {
        return new AccessToken(
                "token-" + fetches,
                "Bearer",
                null,
                clock.instant(),
                clock.instant().plus(life));
    }

    /** Returns the oldest fetch, for the test to complete. */
    Receiver take() {
        try {
            Receiver receiver = waiting.poll(10, TimeUnit.SECONDS);
            if (receiver == null) {
                throw new AssertionError("nothing was fetched");
            }
            return receiver;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
