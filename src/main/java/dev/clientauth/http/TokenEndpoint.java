// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.http;

import dev.clientauth.assertion.AssertionMinter;
import dev.clientauth.assertion.Client;
import dev.clientauth.assertion.SignedAssertion;
import dev.clientauth.profile.Diagnosis;
import dev.clientauth.profile.EvaluationContext;
import dev.clientauth.token.Grant;
import dev.clientauth.token.TokenEvent;
import dev.clientauth.token.TokenListener;
import dev.clientauth.token.TokenResponse;
import dev.clientauth.token.TokenTransportException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Sends grants to the token endpoint of a client. Limits how long callers wait and how many threads are used, even if name
 * resolution, a connection, an interceptor or a remote signer hangs.
 *
 * <p>One deadline, which starts with the call, applies to a grant with all its retries. A request that still hangs after it
 * keeps its thread: at most {@value #MAX_REQUESTS} threads for grants that callers wait for, and {@value #MAX_REFRESHES} for
 * refreshes of the cached token.
 */
public final class TokenEndpoint {
    /** No listener; uses no thread. */
    public static final TokenListener NO_LISTENER = event -> {};

    /** The maximum number of concurrent grants: enough for a sign-in service under load. */
    static final int MAX_REQUESTS = 256;

    /** How many more grants may be queued, until their own deadline. */
    private static final int MAX_WAITING = 1024;

    /** If one refresh hangs, another is attempted; if that hangs too, a third would be pointless. */
    static final int MAX_REFRESHES = 2;

    private static final Logger LOG = LoggerFactory.getLogger(TokenEndpoint.class);

    private final AssertionMinter minter;
    private final TokenTransport transport;
    private final TokenRequestFactory requests;
    private final TokenListener listener;
    private final BoundedExecutor requestThreads = new BoundedExecutor(MAX_REQUESTS, MAX_WAITING);
    private final BoundedExecutor refreshThreads = new BoundedExecutor(MAX_REFRESHES, 0);

    /** Creates the token endpoint of the minter's client. */
    public TokenEndpoint(AssertionMinter minter, TokenTransport transport, TokenListener listener) {
        this.minter = minter;
        this.transport = transport;
        this.requests = new TokenRequestFactory(minter.client());
        this.listener = listener == NO_LISTENER ? listener : new ListenerQueue(listener);
    }

    /** Returns the maximum time for a grant, counted from the call, including retries and the delays before them. */
    public Duration timeout() {
        return transport.deadline();
    }

    /**
     * Sends a grant and waits for the response. An interrupt of the caller cancels the request.
     *
     * @throws dev.clientauth.profile.RuleViolationException if the request would break a MUST; nothing was sent
     * @throws dev.clientauth.token.TokenRefusedException if the provider refused
     * @throws TokenTransportException if there was no usable response in time
     */
    public TokenResponse request(Grant grant) {
        try {
            return send(grant);
        } catch (Throwable e) {
            if (!Thread.currentThread().isInterrupted()) {
                notifyListener(new TokenEvent.Failed(e));
            }
            throw e;
        }
    }

    private TokenResponse send(Grant grant) {
        GrantExchange exchange = exchange(grant, Deadline.after(timeout()));
        if (Thread.currentThread().isInterrupted()) {
            throw exchange.giveUp(BoundedCall.INTERRUPTED, null);
        }
        CompletableFuture<TokenResponse> result = new CompletableFuture<>();
        advance(exchange, requestThreads, result);
        return BoundedCall.await(result, exchange.deadline(), exchange::giveUp);
    }

    /** Sends a grant, and calls exactly one of the two callbacks, at the deadline at the latest. */
    public void request(Grant grant, Deadline deadline, Consumer<TokenResponse> succeeded, Consumer<Throwable> failed) {
        GrantExchange exchange = exchange(grant, deadline);
        CompletableFuture<TokenResponse> result = new CompletableFuture<>();
        Future<?> watchdog = Background.after(
                deadline.remaining(), () -> result.completeExceptionally(exchange.giveUp(BoundedCall.LATE, null)));
        CompletableFuture<Void> unused = result.handle((response, failure) -> {
            watchdog.cancel(false);
            if (failure != null) {
                failed.accept(failure);
            } else {
                succeeded.accept(response);
            }
            return null;
        });
        advance(exchange, refreshThreads, result);
    }

    private GrantExchange exchange(Grant grant, Deadline deadline) {
        return new GrantExchange(
                requests, minter, transport, RetryPolicy.GRANTS, this::notifyListener, grant, deadline);
    }

    /** Sends one request on one of these threads, and the next one after a delay, during which no thread is used. */
    private static void advance(
            GrantExchange exchange, BoundedExecutor threads, CompletableFuture<TokenResponse> result) {
        try {
            if (!threads.offer(() -> step(exchange, threads, result))) {
                result.completeExceptionally(exchange.giveUp(BoundedCall.BUSY, null));
            }
        } catch (Throwable e) {
            // No thread could be started; the callers must be notified.
            result.completeExceptionally(e);
        }
    }

    private static void step(GrantExchange exchange, BoundedExecutor threads, CompletableFuture<TokenResponse> result) {
        try {
            Optional<Duration> pause = exchange.step();
            if (pause.isEmpty()) {
                result.complete(exchange.response());
            } else {
                Future<?> unused = Background.after(pause.get(), () -> advance(exchange, threads, result));
            }
        } catch (CancellationException e) {
            // The deadline has passed. This may notify the callers before whoever noticed that does.
            result.completeExceptionally(exchange.giveUp(BoundedCall.LATE, null));
        } catch (Throwable e) {
            // Whatever was thrown, the callers must be notified.
            result.completeExceptionally(e);
        }
    }

    /**
     * Returns a signed assertion, at the deadline at the latest.
     *
     * @throws dev.clientauth.profile.RuleViolationException if it would have {@linkplain Diagnosis#unsafe()
     *     unsafe} findings; nothing was signed
     * @throws TokenTransportException if a remote signer did not respond in time
     */
    public SignedAssertion assertion() {
        return signed(() -> minter.checked(timeout()));
    }

    private SignedAssertion signed(Supplier<SignedAssertion> signing) {
        if (!minter.client().signsRemotely()) {
            return RemoteSigning.sign(minter, signing);
        }
        return BoundedCall.make(
                () -> RemoteSigning.sign(minter, signing),
                requestThreads,
                Deadline.after(timeout()),
                (reason, cause) ->
                        new TokenTransportException("No signature from the remote signer: " + reason, false, cause));
    }

    /** Diagnoses the request for this grant, including its signature. Nothing is sent. */
    public Diagnosis diagnose(Grant grant) {
        SignedAssertion assertion = signed(() -> minter.next(timeout()));
        // The client with the key that signed; the key of a ring changes.
        Client client = assertion.client();
        return client.profile()
                .diagnose(
                        requests.newRequest(grant, assertion).build(),
                        EvaluationContext.unknown()
                                .withRegistration(client.registration())
                                .withSentAt(minter.now()));
    }

    /** Logs an event and notifies the listener without waiting for it. */
    public void notifyListener(TokenEvent event) {
        LOG.debug("{}: {}", minter.client().registration(), event);
        listener.on(event);
    }
}
