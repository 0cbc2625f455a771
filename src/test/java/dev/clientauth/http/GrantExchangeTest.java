// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.http;

import com.nimbusds.jose.JWSAlgorithm;
import dev.clientauth.ClientAuthenticator;
import dev.clientauth.fakes.Clients;
import dev.clientauth.fakes.EventLog;
import dev.clientauth.fakes.ForgedAssertion;
import dev.clientauth.fakes.MovableClock;
import dev.clientauth.key.RemoteSigner;
import dev.clientauth.key.SigningKey;
import dev.clientauth.key.ring.KeyRing;
import dev.clientauth.profile.RuleViolationException;
import dev.clientauth.provider.GoogleServiceAccount;
import dev.clientauth.token.Grant;
import dev.clientauth.token.TokenEvent;
import dev.clientauth.token.TokenRefusedException;
import dev.clientauth.token.TokenTransportException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

@DisplayName("One grant with its retries, without a network")
@Timeout(20)
class GrantExchangeTest {
    /** Nothing is sent there. */
    private static final URI ENDPOINT = URI.create("http://127.0.0.1:1/token");

    private static final String TOKEN = "{\"access_token\":\"t\",\"expires_in\":300}";
    private static final String REFUSAL = "{\"error\":\"invalid_client\"}";

    private final MovableClock clock = new MovableClock();
    private final EventLog events = new EventLog();
    private final ScriptedTransport transport = new ScriptedTransport();
    private final ClientAuthenticator epic = Clients.epic(ENDPOINT)
            .httpTransport(transport)
            .clock(clock)
            .listener(events::add)
            .build();
    private final ClientAuthenticator apple =
            Clients.apple(ENDPOINT).httpTransport(transport).clock(clock).build();

    /** Returns a Date header that is this far ahead; it is sent at a full second plus half of one, as HTTP truncates it. */
    private String date(Duration ahead) {
        Instant second = clock.instant().truncatedTo(ChronoUnit.SECONDS).plus(ahead);
        return DateTimeFormatter.RFC_1123_DATE_TIME.format(second.atOffset(ZoneOffset.UTC));
    }

    private TokenRefusedException refused(ClientAuthenticator client, Grant grant) {
        TokenRefusedException e = catchThrowableOfType(TokenRefusedException.class, () -> client.request(grant));
        assertThat(e).isNotNull();
        return e;
    }

    @Test
    void aClockFarAheadIsCorrectedOnceAndReportedWhenAccepted() {
        transport.responding(401, REFUSAL, "Date", date(Duration.ofMinutes(14))).responding(200, TOKEN);
        assertThat(epic.request(Grant.clientCredentials()).accessToken().value())
                .isEqualTo("t");
        assertThat(transport.requests).hasSize(2);
        assertThat(events.await(TokenEvent.ClockCorrected.class, 1))
                .singleElement()
                .satisfies(e -> assertThat(e.offset()).isCloseTo(Duration.ofMinutes(14), Duration.ofSeconds(1)));
    }

    @Test
    void aClockThatIsOffByAnHourIsReportedAndNotCorrected() {
        transport.responding(401, REFUSAL, "Date", date(Duration.ofHours(1)));
        TokenRefusedException e = refused(epic, Grant.clientCredentials());
        assertThat(e.clockDifference()).hasValueSatisfying(clocks -> {
            assertThat(clocks.machine()).isEqualTo(clock.instant().truncatedTo(ChronoUnit.SECONDS));
            assertThat(Duration.between(clocks.machine(), clocks.provider())).isEqualTo(Duration.ofHours(1));
        });
        assertThat(transport.requests).hasSize(1);
        assertThat(events.await(TokenEvent.Failed.class, 1))
                .extracting(TokenEvent.Failed::failure)
                .containsExactly(e);
    }

    @ParameterizedTest
    @ValueSource(ints = {-3600, 3600})
    void anAssertionIsSignedAgainIfTheClockWasSetSinceItWasSigned(int seconds) {
        AtomicInteger signatures = new AtomicInteger();
        ClientAuthenticator client = remote((algorithm, input) -> {
            if (signatures.incrementAndGet() == 1) {
                clock.set(Duration.ofSeconds(seconds));
            }
            return Clients.RSA.sign(algorithm, input);
        });
        transport.responding(200, TOKEN);
        client.request(Grant.clientCredentials());
        assertThat(signatures).hasValue(2);
        assertThat(transport.requests).hasSize(1);
        assertThat(events.await(TokenEvent.Requested.class, 1))
                .containsExactly(new TokenEvent.Requested("client_credentials", 1));
    }

