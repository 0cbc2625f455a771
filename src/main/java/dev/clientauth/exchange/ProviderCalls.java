package dev.clientauth.exchange;

import dev.clientauth.profile.Attempt;
import dev.clientauth.token.TokenTransportException;
import okhttp3.OkHttpClient;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Calls to a provider's endpoints beside the token endpoint. What is posted here can be repeated safely, and is repeated
 * after faults on the way and HTTP 408, 429 and 5xx.
 */
public final class ProviderCalls {
    private static final Backoff BACKOFF = Backoff.between(Duration.ofMillis(250), Duration.ofSeconds(5));

    private final TokenTransport transport;
    private final Clock clock;
    private final int mostAttempts;

    /** Calls over this HTTP client's connections, by this machine's clock, each repeated until there were so many. */
    public ProviderCalls(OkHttpClient http, Clock clock, int mostAttempts) {
        this.mostAttempts = mostAttempts;
        this.transport = new TokenTransport(http);
        this.clock = clock;
    }

    /**
     * Fetches a public document, once.
     *
     * @throws TokenTransportException if there was no answer, or one with another status than 200
     */
    public byte[] get(URI document, Duration most) {
        HttpAnswer answer = transport.get(document, most, clock);
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
     * @param patience the time that all repetitions and pauses may take
     * @return a success or an OAuth error
     * @throws TokenTransportException if there was no usable answer
     */
    public ProviderAnswer post(Supplier<Attempt> attempts, Duration patience) {
        long deadline = System.nanoTime() + patience.toNanos();
        for (int tried = 1; ; tried++) {
            Duration pause;
            try {
                ProviderAnswer answer = once(attempts.get(), remaining(deadline));
                pause = pause(tried, answer.retryAt());
                if (answer.error().isEmpty() || !isPassing(answer.status()) || isOver(tried, pause, deadline)) {
                    return answer;
                }
            } catch (TokenTransportException e) {
                pause = pause(tried, e.retryAt());
                if (!e.isRetryable() || isOver(tried, pause, deadline)) {
                    throw e;
                }
            }
            sleep(pause);
        }
    }

    private boolean isOver(int tried, Duration pause, long deadline) {
        return tried >= mostAttempts || pause.compareTo(remaining(deadline)) >= 0;
    }

    private ProviderAnswer once(Attempt attempt, Duration most) {
        HttpAnswer http = transport.post(attempt, least(most, transport.deadline()), clock, new Cancellation());
        boolean isSuccess = http.status() >= 200 && http.status() < 300;
        return new ProviderAnswer(http, isSuccess ? null : new TokenAnswer(attempt, http).error());
    }

    private Duration pause(int failures, Optional<Instant> retryAt) {
        Duration pause = BACKOFF.after(failures);
        Duration asked =
                retryAt.map(at -> Duration.between(clock.instant(), at)).orElse(Duration.ZERO);
        return asked.compareTo(pause) > 0 ? asked : pause;
    }

    private static boolean isPassing(int status) {
        return status == 408 || status == 429 || status >= 500;
    }

    private static Duration remaining(long deadline) {
        return Duration.ofNanos(deadline - System.nanoTime());
    }

    private static Duration least(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
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
