// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.http;

import dev.clientauth.assertion.AssertionMinter;
import dev.clientauth.assertion.Client;
import dev.clientauth.assertion.SignedAssertion;
import dev.clientauth.profile.Diagnosis;
import dev.clientauth.profile.ErrorResponse;
import dev.clientauth.profile.EvaluationContext;
import dev.clientauth.profile.Field;
import dev.clientauth.profile.Finding;
import dev.clientauth.profile.RuleViolationException;
import dev.clientauth.profile.TokenRequest;
import dev.clientauth.token.ClockDifference;
import dev.clientauth.token.Grant;
import dev.clientauth.token.OAuthError;
import dev.clientauth.token.TokenEvent;
import dev.clientauth.token.TokenListener;
import dev.clientauth.token.TokenRefusedException;
import dev.clientauth.token.TokenResponse;
import dev.clientauth.token.TokenTransportException;
import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;

/**
 * Sends one grant, with all retries that are safe and useful, within one deadline.
 *
 * <p>Not thread-safe. Steps may run on different threads, but only one after the other.
 */
final class GrantExchange {
    private static final Duration MIN_OFFSET = Duration.ofSeconds(2);
    private static final Set<String> TIMES = Set.of("iat", "nbf", "exp");

    private final TokenRequestFactory requests;
    private final AssertionMinter minter;
    private final TokenTransport transport;
    private final RetryPolicy retries;
    private final TokenListener listener;
    private final Grant grant;
    private final Deadline deadline;
    private final Cancellation cancellation = new Cancellation();
    private volatile boolean waitsForSigner;
    private int attempts;
    private boolean clockCorrected;
    private boolean keyChanged;
    private boolean clockJumped;
    private @Nullable TokenResponse response;

    /**
     * Creates the exchange of a grant. Nothing is sent yet.
     *
     * @param listener notified of requests and failures
     * @param deadline when the exchange ends; no request starts or lasts after it
     */
    GrantExchange(
            TokenRequestFactory requests,
            AssertionMinter minter,
            TokenTransport transport,
            RetryPolicy retries,
            TokenListener listener,
            Grant grant,
            Deadline deadline) {
        this.requests = requests;
        this.minter = minter;
        this.transport = transport;
        this.retries = retries;
        this.listener = listener;
        this.grant = grant;
        this.deadline = deadline;
    }

    /** Returns when the exchange ends at the latest. */
    Deadline deadline() {
        return deadline;
    }

    /** Cancels the exchange from another thread, and returns the exception for its callers. */
    TokenTransportException giveUp(String reason, @Nullable Throwable cause) {
        boolean sent = cancellation.cancel();
        String where = waitsForSigner && reason.equals(BoundedCall.LATE)
                ? "the remote signer did not respond in time."
                : reason;
        return TokenTransport.noResponse(minter.client().tokenEndpoint(), where, sent, cause);
    }

    /** Returns the response, after {@link #step()} has returned empty. */
    TokenResponse response() {
        if (response == null) {
            throw new IllegalStateException("There is no response yet.");
        }
        return response;
    }

    /**
     * Sends one request.
     *
     * @return the delay before the next step; empty if {@link #response()} is available
     * @throws RuntimeException if the exchange has failed and there will be no further step
     */
    Optional<Duration> step() {
        checkNotCancelled();
        attempts++;
        try {
            SignedAssertion assertion = assertion();
            checkNotCancelled();
            response = send(assertion);
            return Optional.empty();
        } catch (TokenTransportException e) {
            boolean isSafe = !isSingleUse() || !e.isSent();
            return pauseOrThrow(e, e.isRetryable() && isSafe, e.retryAt());
        } catch (TokenRefusedException e) {
            listener.on(new TokenEvent.Refused(e));
            return pauseOrThrow(e, e.isRetryable() && !isSingleUse(), e.retryAt());
        } catch (SignAgain e) {
            return Optional.of(Duration.ZERO);
        }
    }

    private void checkNotCancelled() {
        if (cancellation.isCancelled()) {
            throw new CancellationException("The exchange was cancelled.");
        }
    }

    private SignedAssertion assertion() {
        waitsForSigner = true;
        try {
            return RemoteSigning.sign(minter, () -> minter.next(deadline.remaining()));
        } finally {
            waitsForSigner = false;
        }
    }