    @Test
    void anAssertionIsSignedAgainOnceIfTheClockIsSetEachTime() {
        AtomicInteger signatures = new AtomicInteger();
        ClientAuthenticator client = remote((algorithm, input) -> {
            clock.set(Duration.ofHours(signatures.incrementAndGet()));
            return Clients.RSA.sign(algorithm, input);
        });
        assertThatThrownBy(() -> client.request(Grant.clientCredentials())).isInstanceOf(RuleViolationException.class);
        assertThat(signatures).hasValue(2);
        assertThat(transport.requests).isEmpty();
    }

    /** The application's own JWT is the caller's choice: it is stopped only if the provider refuses it. */
    @Test
    void aJwtOfTheApplicationMayDoWhatSomeServersRefuse() {
        long now = clock.instant().getEpochSecond();
        ForgedAssertion jwt = new ForgedAssertion()
                .header("alg", "RS256")
                .claim("iss", "robot@project.iam.gserviceaccount.com")
                .claim("scope", "https://www.googleapis.com/auth/cloud-platform")
                .claim("iat", now)
                .claim("exp", now + 600);
        ClientAuthenticator google = ClientAuthenticator.builder(GoogleServiceAccount.profile())
                .clientId("robot@project.iam.gserviceaccount.com")
                .signingKey(Clients.RSA)
                .scopes("https://www.googleapis.com/auth/cloud-platform")
                .httpTransport(transport)
                .clock(clock)
                .build();
        transport.responding(200, TOKEN);
        String accepted = jwt.claim("aud", List.of("https://oauth2.googleapis.com/token"))
                .signed(JWSAlgorithm.RS256, Clients.RSA);
        assertThat(google.request(Grant.jwtBearer(accepted)).accessToken().value())
                .isEqualTo("t");
        String refused = jwt.claim("aud", "https://another.example.com").signed(JWSAlgorithm.RS256, Clients.RSA);
        assertThatThrownBy(() -> google.request(Grant.jwtBearer(refused))).isInstanceOf(RuleViolationException.class);
        assertThat(transport.requests).hasSize(1);
    }

    private ClientAuthenticator remote(RemoteSigner signer) {
        return Clients.epic(ENDPOINT)
                .signingKey(SigningKey.remoteUntested(Clients.RSA.publicJwk(), signer))
                .httpTransport(transport)
                .clock(clock)
                .listener(events::add)
                .build();
    }

