// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.refresh;

import dev.clientauth.http.Deadline;
import dev.clientauth.token.AccessToken;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** Receives the token of a source in a future; the deadline is 30 seconds. */
final class FutureReceiver implements TokenSource.Receiver {
    private final CompletableFuture<AccessToken> result = new CompletableFuture<>();
    private final Deadline deadline = Deadline.after(Duration.ofSeconds(30));

    private FutureReceiver() {}

    /** Fetches a token from a source. */
    static CompletableFuture<AccessToken> fetch(TokenSource source) {
        FutureReceiver receiver = new FutureReceiver();
        source.fetch(receiver);
        return receiver.result;
    }

    @Override
    public void succeeded(AccessToken token) {
        result.complete(token);
    }

    @Override
    public void failed(Throwable cause) {
        result.completeExceptionally(cause);
    }

    @Override
    public Deadline deadline() {
        return deadline;
    }
}
