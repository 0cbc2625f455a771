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
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;

/**
 * Sends one grant: as many requests as are safe and sensible, within one deadline.
 *
 * <p>Not thread-safe; its steps may run on different threads, one after the other.
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
    private @Nullable TokenResponse response;

    /**
     * A grant that was not sent yet.
     *
     * @param listener is notified of requests and their failures
     * @param deadline no request starts after it, and none lasts longer
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

    /** Until when it may take. */
    Deadline deadline() {
        return deadline;
    }

    /** Ends it from another thread, and returns the exception for those who waited for it. */
    TokenTransportException giveUp(String reason, @Nullable Throwable cause) {
        boolean sent = cancellation.cancel();
        String where = waitsForSigner && reason.equals(BoundedCall.LATE)
                ? "the remote signer did not respond in time."
                : reason;
        return TokenTransport.noResponse(minter.client().tokenEndpoint(), where, sent, cause);
    }

    /** What came of it; there only after a step that said so. */
    TokenResponse response() {
        if (response == null) {
            throw new IllegalStateException("The grant was not exchanged.");
        }
        return response;
    }

    /**
     * Sends one request.
     *
     * @return how long to wait before the next step; empty when the response is there
     * @throws RuntimeException when it is over without one
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
        } catch (ClockWrong e) {
            return Optional.of(Duration.ZERO);
        }
    }

    private void checkNotCancelled() {
        if (cancellation.isCancelled()) {
            throw new CancellationException("Nobody waits for this grant any more.");
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

    private TokenResponse send(SignedAssertion assertion) throws ClockWrong {
        Client client = minter.client();
        TokenRequest.Builder draft = requests.newRequest(grant, assertion);
        if (requests.bringsClientAssertion(grant)) {
            draft.assertion(assertion.content());
        }
        TokenRequest request = draft.build();
        Diagnosis beforehand =
                client.profile().diagnose(request, context(client.clock().instant(), corrected()));
        if (!beforehand.blocking().isEmpty()) {
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
        EvaluationContext context = context(http.sent(), measured.or(this::corrected))
                .withResponse(new ErrorResponse(
                        http.status(), error.code(), error.description().orElse(null)));
        Diagnosis diagnosis =
                client.profile().diagnose(requests.newRequest(grant, assertion).build(), context);
        boolean isClockWrong = error.code().equals(OAuthError.INVALID_CLIENT)
                && measured.isPresent()
                && isOff(assertion, measured.get())
                && isOnlyTimeBroken(diagnosis);
        boolean wasOnTrial = minter.refused(assertion);
        ClockDifference tooLarge = null;
        if (isClockWrong && measured.get().abs().compareTo(minter.maxClockCorrection()) > 0) {
            tooLarge = new ClockDifference(
                    http.respondedAt().plus(measured.get()).truncatedTo(ChronoUnit.SECONDS),
                    http.respondedAt().truncatedTo(ChronoUnit.SECONDS),
                    minter.maxClockCorrection());
        } else if (isClockWrong && !wasOnTrial) {
            correct(measured.get());
        }
        throw new TokenRefusedException(
                http.status(), error, diagnosis, HttpTimes.retryAt(http).orElse(null), tooLarge);
    }

    /** Whether the clock that signed is another than the provider's, by more than can be measured. */
    private static boolean isOff(SignedAssertion assertion, Duration measured) {
        return measured.minus(assertion.clockOffset()).abs().compareTo(MIN_OFFSET) > 0;
    }

    private static boolean isOnlyTimeBroken(Diagnosis diagnosis) {
        return !diagnosis.broken().isEmpty() && diagnosis.broken().stream().allMatch(GrantExchange::isAboutTime);
    }

    /** Signs by the provider's clock, on trial: the next request shows whether that is accepted. */
    private void correct(Duration measured) throws ClockWrong {
        if (clockCorrected || !minter.correctClock(measured)) {
            return;
        }
        clockCorrected = true;
        if (!isSingleUse()) {
            throw new ClockWrong(measured);
        }
    }

    private static boolean isAboutTime(Finding finding) {
        Field field = finding.rule().field();
        return field.part() == Field.Part.CLAIM && TIMES.contains(field.name());
    }

    /** The provider's clock is known only if a response has shown it: without that, ours is not taken for it. */
    private EvaluationContext context(Instant now, Optional<Duration> offset) {
        EvaluationContext context = EvaluationContext.unknown()
                .withRegistration(minter.client().registration())
                .withSentAt(now);
        return offset.map(ahead -> context.withProviderClock(now.plus(ahead))).orElse(context);
    }

    /** The offset that an earlier response has shown. */
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

    /** The provider's clock is another than the one that signed. */
    private static final class ClockWrong extends Exception {
        private static final long serialVersionUID = 1L;

        ClockWrong(Duration offset) {
            super("The provider's clock is " + offset + " ahead.", null, false, false);
        }
    }
}