    @Test
    void anInterruptedCallIsNoFailureOfTheClient() {
        transport.responding(200, TOKEN);
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> epic.request(Grant.clientCredentials())).isInstanceOf(TokenTransportException.class);
        assertThat(Thread.interrupted()).isTrue();
        epic.request(Grant.clientCredentials());
        assertThat(events.await(TokenEvent.Requested.class, 1)).hasSize(1);
        assertThat(events).noneMatch(TokenEvent.Failed.class::isInstance);
    }

    @Test
    void aClockThatIsRightIsNotCorrected() {
        transport.responding(401, REFUSAL, "Date", date(Duration.ZERO));
        assertThat(refused(epic, Grant.clientCredentials()).clockDifference()).isEmpty();
        assertThat(transport.requests).hasSize(1);
    }

    @Test
    void aCorrectionThatIsRefusedIsNotTriedAgain() {
        transport
                .responding(401, REFUSAL, "Date", date(Duration.ofMinutes(14)))
                .responding(401, REFUSAL, "Date", date(Duration.ofMinutes(-14)));
        refused(epic, Grant.clientCredentials());
        assertThat(transport.requests).hasSize(2);
    }

    @Test
    void aCodeIsNotSentAgainWithACorrectedClock() {
        transport.responding(401, REFUSAL, "Date", date(Duration.ofMinutes(-14)));
        refused(apple, Grant.authorizationCode("c"));
        assertThat(transport.requests).hasSize(1);
        transport.responding(200, TOKEN);
        assertThat(apple.request(Grant.authorizationCode("d")).accessToken().value())
                .isEqualTo("t");
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 429, 503})
    void aTransientRefusalIsRetriedButNotWithACode(int status) {
        transport.responding(status, REFUSAL).responding(200, TOKEN);
        epic.request(Grant.clientCredentials());
        assertThat(transport.requests).hasSize(2);
        assertThat(events.await(TokenEvent.Refused.class, 1)).hasSize(1);
        assertThat(events.await(TokenEvent.Retried.class, 1)).hasSize(1);
        transport.responding(status, REFUSAL);
        refused(apple, Grant.authorizationCode("c"));
        assertThat(transport.requests).hasSize(3);
    }

    @Test
    void aCodeIsSentAgainOnlyIfItWasNotSent() {
        transport.unreachable().responding(200, TOKEN);
        apple.request(Grant.authorizationCode("c"));
        assertThat(transport.requests).hasSize(2);
        transport.responding(503, "");
        assertThatThrownBy(() -> apple.request(Grant.authorizationCode("d")))
                .isInstanceOf(TokenTransportException.class);
        assertThat(transport.requests).hasSize(3);
    }

    @Test
    void theRetryTimeOfARefusalIsReported() {
        transport.responding(429, REFUSAL, "Retry-After", "60");
        assertThat(refused(epic, Grant.clientCredentials()).retryAt())
                .contains(clock.instant().plusSeconds(60));
        assertThat(transport.requests).hasSize(1);
    }

    @Test
    void fourAttemptsAreTheMaximum() {
        transport.unreachable().unreachable().unreachable().unreachable();
        assertThatThrownBy(() -> epic.request(Grant.clientCredentials())).isInstanceOf(TokenTransportException.class);
        assertThat(events.await(TokenEvent.Requested.class, 4))
                .extracting(TokenEvent.Requested::attempt)
                .containsExactly(1, 2, 3, 4);
    }

    @Test
    void aGrantOfAnInterruptedThreadIsNotSent() {
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> epic.request(Grant.clientCredentials())).hasMessageContaining("interrupted");
        assertThat(Thread.interrupted()).isTrue();
        assertThat(transport.requests).isEmpty();
    }

    @Test
    void theRequestIsDiagnosedAndTheAssertionSignedWithoutSendingAnything() {
        assertThat(epic.diagnose().broken()).isEmpty();
        assertThat(epic.assertion().value().split("\\.")).hasSize(3);
        assertThat(transport.requests).isEmpty();
    }

    @Test
    void theCachedTokenIsRequestedOnceAndAFailureOfTheRefreshReachesItsCaller() {
        transport.responding(200, TOKEN);
        assertThat(epic.accessToken().value()).isEqualTo("t");
        assertThat(epic.accessToken().value()).isEqualTo("t");
        assertThat(transport.requests).hasSize(1);
        epic.invalidate(epic.accessToken());
        transport.responding(400, "{\"error\":\"invalid_scope\"}");
        assertThatThrownBy(epic::accessToken)
                .isInstanceOf(TokenRefusedException.class)
                .hasMessageContaining("invalid_scope");
    }

    /** Sign in with Apple does not rotate refresh tokens, so one may be sent again; a code may not. */
    @Test
    void aRefreshTokenThatIsNotRotatedIsSentAgain() {
        assertThat(apple.profile().rotatesRefreshTokens()).isFalse();
        transport.responding(503, "").responding(200, TOKEN);
        assertThat(apple.request(Grant.refreshToken("r")).accessToken().value()).isEqualTo("t");
        assertThat(transport.requests).hasSize(2);
    }

    private ClientAuthenticator withTwoKeys() {
        return Clients.epic(ENDPOINT)
                .signingKey(KeyRing.of(
                        Clients.RSA, SigningKey.generate(JWSAlgorithm.RS384).withKeyId("epic-2026-10")))
                .httpTransport(transport)
                .clock(clock)
                .listener(events::add)
                .build();
    }

    @Test
    void anotherKeyIsTriedOnceIfTheClientIsRefusedWithoutABrokenRule() {
        transport.responding(401, REFUSAL).responding(200, TOKEN);
        withTwoKeys().request(Grant.clientCredentials());
        assertThat(transport.requests).hasSize(2);
        assertThat(events.await(TokenEvent.Refused.class, 1)).hasSize(1);
        assertThat(events.await(TokenEvent.Retried.class, 1))
                .extracting(TokenEvent.Retried::delay)
                .containsExactly(Duration.ZERO);
    }

    @Test
    void noOtherKeyIsTriedForAnErrorThatIsNotAboutTheClient() {
        transport.responding(400, "{\"error\":\"invalid_scope\"}");
        refused(withTwoKeys(), Grant.clientCredentials());
        assertThat(transport.requests).hasSize(1);
    }

    @Test
    void aRemoteSignerThatFailsIsNamedAndNothingIsSent() {
        ClientAuthenticator remote = Clients.epic(ENDPOINT)
                .signingKey(SigningKey.remoteUntested(Clients.RSA.publicJwk(), (algorithm, input) -> {
                    throw new NoClassDefFoundError("a-s3cret");
                }))
                .httpTransport(transport)
                .clock(clock)
                .build();
        assertThatThrownBy(remote::assertion)
                .isInstanceOf(TokenTransportException.class)
                .hasMessageContaining("The remote signer failed with java.lang.NoClassDefFoundError.");
        assertThat(transport.requests).isEmpty();
    }
}
