package dev.clientauth.cli;

import dev.clientauth.ClientAuthenticator;
import dev.clientauth.token.Grant;
import dev.clientauth.token.TokenRefusedException;
import dev.clientauth.token.TokenTransportException;
import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** One wait for a provider to accept, told as it goes. */
final class Watch {
    private final ClientAuthenticator authenticator;
    private final Expectation expectation;
    private final Duration limit;
    private final Shell shell;
    private final WatchLog log;
    private final Pace pace = new Pace();

    Watch(ClientAuthenticator authenticator, Expectation expectation, Duration limit, Shell shell, Output output) {
        this.authenticator = authenticator;
        this.expectation = expectation;
        this.limit = limit;
        this.shell = shell;
        this.log = new WatchLog(output, expectation, limit);
    }

    /** Whether the provider accepted in time. */
    boolean run() throws InterruptedException {
        log.begins(authenticator.profile());
        Instant start = shell.clock().instant();
        try (Farewell farewell = Farewell.of(() -> log.stopped(elapsed(start)))) {
            return ask(start, farewell);
        }
    }

    private boolean ask(Instant start, Farewell farewell) throws InterruptedException {
        while (!farewell.isSaid()) {
            @Nullable TokenRefusedException refusal = null;
            String answer;
            Optional<Instant> retryAt;
            try {
                authenticator.request(Grant.clientCredentials());
                log.accepted(elapsed(start));
                return true;
            } catch (TokenRefusedException e) {
                if (!expectation.mayPass(e)) {
                    log.refusedForGood(elapsed(start), e);
                    return false;
                }
                refusal = e;
                answer = "HTTP " + e.status() + ", "
                        + Wrapped.printable(e.error().code());
                retryAt = e.retryAt();
            } catch (TokenTransportException e) {
                if (!e.isRetryable()) {
                    throw e;
                }
                answer = e.status() == 0 ? unanswered(e) : "HTTP " + e.status();
                retryAt = e.retryAt();
            }
            Duration left = limit.minus(elapsed(start));
            Duration asked = retryAt.map(at -> Duration.between(shell.clock().instant(), at))
                    .orElse(Duration.ZERO);
            if (left.compareTo(Duration.ofSeconds(1)) < 0 || asked.compareTo(left) > 0) {
                log.gaveUp(elapsed(start), answer, refusal);
                return false;
            }
            Duration wait = pace.next(asked);
            wait = wait.compareTo(left) > 0 ? left : wait;
            log.waits(elapsed(start), answer, wait);
            if (shell.out().checkError()) {
                // Nobody reads on, as after "| head -1": to go on asking would only trouble the provider.
                return false;
            }
            shell.sleeper().sleep(wait);
        }
        return false;
    }

    private static String unanswered(TokenTransportException e) {
        Throwable cause = e.getCause();
        String why = cause == null || cause.getMessage() == null ? "" : " (" + cause.getMessage() + ")";
        return "no answer" + Discreet.message(why);
    }

    private Duration elapsed(Instant start) {
        return Duration.between(start, shell.clock().instant());
    }
}
