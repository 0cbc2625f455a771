// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.refresh;

import dev.clientauth.ClientAssertion;
import dev.clientauth.ClientAuthenticator;
import dev.clientauth.fakes.Clients;
import dev.clientauth.fakes.EventLog;
import dev.clientauth.fakes.MovableClock;
import dev.clientauth.profile.Citation;
import dev.clientauth.profile.Field;
import dev.clientauth.profile.Profile;
import dev.clientauth.profile.Rule;
import dev.clientauth.profile.Verdict;
import dev.clientauth.profile.rules.Facts;
import dev.clientauth.provider.AppleBusiness;
import dev.clientauth.provider.Epic;
import dev.clientauth.provider.PrivateKeyJwt;
import dev.clientauth.provider.SmartBackendServices;
import dev.clientauth.token.Grant;
import dev.clientauth.token.TokenEvent;
import dev.clientauth.token.TokenRefusedException;
import mockwebserver3.MockResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

@DisplayName("A Date header cannot shift the times of an assertion beyond the documented limit")
@Timeout(60)
class ClockSteeringTest {
    private static final Duration BOUND = Duration.ofMinutes(15);
    private static final List<String> PROVIDERS =
            List.of("school", "business", "apple", "epic", "smart", "private_key_jwt");
    private static final List<String> TOO_FAR =
            List.of("P2920000D", "P365D", "P1096D", "P1826D", "PT24H", "PT16M", "PT-16M", "PT-24H", "P-1826D", "1970");
    private static final List<String> WITHIN = List.of("PT14M", "PT-14M", "PT10S", "PT-10S", "PT0S");
    private static final List<String> UNREADABLE = List.of("garbage", "0", "missing", "empty");

    private final MovableClock clock = new MovableClock();
    private final EventLog events = new EventLog();
    private AssertionRecorder server;

