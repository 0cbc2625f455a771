// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.mock.server;

import com.nimbusds.jose.JWSAlgorithm;
import dev.clientauth.fakes.Clients;
import dev.clientauth.fakes.MovableClock;
import dev.clientauth.key.SigningKey;
import dev.clientauth.mock.Fault;
import dev.clientauth.mock.MockClient;
import dev.clientauth.mock.ProviderRequests;
import dev.clientauth.mock.RecordedRequest;
import dev.clientauth.mock.TestHttp;
import dev.clientauth.profile.Finding;
import dev.clientauth.profile.Registration;
import dev.clientauth.profile.Registration.KeyOrigin;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** An injected fault affects the configured requests, as often as configured, and no others. */
@Timeout(30)
class FaultTest {
    private final MovableClock clock = new MovableClock();
    private MockProviderServer server;
    private MockProvider epic;
    private ProviderRequests asking;

    @BeforeEach
    void start() throws IOException {
        server = MockProviderServer.builder().clock(clock).start();
        epic = server.provider("epic");
        asking = new ProviderRequests(server, server.clock()).register();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private RecordedRequest last() {
        List<RecordedRequest> received = server.received();
        return received.get(received.size() - 1);
    }

    @Test
    void tooManyRequestsReturnsRetryAfter() {
        epic.failNext(2, Fault.tooManyRequests(Duration.ofSeconds(7)));
        for (int i = 0; i < 2; i++) {
            HttpResponse<String> response = asking.post("epic");
            assertThat(response.statusCode()).isEqualTo(429);
            assertThat(response.headers().firstValue("Retry-After")).contains("7");
            assertThat(response.body()).isEmpty();
        }
        assertThat(last().fault()).contains(Fault.tooManyRequests(Duration.ofSeconds(7)));
        assertThat(last().status()).isEqualTo(429);
        assertThat(last().diagnosis().broken()).isEmpty();
        assertThat(asking.post("epic").statusCode()).isEqualTo(200);
        assertThat(last().fault()).isEmpty();
    }

    @Test
    void faultsApplyInOrder() {
        epic.failNext(Fault.unavailable(Duration.ofSeconds(1))).failNext(Fault.serverError());
        assertThat(asking.post("epic").statusCode()).isEqualTo(503);
        assertThat(asking.post("epic").statusCode()).isEqualTo(500);
        assertThat(asking.post("epic").statusCode()).isEqualTo(200);
    }

    @Test
    void aFaultOfOneProviderDoesNotAffectOthers() {
        epic.failNext(Fault.serverError());
        assertThat(asking.post("school").statusCode()).isEqualTo(200);
        assertThat(asking.post("epic").statusCode()).isEqualTo(500);
        server.failNext(Fault.serverError());
        assertThat(asking.post("siwa").statusCode()).isEqualTo(500);
        assertThat(asking.post("epic").statusCode()).isEqualTo(200);
    }

    @Test
    void anErrorStatusUsesNoCodeOrJti() {
        Map<String, String> form = asking.form("epic");
        epic.failNext(Fault.serverError());
        assertThat(TestHttp.post(epic.tokenEndpoint(), form).statusCode()).isEqualTo(500);
        assertThat(TestHttp.post(epic.tokenEndpoint(), form).statusCode()).isEqualTo(200);
        assertThat(TestHttp.post(epic.tokenEndpoint(), form).statusCode()).isEqualTo(400);
    }

    @Test
    void aRequestWithALostResponseIsCarriedOut() {
        Map<String, String> form = asking.form("siwa");
        server.provider("siwa").failNext(Fault.responseLost());
        assertThatThrownBy(() -> TestHttp.post(server.provider("siwa").tokenEndpoint(), form))
                .hasRootCauseInstanceOf(IOException.class);
        assertThat(last().status()).isZero();
        assertThat(TestHttp.post(server.provider("siwa").tokenEndpoint(), form).body())
                .contains("invalid_grant");
    }

    @Test
    void aRequestOnAResetConnectionIsNotCarriedOut() {
        Map<String, String> form = asking.form("siwa");
        server.provider("siwa").failNext(Fault.reset());
        assertThatThrownBy(() -> TestHttp.post(server.provider("siwa").tokenEndpoint(), form))
                .hasRootCauseInstanceOf(IOException.class);
        assertThat(last().fault()).contains(Fault.reset());
        assertThat(TestHttp.post(server.provider("siwa").tokenEndpoint(), form).statusCode())
                .isEqualTo(200);
    }

    @Test
    void aSlowResponseIsCorrectAndDelaysNoOtherRequest() throws Exception {
        epic.failNext(Fault.slow(Duration.ofMillis(700)));
        long begin = System.nanoTime();
        Map<String, String> form = asking.form("epic");
        Thread slow = new Thread(() -> TestHttp.post(epic.tokenEndpoint(), form));
        slow.start();
        while (epic.received().isEmpty()) {
            Thread.onSpinWait();
        }
        assertThat(asking.post("epic").statusCode()).isEqualTo(200);
        slow.join();
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThan(Duration.ofMillis(699));
        assertThat(epic.received()).extracting(RecordedRequest::status).containsExactly(200, 200);
    }

    @Test
    void aKeyThatIsNotSyncedIsRefusedWithoutABrokenRule() {
        epic.failFor(Duration.ofMinutes(15), Fault.keyNotSynced());
        assertThat(asking.post("epic").body()).isEqualTo("{\"error\":\"invalid_client\",\"error_description\":null}");
        assertThat(last().diagnosis().broken()).isEmpty();
        assertThat(last().diagnosis().knownCauses().get(0).id()).isEqualTo("key-not-synced-sandbox");
        server.advance(Duration.ofMinutes(15));
        assertThat(asking.post("epic").statusCode()).isEqualTo(200);
    }

    @Test
    void aKeyNeverSyncedIsRefusedUntilTheFaultIsCleared() {
        epic.failUntilCleared(Fault.keyNotSynced());
        server.advance(Duration.ofDays(3));
        assertThat(asking.post("epic").statusCode()).isEqualTo(400);
        epic.clearFaults();
        assertThat(asking.post("epic").statusCode()).isEqualTo(200);
    }

    @Test
    void anotherRegisteredKeyBreaksTheSignatureRule() {
        epic.failNext(Fault.keyReplaced());
        server.provider("school").failNext(Fault.keyReplaced());
        assertThat(asking.post("epic").statusCode()).isEqualTo(400);
        assertThat(brokenIds()).containsExactly("epic.signature.verifies");
        assertThat(asking.post("school").statusCode()).isEqualTo(400);
        assertThat(brokenIds()).containsExactly("apple-school-manager.signature.verifies");
        assertThat(asking.post("epic").statusCode()).isEqualTo(200);
    }

    @Test
    void aRotatedKeyMustBeReplacedByTheClient() {
        SigningKey next = SigningKey.generate(JWSAlgorithm.RS384).withKeyId("epic-2026-11");
        epic.register(Clients.EPIC_ID, next.publicJwk());
        assertThat(asking.post("epic").statusCode()).isEqualTo(400);
        assertThat(brokenIds()).containsExactly("epic.signature.verifies");
    }

    @Test
    void aClockThatIsBehindIsVisibleInTheDate() {
        Map<String, String> form = asking.form("epic");
        epic.setClockAhead(Duration.ofMinutes(-10));
        HttpResponse<String> response = TestHttp.post(epic.tokenEndpoint(), form);
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(ZonedDateTime.parse(
                                response.headers().firstValue("Date").orElseThrow(),
                                DateTimeFormatter.RFC_1123_DATE_TIME)
                        .toInstant())
                .isEqualTo(clock.instant().minus(Duration.ofMinutes(10)));
        assertThat(brokenIds()).contains("epic.iat.not-in-future");
        epic.setClockAhead(Duration.ZERO);
        assertThat(TestHttp.post(epic.tokenEndpoint(), form).statusCode()).isEqualTo(200);
    }

    @Test
    void aClientCanRequestOnlyItsRegisteredScopes() {
        epic.register(MockClient.of(Registration.of(Clients.EPIC_ID)
                        .withKeys(List.of(Clients.RSA.publicJwk()))
                        .withKeyOrigin(KeyOrigin.JWK_SET_URL))
                .withScopes(Set.of("system/Patient.read", "system/Group.read")));
        Map<String, String> form = asking.form("epic");
        form.put("scope", "system/Patient.read system/Observation.read");
        assertThat(TestHttp.post(epic.tokenEndpoint(), form).body()).contains("invalid_scope");
        Map<String, String> less = asking.form("epic");
        less.put("scope", "system/Patient.read");
        assertThat(TestHttp.post(epic.tokenEndpoint(), less).statusCode()).isEqualTo(200);
        assertThat(asking.post("epic").statusCode()).isEqualTo(200);
    }

    @Test
    void resetKeepsTheRegisteredClients() {
        Map<String, String> form = asking.form("epic");
        TestHttp.post(epic.tokenEndpoint(), form);
        epic.failNext(Fault.reset()).setClockAhead(Duration.ofDays(2)).clear();
        assertThat(epic.received()).isEmpty();
        assertThat(epic.clock().instant()).isEqualTo(clock.instant());
        // The jti can still be used.
        assertThat(TestHttp.post(epic.tokenEndpoint(), form).statusCode()).isEqualTo(200);
        assertThat(epic.takeReceived()).hasSize(1);
        assertThat(epic.received()).isEmpty();
    }

    @Test
    void invalidFaultsAreRejected() {
        assertThatThrownBy(() -> new Fault.Status(200, Optional.empty()))
                .hasMessageContaining("from 400 to 599, not 200");
        assertThatThrownBy(() -> Fault.slow(Duration.ofHours(1))).hasMessageContaining("at most two minutes");
        assertThatThrownBy(() -> Fault.tooManyRequests(Duration.ofSeconds(-1))).hasMessageContaining("not be negative");
        assertThatThrownBy(() -> epic.failNext(0, Fault.reset())).hasMessageContaining("times must be positive");
        assertThatThrownBy(() -> epic.failFor(Duration.ZERO, Fault.reset()))
                .hasMessageContaining("time must be positive");
        for (int i = 0; i < 100; i++) {
            epic.failNext(Fault.reset());
        }
        assertThatThrownBy(() -> epic.failNext(Fault.reset())).hasMessageContaining("clear some first");
    }

    private List<String> brokenIds() {
        return last().diagnosis().broken().stream()
                .map(Finding::rule)
                .map(rule -> rule.id())
                .toList();
    }
}
