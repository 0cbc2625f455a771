// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.http;

import dev.clientauth.profile.TokenRequest;
import dev.clientauth.token.TokenTransportException;
import dev.clientauth.transport.HttpTransport;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Calls endpoints of a provider other than the token endpoint. Requests sent here are safe to retry, and are retried after
 * transport failures and HTTP 408, 429 and 5xx.
 */
public final class ProviderCalls {
    /** The maximum number of concurrent calls; further ones are queued until their deadline. */
    private static final int MAX_THREADS = 64;

    private static final int MAX_WAITING = 1024;

    private final TokenTransport transport;
    private final Clock clock;
    private final RetryPolicy retries;
    private final BoundedExecutor threads = new BoundedExecutor(MAX_THREADS, MAX_WAITING);

    /** Creates calls over this transport, with at most this many attempts each. */
    public ProviderCalls(HttpTransport http, Clock clock, int maxAttempts) {
        this.retries = RetryPolicy.of(maxAttempts);
        this.transport = new TokenTransport(http);
        this.clock = clock;
    }

    /**
     * Fetches a public document, once.
     *
     * @param timeout the maximum time, or the call timeout of the HTTP client if that is shorter
     * @throws TokenTransportException if there was no response, or its status is not 200
     */
    public byte[] get(URI document, Duration timeout) {
        Cancellation cancellation = new Cancellation();
        HttpResponse response = BoundedCall.make(
                () -> transport.get(document, timeout, clock, cancellation),
                threads,
                Deadline.after(shorter(timeout, transport.deadline())),
                (reason, cause) -> {
                    cancellation.cancel();
                    return new TokenTransportException("No response from " + document + ": " + reason, true, cause);
                });
        if (response.status() != 200) {
            throw new TokenTransportException(
                    "The response from " + document + " with HTTP " + response.status()
                            + " is not usable; expected 200.",
                    response.status(),
                    HttpTimes.retryAt(response).orElse(null));
        }
        return response.body();
    }

    /**
     * Sends a POST request, which is built again for each retry.
     *
     * @param patience the maximum time for all attempts and the delays between them
     * @return a success or an OAuth error
     * @throws TokenTransportException if there was no usable response in time
     */
    public CallResponse post(Supplier<TokenRequest> requests, Duration patience) {
        Deadline deadline = Deadline.after(patience);
        for (int attempts = 1; ; attempts++) {
            Optional<Duration> pause;
            try {
                CallResponse response = once(requests, deadline);
                boolean isTransient = response.error().isPresent() && RetryPolicy.isTransient(response.status());
                pause = retries.pause(attempts, isTransient, response.retryAt(), clock, deadline);
                if (pause.isEmpty()) {
                    return response;
                }
            } catch (TokenTransportException e) {
                pause = retries.pause(attempts, e.isRetryable(), e.retryAt(), clock, deadline);
                if (pause.isEmpty()) {
                    throw e;
                }
            }
            sleep(pause.get());
        }
    }

    private CallResponse once(Supplier<TokenRequest> requests, Deadline all) {
        Deadline deadline = Deadline.after(all.remaining(transport.deadline()));
        Cancellation cancellation = new Cancellation();
        return BoundedCall.make(
                () -> {
                    TokenRequest request = requests.get();
                    HttpResponse http = transport.post(request, deadline.remaining(), clock, cancellation);
                    boolean isSuccess = http.status() >= 200 && http.status() < 300;
                    return new CallResponse(http, isSuccess ? null : new TokenResponseReader(request, http).error());
                },
                threads,
                deadline,
                (reason, cause) -> TokenTransport.noResponse("the provider", reason, cancellation.cancel(), cause));
    }

    /** Returns the maximum time for one request: the call timeout of the HTTP client, or 30 seconds if it has none. */
    public Duration timeout() {
        return transport.deadline();
    }

    private static Duration shorter(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }

    private static void sleep(Duration pause) {
        try {
            TimeUnit.MILLISECONDS.sleep(pause.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TokenTransportException("The thread was interrupted before a retry.", true, e);
        }
    }
}
