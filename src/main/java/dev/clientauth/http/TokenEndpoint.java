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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Sends grants to a client's token endpoint, and bounds how long callers wait and how many threads are taken, whatever hangs
 * below: name resolution, the connection, an interceptor, a remote signer.
 *
 * <p>One deadline holds for a grant with all its repetitions, from the call on. What still hangs then keeps its thread: {@value
 * #MAX_REQUESTS} threads at most for grants that callers wait for, and {@value #MAX_REFRESHES} for the client's own token.
 */
public final class TokenEndpoint {
    /** Nobody to notify, for which no thread is taken. */
    public static final TokenListener NO_LISTENER = event -> {};

    /** Enough for a sign-in service under load. */
    static final int MAX_REQUESTS = 256;

    /** How many more may wait for one of those threads, until their own deadline. */
    private static final int MAX_WAITING = 1024;

    /** If one hangs, another one has a chance; if that hangs too, a third one has none. */
    static final int MAX_REFRESHES = 2;

    private static final Logger LOG = LoggerFactory.getLogger(TokenEndpoint.class);

    private final Client client;
    private final AssertionMinter minter;
    private final TokenTransport transport;
    private final TokenRequestFactory requests;
    private final TokenListener listener;
    private final BoundedExecutor requestThreads = new BoundedExecutor(MAX_REQUESTS, MAX_WAITING);
    private final BoundedExecutor refreshThreads = new BoundedExecutor(MAX_REFRESHES, 0);

    /** The token endpoint of the minter's client. */
    public TokenEndpoint(AssertionMinter minter, TokenTransport transport, TokenListener listener) {
        this.client = minter.client();
        this.minter = minter;
        this.transport = transport;
        this.requests = new TokenRequestFactory(client);
        this.listener = listener == NO_LISTENER ? listener : new ListenerQueue(listener);
    }

    /** The time that a grant may take, from the call on, repetitions and pauses included. */
    public Duration timeout() {
        return transport.deadline();
    }

    /**
     * Sends a grant while the caller waits; an interrupt ends both.
     *
     * @throws dev.clientauth.profile.RuleViolationException if the request would break a MUST; nothing was sent
     * @throws dev.clientauth.token.TokenRefusedException if the provider refused
     * @throws TokenTransportException if there was no usable answer in time
     */
    public TokenResponse request(Grant grant) {
        GrantExchange exchange = exchange(grant, Deadline.after(timeout()));
        if (Thread.currentThread().isInterrupted()) {
            throw exchange.giveUp(BoundedCall.INTERRUPTED, null);
        }
        CompletableFuture<TokenResponse> result = new CompletableFuture<>();
        advance(exchange, requestThreads, result);
        return BoundedCall.await(result, exchange.deadline(), exchange::giveUp);
    }

    /** Sends a grant, and calls exactly one of the two in the end, at the deadline at the latest. */
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

    /** Sends one request on one of these threads, and after a pause, which takes none, the next. */
    private static void advance(
            GrantExchange exchange, BoundedExecutor threads, CompletableFuture<TokenResponse> result) {
        try {
            if (!threads.offer(() -> step(exchange, threads, result))) {
                result.completeExceptionally(exchange.giveUp(BoundedCall.BUSY, null));
            }
        } catch (Throwable e) {
            // No thread could be started: those who wait must hear of it.
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
        } catch (Throwable e) {
            // Whatever it is, those who wait must hear of it.
            result.completeExceptionally(e);
        }
    }

    /**
     * Returns a signed assertion, at the deadline at the latest.
     *
     * @throws dev.clientauth.profile.RuleViolationException if it would break a MUST; nothing was signed
     * @throws TokenTransportException if a remote signer did not respond in time
     */
    public SignedAssertion assertion() {
        return signed(() -> minter.checked(timeout()));
    }

    private SignedAssertion signed(Supplier<SignedAssertion> signing) {
        if (!client.signsRemotely()) {
            return RemoteSigning.sign(minter, signing);
        }
        return BoundedCall.make(
                () -> RemoteSigning.sign(minter, signing),
                requestThreads,
                Deadline.after(timeout()),
                (reason, cause) ->
                        new TokenTransportException("No signature from the remote signer: " + reason, false, cause));
    }

    /** Judges what a request for this grant would be, signature included. Nothing is sent. */
    public Diagnosis diagnose(Grant grant) {
        return client.profile()
                .diagnose(
                        requests.newRequest(grant, signed(() -> minter.next(timeout())))
                                .build(),
                        EvaluationContext.unknown()
                                .withRegistration(client.registration())
                                .withSentAt(minter.now()));
    }

    /** Notifies the listener, without waiting for it. */
    public void notifyListener(TokenEvent event) {
        LOG.debug("{}: {}", client.registration(), event);
        listener.on(event);
    }
}
