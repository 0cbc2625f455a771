package dev.clientauth.exchange;

import dev.clientauth.assertion.AssertionRefusedException;
import dev.clientauth.minting.AssertionMinter;
import dev.clientauth.minting.Client;
import dev.clientauth.minting.MintedAssertion;
import dev.clientauth.profile.Answer;
import dev.clientauth.profile.Attempt;
import dev.clientauth.profile.Diagnosis;
import dev.clientauth.profile.Field;
import dev.clientauth.profile.Finding;
import dev.clientauth.profile.Situation;
import dev.clientauth.token.Grant;
import dev.clientauth.token.OAuthError;
import dev.clientauth.token.TokenEvent;
import dev.clientauth.token.TokenRefusedException;
import dev.clientauth.token.TokenResponse;
import dev.clientauth.token.TokenTransportException;
import org.jspecify.annotations.Nullable;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;

/**
 * One grant being traded: as many requests as are safe and sensible, within one deadline.
 *
 * <p>Not thread-safe; its steps may run on different threads, one after the other.
 */
final class Trade {
    /** More than this in a row does not help the provider. */
    private static final int MOST_ATTEMPTS = 4;

    private static final Duration LEAST_OFFSET = Duration.ofSeconds(2);
    private static final Set<String> TIMES = Set.of("iat", "nbf", "exp");

    private final TokenEndpoint endpoint;
    private final AssertionMinter minter;
    private final Grant grant;
    private long deadline;
    private final Cancellation cancellation = new Cancellation();
    private int attempts;
    private boolean clockCorrected;
    private @Nullable TokenResponse response;

    Trade(TokenEndpoint endpoint, AssertionMinter minter, Grant grant) {
        this.endpoint = endpoint;
        this.minter = minter;
        this.grant = grant;
    }

    /** Ends it from another thread. */
    Cancellation cancellation() {
        return cancellation;
    }

    /** What came of it; there only after a step that said so. */
    TokenResponse response() {
        if (response == null) {
            throw new IllegalStateException("The trade is not finished.");
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
        if (cancellation.isCancelled()) {
            throw new CancellationException("The trade was cancelled.");
        }
        if (attempts++ == 0) {
            deadline = System.nanoTime() + endpoint.transport().deadline().toNanos();
        }
        try {
            response = send(minted());
            return Optional.empty();
        } catch (TokenTransportException e) {
            boolean isSafe = !isSingleUse() || !e.isSent();
            return again(e, e.isRetryable() && isSafe, e.retryAt());
        } catch (TokenRefusedException e) {
            endpoint.tell(new TokenEvent.Refused(e));
            return again(e, e.isRetryable() && !isSingleUse(), e.retryAt());
        } catch (ClockWrong e) {
            endpoint.tell(new TokenEvent.ClockCorrected(e.offset));
            return Optional.of(Duration.ZERO);
        }
    }

    private MintedAssertion minted() {
        try {
            return minter.next();
        } catch (UncheckedIOException e) {
            throw new TokenTransportException(
                    "The remote signer was not reached, so there is no assertion. The request was not sent.", false, e);
        }
    }

    private TokenResponse send(MintedAssertion minted) throws ClockWrong {
        Client client = minter.client();
        Attempt.Builder draft = endpoint.attempt(grant, minted);
        if (endpoint.bringsClientAssertion(grant)) {
            draft.assertion(minted.content());
        }
        Attempt attempt = draft.build();
        Diagnosis beforehand =
                client.profile().diagnose(attempt, situation(client.clock().instant(), corrected()));
        if (!beforehand.fatal().isEmpty()) {
            throw new AssertionRefusedException(beforehand);
        }
        endpoint.tell(new TokenEvent.Requested(grant.type(), attempts));
        HttpAnswer http = endpoint.transport().post(attempt, remaining(), client.clock(), cancellation);
        TokenAnswer answer = new TokenAnswer(attempt, http);
        OAuthError error = answer.error();
        if (error == null) {
            return answer.tokens();
        }
        Optional<Duration> measured = HttpTimes.offset(http);
        Situation situation = situation(http.sent(), measured.or(this::corrected))
                .withAnswer(new Answer(
                        http.status(), error.code(), error.description().orElse(null)));
        Diagnosis diagnosis =
                client.profile().diagnose(endpoint.attempt(grant, minted).build(), situation);
        if (measured.isPresent() && isOff(measured.get()) && error.code().equals(OAuthError.INVALID_CLIENT)) {
            correct(measured.get(), diagnosis);
        }
        throw new TokenRefusedException(
                http.status(), error, diagnosis, HttpTimes.retryAt(http).orElse(null));
    }

    /** Whether the clock that signed is another than the provider's, by more than can be measured. */
    private boolean isOff(Duration measured) {
        return measured.minus(minter.clockOffset()).abs().compareTo(LEAST_OFFSET) > 0;
    }

    /** If times are broken by the provider's clock and nothing else is, signs by that clock from now on. */
    private void correct(Duration measured, Diagnosis diagnosis) throws ClockWrong {
        boolean onlyTimes = diagnosis.fatal().stream().allMatch(Trade::isAboutTime)
                && diagnosis.broken().stream().anyMatch(Trade::isAboutTime);
        if (clockCorrected || !onlyTimes) {
            return;
        }
        clockCorrected = true;
        minter.correctClock(measured);
        if (isSingleUse()) {
            endpoint.tell(new TokenEvent.ClockCorrected(measured));
        } else {
            throw new ClockWrong(measured);
        }
    }

    private static boolean isAboutTime(Finding finding) {
        Field field = finding.rule().field();
        return field.part() == Field.Part.CLAIM && TIMES.contains(field.name());
    }

    /** The provider's clock is known only if a response has shown it: without that, ours is not taken for it. */
    private Situation situation(Instant now, Optional<Duration> offset) {
        Situation situation = Situation.unknown()
                .withRegistration(minter.client().registration())
                .withPresentedAt(now);
        return offset.map(ahead -> situation.withProviderClock(now.plus(ahead))).orElse(situation);
    }

    /** The offset that an earlier response has shown. */
    private Optional<Duration> corrected() {
        return Optional.of(minter.clockOffset()).filter(offset -> !offset.isZero());
    }

    private Optional<Duration> again(RuntimeException failure, boolean isSafe, Optional<Instant> retryAt) {
        Duration delay = endpoint.backoff().after(attempts);
        if (retryAt.isPresent()) {
            Duration asked = Duration.between(minter.client().clock().instant(), retryAt.get());
            delay = asked.compareTo(delay) > 0 ? asked : delay;
        }
        if (!isSafe || attempts >= MOST_ATTEMPTS || delay.compareTo(remaining()) >= 0) {
            throw failure;
        }
        endpoint.tell(new TokenEvent.Retried(failure, delay));
        return Optional.of(delay);
    }

    private boolean isSingleUse() {
        return grant instanceof Grant.AuthorizationCode || grant instanceof Grant.JwtBearer;
    }

    private Duration remaining() {
        return Duration.ofNanos(deadline - System.nanoTime());
    }

    /** The provider's clock is another than the one that signed. */
    private static final class ClockWrong extends Exception {
        private static final long serialVersionUID = 1L;

        private final Duration offset;

        ClockWrong(Duration offset) {
            super("The provider's clock is " + offset + " ahead.", null, false, false);
            this.offset = offset;
        }
    }
}
