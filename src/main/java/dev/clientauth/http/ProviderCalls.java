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
    public ProviderCalls(OkHttpClient http, Clock clock, int mostAttempts) {
        this.retries = RetryPolicy.of(mostAttempts);
        this.transport = new TokenTransport(http);
        this.clock = clock;
    }

    /**
     * Fetches a public document, once.
     *
     * @param most the time it may take, whatever hangs below; less, if the HTTP client's call timeout is shorter
     * @throws TokenTransportException if there was no answer, or one with another status than 200
     */
    public byte[] get(URI document, Duration most) {
        Cancellation cancellation = new Cancellation();
        HttpResponse answer = BoundedCall.make(
                () -> transport.get(document, most, clock, cancellation),
                threads,
                Deadline.after(least(most, transport.deadline())),
                (reason, cause) -> {
                    cancellation.cancel();
                    return new TokenTransportException("No response from " + document + ": " + reason, true, cause);
                });
        if (answer.status() != 200) {
            throw new TokenTransportException(
                    "The answer of " + document + " has HTTP " + answer.status() + " instead of 200.",
                    answer.status(),
                    HttpTimes.retryAt(answer).orElse(null));
        }
        return answer.body();
    }

    /**
     * Posts what the supplier makes, anew for each repetition.
     *
     * @param patience the time that all repetitions and pauses may take, whatever hangs below
     * @return a success or an OAuth error
     * @throws TokenTransportException if there was no usable answer in time
     */
    public CallResponse post(Supplier<TokenRequest> attempts, Duration patience) {
        Deadline deadline = Deadline.after(patience);
        for (int tried = 1; ; tried++) {
            Optional<Duration> pause;
            try {
                CallResponse answer = once(attempts, deadline);
                boolean isTransient = answer.error().isPresent() && RetryPolicy.isTransient(answer.status());
                pause = retries.pause(tried, isTransient, answer.retryAt(), clock, deadline);
                if (pause.isEmpty()) {
                    return answer;
                }
            } catch (TokenTransportException e) {
                pause = retries.pause(tried, e.isRetryable(), e.retryAt(), clock, deadline);
                if (pause.isEmpty()) {
                    throw e;
                }
            }
            sleep(pause.get());
        }
    }

    private CallResponse once(Supplier<TokenRequest> attempts, Deadline all) {
        Deadline deadline = Deadline.after(all.remaining(transport.deadline()));
        Cancellation cancellation = new Cancellation();
        return BoundedCall.make(
                () -> {
                    TokenRequest attempt = attempts.get();
                    HttpResponse http = transport.post(attempt, deadline.remaining(), clock, cancellation);
                    boolean isSuccess = http.status() >= 200 && http.status() < 300;
                    return new CallResponse(http, isSuccess ? null : new TokenResponseReader(attempt, http).error());
                },
                threads,
                deadline,
                (reason, cause) -> givenUp(reason, cancellation.cancel(), cause));
    }

    /** The call timeout of the HTTP client, or 30 seconds where it has none: as much as one request may take. */
    public Duration timeout() {
        return transport.deadline();
    }

    private static Duration least(Duration a, Duration b) {
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