    @BeforeEach
    void start() {
        server = new AssertionRecorder();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private ClientAuthenticator.Builder client(String provider) {
        ClientAuthenticator.Builder builder = switch (provider) {
            case "school" -> Clients.school(server.endpoint());
            case "business" ->
                ClientAuthenticator.builder(AppleBusiness.profile())
                        .clientId("BUSINESSAPI.7c0c10a0-4d8a-4ef8-a2be-eda040b65c59")
                        .signingKey(Clients.SCHOOL_KEY);
            case "apple" -> Clients.apple(server.endpoint());
            case "epic" -> Clients.epic(server.endpoint());
            case "smart" ->
                ClientAuthenticator.builder(SmartBackendServices.profile(server.endpoint()))
                        .clientId("smart-client")
                        .scopes("system/Patient.rs")
                        .signingKey(Clients.RSA);
            default ->
                ClientAuthenticator.builder(PrivateKeyJwt.withTokenEndpointAudience(server.endpoint()))
                        .clientId("client")
                        .signingKey(Clients.RSA);
        };
        return builder.tokenEndpoint(server.endpoint()).clock(clock).listener(events::add);
    }

    private MockResponse refusal(String date) {
        MockResponse.Builder response = new MockResponse.Builder().code(401).body("{\"error\":\"invalid_client\"}");
        switch (date) {
            case "missing" -> {}
            case "empty" -> response.addHeader("Date", "");
            case "garbage" -> response.addHeader("Date", "Fri, 32 Dec 99999 25:61:61 XYZ");
            case "0" -> response.addHeader("Date", "0");
            case "1970" -> response.addHeader("Date", "Thu, 1 Jan 1970 00:00:00 GMT");
            case "P2920000D" -> response.addHeader("Date", "Fri, 31 Dec 9999 23:59:59 GMT");
            default -> response.addHeader("Date", header(clock.instant().plus(Duration.parse(date))));
        }
        return response.build();
    }

    private static String header(Instant instant) {
        return DateTimeFormatter.RFC_1123_DATE_TIME.format(instant.atOffset(ZoneOffset.UTC));
    }

    private static MockResponse token() {
        return new MockResponse.Builder()
                .body("{\"access_token\":\"t\",\"expires_in\":300}")
                .build();
    }

    /** A grant for the client itself, with the scopes that the provider requires. */
    private static Grant grant(ClientAuthenticator client) {
        boolean needsScope =
                Set.of("epic", "smart").stream().anyMatch(client.profile().id()::contains);
        return needsScope ? Grant.clientCredentials("system/Patient.rs") : Grant.clientCredentials();
    }

    private static TokenRefusedException refused(ClientAuthenticator client) {
        return catchThrowableOfType(TokenRefusedException.class, () -> client.request(grant(client)));
    }

    /** Asserts that nothing was signed beyond the bound. */
    private void assertBounded(Profile profile, Duration bound) {
        Instant latest = clock.instant().plus(bound).plus(profile.lifetime());
        assertThat(server.expirations())
                .isNotEmpty()
                .allSatisfy(exp -> assertThat(exp).isBeforeOrEqualTo(latest));
        assertThat(server.issueTimes())
                .allSatisfy(iat -> assertThat(iat)
                        .isBetween(
                                clock.instant()
                                        .minus(bound)
                                        .minus(profile.issuedAtBackdate())
                                        .minusSeconds(1),
                                clock.instant().plus(bound)));
    }

    private void assertSignsByThisClock(ClientAuthenticator client) {
        ClientAssertion assertion = client.assertion();
        assertThat(assertion.issuedAt().plus(client.profile().issuedAtBackdate()))
                .isBetween(clock.instant().minusSeconds(1), clock.instant());
    }

    static Stream<Arguments> everyDateAtEveryProvider() {
        return PROVIDERS.stream()
                .flatMap(provider -> Stream.of(TOO_FAR, WITHIN, UNREADABLE)
                        .flatMap(List::stream)
                        .map(date -> Arguments.of(provider, date)));
    }

    @ParameterizedTest
    @MethodSource("everyDateAtEveryProvider")
    void refusalsWithArbitraryDatesDoNotChangeTheClock(String provider, String date) {
        server.always(() -> refusal(date));
        ClientAuthenticator client = client(provider).build();
        int requests = 0;
        for (int i = 0; i < 4; i++) {
            TokenRefusedException refused = refused(client);
            assertThat(refused).isNotNull();
            assertThat(server.count() - requests)
                    .as("requests for one grant")
                    .isBetween(1, WITHIN.contains(date) ? 2 : 1);
            requests = server.count();
            assertThat(refused.clockDifference().isPresent())
                    .as("reported as too far")
                    .isEqualTo(TOO_FAR.contains(date)
                            && !refused.diagnosis().unsafe().isEmpty());
            assertSignsByThisClock(client);
        }
        assertBounded(client.profile(), BOUND);
        assertThat(events).noneMatch(TokenEvent.ClockCorrected.class::isInstance);
        server.always(ClockSteeringTest::token);
        assertThatCode(() -> client.request(grant(client))).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"P2920000D", "P1826D", "PT16M", "PT-16M", "1970"})
    void aDifferenceBeyondTheLimitIsReportedWithBothClocksInOneLine(String date) {
        server.always(() -> refusal(date));
        TokenRefusedException refused = refused(client("epic").build());
        assertThat(refused.clockDifference()).hasValueSatisfying(clocks -> {
            assertThat(clocks.machine()).isBetween(clock.instant().minusSeconds(2), clock.instant());
            assertThat(Duration.between(clocks.machine(), clocks.provider()).abs())
                    .isGreaterThan(BOUND);
            assertThat(clocks.maxCorrection()).isEqualTo(BOUND);
            assertThat(clocks.toString()).doesNotContain("\n");
            assertThat(refused.getMessage().lines().findFirst().orElseThrow())
                    .contains(clocks.provider().toString())
                    .contains(clocks.machine().toString())
                    .contains("more than 900 s");
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT14M", "PT-14M", "PT14M59S"})
    void aDifferenceWithinTheLimitIsCorrectedAndKeptOnceAccepted(String date) {
        server.respondingWith(refusal(date)).always(ClockSteeringTest::token);
        ClientAuthenticator epic = client("epic").build();
        epic.request(Grant.clientCredentials());
        epic.request(Grant.clientCredentials());
        assertThat(server.count()).isEqualTo(3);
        assertThat(events.await(TokenEvent.ClockCorrected.class, 1))
                .singleElement()
                .satisfies(event -> assertThat(event.offset()).isCloseTo(Duration.parse(date), Duration.ofSeconds(1)));
        assertThat(Duration.between(
                        server.issueTimes().get(0), server.issueTimes().get(2)))
                .isCloseTo(Duration.parse(date), Duration.ofSeconds(2));
        assertBounded(epic.profile(), BOUND);
    }

    @Test
    void aDateThatDriftsInSmallStepsIsFollowedOnlyToTheLimit() {
        ClientAuthenticator epic = client("epic").build();
        for (int minutes = 10; minutes <= 600; minutes += 10) {
            String date = "PT" + minutes + "M";
            server.respondingWith(refusal(date)).always(ClockSteeringTest::token);
            try {
                epic.request(Grant.clientCredentials());
                assertThat(minutes).isLessThanOrEqualTo(15);
            } catch (TokenRefusedException e) {
                assertThat(e.clockDifference()).as(date).isPresent();
            }
            clock.advance(Duration.ofSeconds(1));
        }
        assertBounded(epic.profile(), BOUND);
        server.always(() -> refusal("PT5H"));
        refused(epic);
        assertBounded(epic.profile(), BOUND);
    }

    @Test
    void anAcceptedCorrectionIsKeptWhenALaterOneIsUndone() {
        server.respondingWith(refusal("PT10M")).respondingWith(token());
        ClientAuthenticator epic = client("epic").build();
        epic.request(Grant.clientCredentials());
        server.respondingWith(refusal("PT-10M")).respondingWith(refusal("PT-10M"));
        refused(epic);
        assertThat(Duration.between(clock.instant(), epic.assertion().issuedAt()))
                .isCloseTo(Duration.ofMinutes(10), Duration.ofSeconds(15));
    }

    @ParameterizedTest
    @ValueSource(strings = {"invalid_grant", "invalid_scope", "unauthorized_client"})
    void otherErrorsDoNotCorrectTheClock(String error) {
        server.always(() -> new MockResponse.Builder()
                .code(400)
                .addHeader("Date", header(clock.instant().plus(Duration.ofMinutes(14))))
                .body("{\"error\":\"" + error + "\"}")
                .build());
        ClientAuthenticator epic = client("epic").build();
        refused(epic);
        assertThat(server.count()).isEqualTo(1);
        assertSignsByThisClock(epic);
    }

    @Test
    void zeroTurnsTheCorrectionOff() {
        server.always(() -> refusal("PT14M"));
        ClientAuthenticator epic =
                client("epic").maxClockCorrection(Duration.ZERO).build();
        TokenRefusedException refused = refused(epic);
        assertThat(server.count()).isEqualTo(1);
        assertThat(refused.clockDifference()).isPresent();
        assertBounded(epic.profile(), Duration.ZERO);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT6M", "PT-6M"})
    void theLimitCanBeReduced(String date) {
        server.always(() -> refusal(date));
        ClientAuthenticator smaller =
                client("epic").maxClockCorrection(Duration.ofMinutes(5)).build();
        refused(smaller);
        assertThat(server.count()).isEqualTo(1);
        assertBounded(smaller.profile(), Duration.ofMinutes(5));
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT-1S", "PT15M0.001S", "P365D"})
    void aNegativeOrLargerLimitIsRejected(String max) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> client("epic").maxClockCorrection(Duration.parse(max)))
                .withMessageContaining("maxClockCorrection")
                .withMessageContaining("from 0 to 900 s");
    }

    @Test
    void aRefusedCodeIsNotSentAgainAndTheNextRequestConfirmsTheCorrection() {
        ClientAuthenticator apple = client("apple").build();
        server.respondingWith(refusal("PT-14M"));
        catchThrowableOfType(TokenRefusedException.class, () -> apple.request(Grant.authorizationCode("one")));
        assertThat(server.count()).isEqualTo(1);
        assertThat(events).noneMatch(TokenEvent.ClockCorrected.class::isInstance);
        server.respondingWith(token());
        apple.request(Grant.authorizationCode("two"));
        assertThat(Duration.between(
                        server.issueTimes().get(0), server.issueTimes().get(1)))
                .isCloseTo(Duration.ofMinutes(-14), Duration.ofSeconds(2));
        assertThat(events)
                .filteredOn(TokenEvent.ClockCorrected.class::isInstance)
                .hasSize(1);
    }

    @Test
    void theCorrectionAfterARefusedCodeIsUndoneIfTheNextRequestIsRefusedToo() {
        ClientAuthenticator apple = client("apple").build();
        server.always(() -> refusal("PT-14M"));
        catchThrowableOfType(TokenRefusedException.class, () -> apple.request(Grant.authorizationCode("one")));
        catchThrowableOfType(TokenRefusedException.class, () -> apple.request(Grant.authorizationCode("two")));
        assertThat(server.count()).isEqualTo(2);
        assertSignsByThisClock(apple);
    }

    private Profile until(Instant end) {
        return Epic.sandbox().toBuilder()
                .rule(Rule.must("exp.before-end")
                        .about(Field.claim("exp"))
                        .states("exp is before the end of the contract.")
                        .remedy("Renew the contract.")
                        .source(Citation.documented("Contract", "https://example.com/contract", LocalDate.EPOCH))
                        .check(
                                Facts.instant("exp"),
                                exp -> Verdict.satisfiedIf(exp.isBefore(end), exp.toString(), "before " + end)))
                .build();
    }

    private ClientAuthenticator epicUntil(Instant end) {
        return ClientAuthenticator.builder(until(end))
                .clientId(Clients.EPIC_ID)
                .signingKey(Clients.RSA)
                .tokenEndpoint(server.endpoint())
                .clock(clock)
                .build();
    }

    @Test
    void aCorrectionThatWouldBreakARuleIsNotMade() {
        ClientAuthenticator epic =
                epicUntil(clock.instant().plus(Epic.sandbox().lifetime()).plus(Duration.ofMinutes(5)));
        server.always(() -> refusal("PT14M"));
        assertThat(refused(epic)).isNotNull();
        assertThat(server.count()).isEqualTo(1);
        assertSignsByThisClock(epic);
    }

    @Test
    void anAcceptedCorrectionThatBreaksARuleIsDropped() {
        ClientAuthenticator epic =
                epicUntil(clock.instant().plus(Epic.sandbox().lifetime()).plus(Duration.ofMinutes(20)));
        server.respondingWith(refusal("PT14M")).respondingWith(token());
        epic.request(Grant.clientCredentials());
        clock.advance(Duration.ofMinutes(10));
        assertSignsByThisClock(epic);
    }
}
