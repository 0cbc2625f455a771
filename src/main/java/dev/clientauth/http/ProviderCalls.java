package dev.clientauth.http;

import dev.clientauth.profile.TokenRequest;
import dev.clientauth.token.TokenTransportException;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Calls to a provider's endpoints beside the token endpoint. What is posted here can be repeated safely, and is repeated
 * after faults on the way and HTTP 408, 429 and 5xx.
 */
public final class ProviderCalls {
    /** As many as can be made at a time; more of them wait, until their own deadline. */
    private static final int MAX_THREADS = 64;

    private static final int MAX_WAITING = 1024;

    private final TokenTransport transport;
    private final Clock clock;
    private final RetryPolicy retries;
    private final BoundedExecutor threads = new BoundedExecutor(MAX_THREADS, MAX_WAITING);

    /** Calls over this HTTP client's connections, by this machine's clock, each repeated until there were so many. */
    public ProviderCalls(OkHttpClient http, Clock clock, int maxAttempts) {
        this.retries = RetryPolicy.of(maxAttempts);
        this.transport = new TokenTransport(http);
        this.clock = clock;
    }

    /**
     * Fetches a public document, once.
     *
     * @param most the time it may take, whatever hangs below; less, if the HTTP client's call timeout is shorter
     * @throws TokenTransportException if there was no answer, or one with another status than 200
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
                    "The answer of " + document + " has HTTP " + response.status() + " instead of 200.",
                    response.status(),
                    HttpTimes.retryAt(response).orElse(null));
        }
        return response.body();
    }

    /**
     * Posts what the supplier makes, anew for each repetition.
     *
     * @param patience the time that all repetitions and pauses may take, whatever hangs below
     * @return a success or an OAuth error
     * @throws TokenTransportException if there was no usable answer in time
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
                (reason, cause) -> givenUp(reason, cancellation.cancel(), cause));
    }

    /** The call timeout of the HTTP client, or 30 seconds where it has none: as much as one request may take. */
    public Duration timeout() {
        return transport.deadline();
    }

    private static Duration shorter(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }

    private static TokenTransportException givenUp(String reason, boolean sent, @Nullable Throwable cause) {
        return new TokenTransportException(
                "No response from the provider: " + reason
                        + (sent ? " Whether the request arrived there is not known." : " The request was not sent."),
                sent,
                cause);
    }

    private static void sleep(Duration pause) {
        try {
            TimeUnit.MILLISECONDS.sleep(pause.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TokenTransportException("The thread was interrupted between two requests.", true, e);
        }
    }
}
