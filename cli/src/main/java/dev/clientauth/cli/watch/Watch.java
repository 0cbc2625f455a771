// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.cli.watch;

import dev.clientauth.ClientAuthenticator;
import dev.clientauth.cli.shell.Output;
import dev.clientauth.cli.shell.Shell;
import dev.clientauth.cli.shell.ShutdownHook;
import dev.clientauth.cli.shell.Wrapped;
import dev.clientauth.profile.text.Redactor;
import dev.clientauth.token.Grant;
import dev.clientauth.token.TokenRefusedException;
import dev.clientauth.token.TokenTransportException;
import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Waits until a provider accepts a request, and reports the progress. */
final class Watch {
    private final ClientAuthenticator authenticator;
    private final Expectation expectation;
    private final Duration limit;
    private final Shell shell;
    private final WatchLog log;
    private final PollInterval interval = new PollInterval();

    Watch(ClientAuthenticator authenticator, Expectation expectation, Duration limit, Shell shell, Output output) {
        this.authenticator = authenticator;
        this.expectation = expectation;
        this.limit = limit;
        this.shell = shell;
        this.log = new WatchLog(output, expectation, limit);
    }

    /** Requests tokens until the provider accepts, and returns whether it accepted in time. */
    boolean run() throws InterruptedException {
        log.begins(authenticator.profile());
        Instant start = shell.clock().instant();
        try (ShutdownHook hook = ShutdownHook.of(() -> log.stopped(elapsed(start)))) {
            return poll(start, hook);
        }
    }

    private boolean poll(Instant start, ShutdownHook hook) throws InterruptedException {
        while (!hook.isRunning()) {
            @Nullable TokenRefusedException refusal = null;
            String response;
            Optional<Instant> retryAt;
            try {
                authenticator.request(Grant.clientCredentials());
                log.accepted(elapsed(start));
                return true;
            } catch (TokenRefusedException e) {
                if (!expectation.isTemporary(e)) {
                    log.refused(elapsed(start), e);
                    return false;
                }
                refusal = e;
                response = "HTTP " + e.status() + ", "
                        + Wrapped.printable(e.error().code());
                retryAt = e.retryAt();
            } catch (TokenTransportException e) {
                if (!e.isRetryable()) {
                    throw e;
                }
                response = e.status() == 0 ? noResponse(e) : "HTTP " + e.status();
                retryAt = e.retryAt();
            }
            Duration left = limit.minus(elapsed(start));
            Duration asked = retryAt.map(at -> Duration.between(shell.clock().instant(), at))
                    .orElse(Duration.ZERO);
            if (left.compareTo(Duration.ofSeconds(1)) < 0 || asked.compareTo(left) > 0) {
                log.gaveUp(elapsed(start), response, refusal);
                return false;
            }
            Duration wait = interval.next(asked);
            wait = wait.compareTo(left) > 0 ? left : wait;
            log.waits(elapsed(start), response, wait);
            if (shell.out().checkError()) {
                // The output was closed, as after "| head -1": more requests would be pointless.
                return false;
            }
            shell.sleeper().sleep(wait);
        }
        return false;
    }

    private static String noResponse(TokenTransportException e) {
        Throwable cause = e.getCause();
        String why = cause == null || cause.getMessage() == null ? "" : " (" + cause.getMessage() + ")";
        return "no response" + Redactor.text(why);
    }

    private Duration elapsed(Instant start) {
        return Duration.between(start, shell.clock().instant());
    }
}
