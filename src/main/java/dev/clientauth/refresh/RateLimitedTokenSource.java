// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.refresh;

import dev.clientauth.http.Background;
import dev.clientauth.token.AccessToken;

import java.time.Duration;
import java.util.concurrent.Future;

/** Limits the rate of token requests. A request beyond the limit is delayed, not rejected. */
public final class RateLimitedTokenSource implements TokenSource {
    private final TokenSource source;
    private final RequestRateLimit limit;

    /** Limits this source to {@value RequestRateLimit#BURST} requests at once and one per second after that. */
    public RateLimitedTokenSource(TokenSource source) {
        this(source, new RequestRateLimit(System::nanoTime));
    }

    RateLimitedTokenSource(TokenSource source, RequestRateLimit limit) {
        this.source = source;
        this.limit = limit;
    }

    @Override
    public void fetch(Receiver receiver) {
        Duration wait = limit.reserve();
        if (wait.isZero()) {
            source.fetch(receiver);
        } else {
            Future<?> unused = Background.after(wait, () -> fetchLater(receiver));
        }
    }

    private void fetchLater(Receiver receiver) {
        try {
            source.fetch(receiver);
        } catch (Throwable e) {
            // Nothing else on this thread would notify the receiver.
            receiver.failed(e);
        }
    }

    @Override
    public Duration timeout() {
        return source.timeout();
    }

    @Override
    public void forget(AccessToken token) {
        source.forget(token);
    }
}
