package dev.clientauth.exchange;

import dev.clientauth.minting.AssertionMinter;
import dev.clientauth.minting.Client;
import dev.clientauth.minting.MintedAssertion;
import dev.clientauth.profile.Attempt;
import dev.clientauth.profile.Diagnosis;
import dev.clientauth.profile.Field;
import dev.clientauth.profile.Situation;
import dev.clientauth.token.Grant;
import dev.clientauth.token.TokenEvent;
import dev.clientauth.token.TokenListener;
import dev.clientauth.token.TokenResponse;
import dev.clientauth.token.TokenTransportException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/** Trades grants at a client's token endpoint: makes each request from the rules, judges it, sends it, reads the answer. */
public final class TokenEndpoint {
    private static final Logger LOG = LoggerFactory.getLogger(TokenEndpoint.class);
    private static final String INTERRUPTED = "the thread was interrupted.";
    private static final Backoff BACKOFF = Backoff.between(Duration.ofMillis(250), Duration.ofSeconds(5));

    private final Client client;
    private final AssertionMinter minter;
    private final TokenTransport transport;
    private final TokenListener listener;

    /** The token endpoint of the minter's client. */
    public TokenEndpoint(AssertionMinter minter, TokenTransport transport, TokenListener listener) {
        this.client = minter.client();
        this.minter = minter;
        this.transport = transport;
        this.listener = listener;
    }

    /**
     * Trades a grant while the caller waits; an interrupt ends both.
     *
     * @throws dev.clientauth.assertion.AssertionRefusedException if the request would break a MUST; nothing was sent
     * @throws dev.clientauth.token.TokenRefusedException if the provider refused
     * @throws TokenTransportException if there was no usable answer
     */
    public TokenResponse request(Grant grant) {
        if (Thread.currentThread().isInterrupted()) {
            throw TokenTransport.noAnswer(client.tokenEndpoint(), INTERRUPTED, false, null);
        }
        Trade trade = new Trade(this, minter, grant);
        CompletableFuture<TokenResponse> result = new CompletableFuture<>();
        Background.companions()
                .execute(
                        () -> advance(trade, Background.companions(), result::complete, result::completeExceptionally));
        try {
            return result.get();
        } catch (InterruptedException e) {
            trade.cancellation().cancel();
            Thread.currentThread().interrupt();
            throw TokenTransport.noAnswer(
                    client.tokenEndpoint(), INTERRUPTED, trade.cancellation().isSent(), e);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            if (cause instanceof RuntimeException failure) {
                throw failure;
            }
            if (cause instanceof Error error) {
                throw error;
            }
            throw new IllegalStateException("The trade ended in neither way.", cause);
        }
    }

    /** Trades a grant on the shared threads, and calls exactly one of the two in the end. */
    public void request(Grant grant, Consumer<TokenResponse> done, Consumer<Throwable> failed) {
        Trade trade = new Trade(this, minter, grant);
        Background.workers().execute(() -> advance(trade, Background.workers(), done, failed));
    }

    private static void advance(
            Trade trade, Executor threads, Consumer<TokenResponse> done, Consumer<Throwable> failed) {
        Optional<Duration> pause;
        try {
            pause = trade.step();
        } catch (Throwable e) {
            // Whatever it is, those who wait must hear of it.
            failed.accept(e);
            return;
        }
        if (pause.isPresent()) {
            Background.after(pause.get(), threads).execute(() -> advance(trade, threads, done, failed));
        } else {
            done.accept(trade.response());
        }
    }

    /** Judges what a request for this grant would be, signature included. Nothing is sent. */
    public Diagnosis diagnose(Grant grant) {
        return client.profile()
                .diagnose(
                        attempt(grant, minter.next()).build(),
                        Situation.unknown()
                                .withRegistration(client.registration())
                                .withPresentedAt(minter.now()));
    }

    TokenTransport transport() {
        return transport;
    }

    Backoff backoff() {
        return BACKOFF;
    }

    /** Tells the listener, whose own mistakes are not ours to pass on. */
    public void tell(TokenEvent event) {
        LOG.debug("{}: {}", client.registration(), event);
        try {
            listener.on(event);
        } catch (Throwable e) {
            // Not even an error of the listener's may stop a renewal that others wait for.
            LOG.warn("A token listener failed on {}.", event, e);
        }
    }

    /** The request for a grant. What the assertion in it says is sought in its parameters, unless it is set. */
    Attempt.Builder attempt(Grant grant, MintedAssertion minted) {
        Map<String, String> parameters = new LinkedHashMap<>(grant.parameters());
        client.profile()
                .fieldValues(of(grant), client.registration())
                .in(Field.Part.PARAMETER)
                .forEach(parameters::putIfAbsent);
        if (bringsClientAssertion(grant)) {
            parameters.put(
                    client.profile().placement().parameter(), minted.assertion().value());
        }
        Attempt.Builder attempt = Attempt.builder()
                .method("POST")
                .endpoint(client.tokenEndpoint())
                .header("Content-Type", Form.CONTENT_TYPE)
                .header("Accept", TokenTransport.ACCEPT);
        parameters.forEach(attempt::parameter);
        return attempt;
    }

    /** Whether a client assertion goes with this grant: not where the grant is a JWT that takes its place. */
    boolean bringsClientAssertion(Grant grant) {
        return client.profile().takesAssertion(of(grant));
    }

    private Attempt of(Grant grant) {
        return Attempt.builder()
                .endpoint(client.tokenEndpoint())
                .parameter("grant_type", grant.type())
                .build();
    }
}
