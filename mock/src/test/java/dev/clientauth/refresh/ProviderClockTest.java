// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.refresh;

import dev.clientauth.ClientAuthenticator;
import dev.clientauth.fakes.Clients;
import dev.clientauth.fakes.EventLog;
import dev.clientauth.fakes.TokenServer;
import dev.clientauth.mock.server.MockProvider;
import dev.clientauth.profile.Registration;
import dev.clientauth.profile.Registration.KeyOrigin;
import dev.clientauth.profile.Verdict;
import dev.clientauth.provider.Epic;
import dev.clientauth.token.AccessToken;
import dev.clientauth.token.TokenEvent;
import dev.clientauth.token.TokenRefusedException;
import mockwebserver3.MockResponse;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

@DisplayName("An incorrect clock is corrected once with the provider's Date header, and reported")
@Timeout(30)
class ProviderClockTest {
    private final EventLog events = new EventLog();

    /** The mock's Date header is this machine's, so the client's clock is changed. */
    private ClientAuthenticator epic(MockProvider mock, Duration wrong) {
        return Clients.epic(mock.tokenEndpoint())
                .clock(Clock.offset(Clock.systemUTC(), wrong))
                .listener(events::add)
                .build();
    }

    private static MockProvider provider() throws IOException {
        return MockProvider.start(Epic.sandbox())
                .register(Registration.of(Clients.EPIC_ID)
                        .withKeys(List.of(Clients.RSA.publicJwk()))
                        .withKeyOrigin(KeyOrigin.JWK_SET_URL));
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT14M", "PT-14M", "PT30S", "PT-40S", "PT6M", "PT-10M"})
    void aClockThatBreaksATimeRuleIsCorrected(String wrong) throws IOException {
        try (MockProvider mock = provider()) {
            Duration offset = Duration.parse(wrong);
            ClientAuthenticator epic = epic(mock, offset);
            if (offset.equals(Duration.ofSeconds(-40))) {
                assertThat(epic.accessToken()).isNotNull();
                assertThat(mock.received())
                        .as("forty seconds slow is within the margins")
                        .hasSize(1);
                return;
            }
            assertThat(epic.accessToken()).isNotNull();
            assertThat(mock.received()).hasSize(2);
            assertThat(events.await(TokenEvent.ClockCorrected.class, 1))
                    .singleElement()
                    .satisfies(event -> assertThat(event.offset()).isCloseTo(offset.negated(), Duration.ofSeconds(2)));
            epic.invalidate(epic.accessToken());
            assertThat(epic.accessToken()).isNotNull();
            assertThat(mock.received()).as("the correction is kept").hasSize(3);
        }
    }

    @Test
    void aFastClockIsCorrectedAtAppleForObservedRulesToo() {
        try (TokenServer server = TokenServer.start()) {
            server.respondingWith(refusal(Clock.systemUTC().instant())).granting("t", 3600);
            ClientAuthenticator school = Clients.school(server.endpoint())
                    .clock(Clock.offset(Clock.systemUTC(), Duration.ofMinutes(7)))
                    .listener(events::add)
                    .build();
            assertThat(school.accessToken().value()).isEqualTo("t");
            assertThat(events.await(TokenEvent.ClockCorrected.class, 1)).hasSize(1);
        }
    }

    @Test
    void aCorrectionIsUndoneAfterTheClockWasFixed() throws IOException {
        AtomicReference<Duration> wrong = new AtomicReference<>(Duration.ofMinutes(10));
        Clock repaired = new Clock() {
            @Override
            public Instant instant() {
                return Clock.systemUTC().instant().plus(wrong.get());
            }

            @Override
            public ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                return this;
            }
        };
        try (MockProvider mock = provider()) {
            ClientAuthenticator epic = Clients.epic(mock.tokenEndpoint())
                    .clock(repaired)
                    .listener(events::add)
                    .build();
            AccessToken first = epic.accessToken();
            wrong.set(Duration.ZERO);
            epic.invalidate(first);
            assertThat(epic.accessToken()).isNotSameAs(first);
            assertThat(events.await(TokenEvent.ClockCorrected.class, 2)).hasSize(2);
        }
    }

    @Test
    void aRefusalThatTheClockDoesNotExplainIsNotRetried() {
        try (TokenServer server = TokenServer.start()) {
            Instant now = Clock.systemUTC().instant();
            server.respondingWith(refusal(now));
            ClientAuthenticator epic =
                    Clients.epic(server.endpoint()).listener(events::add).build();
            TokenRefusedException refused = catchThrowableOfType(TokenRefusedException.class, epic::accessToken);
            assertThat(refused.diagnosis().broken()).isEmpty();
            assertThat(server.requestCount()).isEqualTo(1);
        }
    }

    @Test
    void aProviderThatRefusesAgainGetsNoThirdRequestAndTheDiagnosisHasItsClock() {
        try (TokenServer server = TokenServer.start()) {
            Instant providerNow = Clock.systemUTC().instant().minus(Duration.ofMinutes(8));
            server.respondingWith(refusal(providerNow))
                    .respondingWith(refusal(providerNow.minus(Duration.ofMinutes(30))));
            ClientAuthenticator epic =
                    Clients.epic(server.endpoint()).listener(events::add).build();
            TokenRefusedException refused = catchThrowableOfType(TokenRefusedException.class, epic::accessToken);
            assertThat(server.requestCount()).isEqualTo(2);
            assertThat(refused.diagnosis().broken())
                    .extracting(finding -> finding.rule().name())
                    .contains("iat.not-in-future");
            assertThat(refused.diagnosis().broken())
                    .filteredOn(finding -> finding.rule().name().equals("iat.not-in-future"))
                    .extracting(finding -> ((Verdict.Broken) finding.verdict()).observed())
                    .singleElement()
                    .asString()
                    .contains("time zone");
        }
    }

    private static MockResponse refusal(Instant date) {
        return new MockResponse.Builder()
                .code(400)
                .addHeader("Date", DateTimeFormatter.RFC_1123_DATE_TIME.format(date.atOffset(ZoneOffset.UTC)))
                .body("{\"error\":\"invalid_client\",\"error_description\":null}")
                .build();
    }
}