    private TokenResponse send(SignedAssertion assertion) throws SignAgain {
        Client client = assertion.client();
        TokenRequest.Builder draft = requests.newRequest(grant, assertion);
        if (requests.bringsClientAssertion(grant)) {
            draft.assertion(assertion.content());
        }
        TokenRequest request = draft.build();
        Diagnosis beforehand = client.profile()
                .diagnose(request, context(client, client.clock().instant(), corrected()));
        // A JWT that the application made may do what only some servers refuse.
        boolean isOwn = requests.bringsClientAssertion(grant);
        List<Finding> faults = isOwn ? beforehand.unsafe() : beforehand.blocking();
        if (!faults.isEmpty()) {
            if (isOwn && !clockJumped && faults.stream().allMatch(GrantExchange::isAboutTime)) {
                // The clock was set since the assertion was signed, or a remote signer took longer than its lifetime.
                clockJumped = true;
                attempts--;
                throw new SignAgain();
            }
            throw new RuleViolationException(beforehand);
        }
        listener.on(new TokenEvent.Requested(grant.type(), attempts));
        long started = System.nanoTime();
        HttpResponse http = transport.post(request, deadline.remaining(), client.clock(), cancellation);
        TokenResponseReader reader = new TokenResponseReader(request, http);
        OAuthError error = reader.error();
        if (error == null) {
            if (minter.accepted(assertion)) {
                listener.on(new TokenEvent.ClockCorrected(assertion.clockOffset()));
            }
            return reader.tokens(Duration.ofNanos(System.nanoTime() - started));
        }
        Optional<Duration> measured = HttpTimes.offset(http);
        EvaluationContext context = context(client, http.sent(), measured.or(this::corrected))
                .withResponse(new ErrorResponse(
                        http.status(), error.code(), error.description().orElse(null)));
        Diagnosis diagnosis =
                client.profile().diagnose(requests.newRequest(grant, assertion).build(), context);
        boolean isSignAgain = error.code().equals(OAuthError.INVALID_CLIENT)
                && measured.isPresent()
                && isOff(assertion, measured.get())
                && isOnlyTimeBroken(diagnosis);
        boolean wasOnTrial = minter.refused(assertion);
        ClockDifference tooLarge = null;
        if (isSignAgain && measured.get().abs().compareTo(minter.maxClockCorrection()) > 0) {
            tooLarge = new ClockDifference(
                    http.respondedAt().plus(measured.get()).truncatedTo(ChronoUnit.SECONDS),
                    http.respondedAt().truncatedTo(ChronoUnit.SECONDS),
                    minter.maxClockCorrection());
        } else if (isSignAgain && !wasOnTrial) {
            correct(measured.get());
        }
        TokenRefusedException refusal = new TokenRefusedException(
                http.status(), error, diagnosis, HttpTimes.retryAt(http).orElse(null), tooLarge);
        boolean isKeyInDoubt = error.code().equals(OAuthError.INVALID_CLIENT)
                && suspects(diagnosis).isEmpty();
        if (isKeyInDoubt && minter.keyRefused(assertion) && !keyChanged && !isSingleUse()) {
            keyChanged = true;
            listener.on(new TokenEvent.Refused(refusal));
            listener.on(new TokenEvent.Retried(refusal, Duration.ZERO));
            throw new SignAgain();
        }
        throw refusal;
    }

    /** Returns whether the times of the assertion differ from the provider's clock by more than the measuring error. */
    private static boolean isOff(SignedAssertion assertion, Duration measured) {
        return measured.minus(assertion.clockOffset()).abs().compareTo(MIN_OFFSET) > 0;
    }

    private static boolean isOnlyTimeBroken(Diagnosis diagnosis) {
        List<Finding> suspects = suspects(diagnosis);
        return !suspects.isEmpty() && suspects.stream().allMatch(GrantExchange::isAboutTime);
    }

    /** Returns what may have caused a refusal: what is broken, and what some servers accept and this one may not. */
    private static List<Finding> suspects(Diagnosis diagnosis) {
        return diagnosis.findings().stream()
                .filter(finding -> finding.isBroken() || finding.isUnsafe())
                .toList();
    }

    /** Signs by the provider's clock from now on, on trial until a request is accepted. */
    private void correct(Duration measured) throws SignAgain {
        if (clockCorrected || !minter.correctClock(measured)) {
            return;
        }
        clockCorrected = true;
        if (!isSingleUse()) {
            throw new SignAgain();
        }
    }

    private static boolean isAboutTime(Finding finding) {
        Field field = finding.rule().field();
        return field.part() == Field.Part.CLAIM && TIMES.contains(field.name());
    }

    /**
     * Returns the context. The provider's clock is part of it only if a response has shown it; it is never assumed to equal
     * this machine's clock.
     */
    private EvaluationContext context(Client client, Instant now, Optional<Duration> offset) {
        EvaluationContext context = EvaluationContext.unknown()
                .withRegistration(client.registration())
                .withSentAt(now);
        return offset.map(ahead -> context.withProviderClock(now.plus(ahead))).orElse(context);
    }

    /** Returns the offset that an earlier response has shown. */
    private Optional<Duration> corrected() {
        return Optional.of(minter.clockOffset()).filter(offset -> !offset.isZero());
    }

    private Optional<Duration> pauseOrThrow(RuntimeException failure, boolean isSafe, Optional<Instant> retryAt) {
        Optional<Duration> pause =
                retries.pause(attempts, isSafe, retryAt, minter.client().clock(), deadline);
        if (pause.isEmpty()) {
            throw failure;
        }
        listener.on(new TokenEvent.Retried(failure, pause.get()));
        return pause;
    }

    private boolean isSingleUse() {
        return SingleUseGrants.contains(grant, minter.client().profile());
    }

    /** Signals that another assertion may be accepted: by another clock, or with another key. */
    private static final class SignAgain extends Exception {
        private static final long serialVersionUID = 1L;

        SignAgain() {
            super("Sign again.", null, false, false);
        }
    }
}
