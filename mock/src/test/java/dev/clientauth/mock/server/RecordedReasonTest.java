// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.mock.server;

import com.fasterxml.jackson.databind.JsonNode;
import dev.clientauth.fakes.Clients;
import dev.clientauth.mock.Fault;
import dev.clientauth.mock.MockClient;
import dev.clientauth.mock.ProviderRequests;
import dev.clientauth.mock.RecordedRequest;
import dev.clientauth.mock.TestHttp;
import dev.clientauth.profile.Registration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

import static org.assertj.core.api.Assertions.assertThat;

/** A recorded request has the reason first, if the mock knows it; the client does not receive it. */
@Timeout(30)
class RecordedReasonTest {
    private MockProviderServer server;
    private ProviderRequests requests;

    @BeforeEach
    void start() throws IOException {
        server = MockProviderServer.start();
        requests = new ProviderRequests(server, Clock.systemUTC()).register();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private RecordedRequest last() {
        List<RecordedRequest> received = server.received();
        return received.get(received.size() - 1);
    }

    private void assertReasonComesFirst(HttpResponse<String> response, String reason) {
        RecordedRequest last = last();
        assertThat(last.reason().orElseThrow()).contains(reason);
        assertThat(last.diagnosis().toString())
                .startsWith(last.reason().orElseThrow())
                .doesNotContain("No rule", "Perhaps", "unknown");
        assertThat(last.toString().lines().skip(1).findFirst().orElseThrow()).contains(reason);
        JsonNode summary = TestHttp.json(TestHttp.get(URI.create(server.base() + "/api/requests")))
                .path("requests");
        JsonNode newest = summary.get(summary.size() - 1);
        assertThat(newest.path("reason").asText()).contains(reason);
        assertThat(newest.path("summary").asText())
                .startsWith(newest.path("reason").asText());
        JsonNode full = TestHttp.json(TestHttp.get(
                URI.create(server.base() + "/api/requests/" + newest.path("seq").asLong())));
        assertThat(full.path("report").path("reason").asText()).contains(reason);
        assertThat(response.body()).doesNotContain(reason);
    }

    @ParameterizedTest
    @ValueSource(strings = {"school", "business", "epic", "smart", "siwa"})
    void anUnregisteredClientIsTheReason(String provider) {
        Map<String, String> form = requests.form(provider);
        String clientId = server.provider(provider).clients().get(0).clientId();
        server.provider(provider).unregister(clientId);

        HttpResponse<String> response = TestHttp.post(server.provider(provider).tokenEndpoint(), form);

        assertReasonComesFirst(
                response, "The client " + clientId + " is not registered with this mock. Registered: none");
    }

    @Test
    void anInjectedFaultIsTheReasonEvenIfARuleIsBroken() {
        List<Fault> faults = List.of(
                Fault.unavailable(Duration.ZERO),
                Fault.tooManyRequests(Duration.ZERO),
                Fault.serverError(),
                Fault.keyNotSynced(),
                Fault.keyReplaced());
        for (String provider : List.of("school", "epic", "siwa")) {
            for (Fault fault : faults) {
                server.failNext(fault);
                assertReasonComesFirst(
                        requests.post(provider), "The fault \"" + fault.kind() + "\" was injected into the mock");
            }
        }
    }

    @Test
    void anUnregisteredScopeIsTheReason() {
        server.register(
                "smart",
                MockClient.of(Registration.of(ProviderRequests.SMART_ID).withKeys(List.of(Clients.RSA.publicJwk())))
                        .withScopes(Set.of("system/Observation.rs")));

        assertReasonComesFirst(requests.post("smart"), "not registered for every scope it requested");
    }

    @Test
    void aUsedCodeIsTheReason() {
        Map<String, String> form = requests.form("siwa");
        URI endpoint = server.provider("siwa").tokenEndpoint();
        assertThat(TestHttp.post(endpoint, form).statusCode()).isEqualTo(200);
        assertThat(last().reason()).isEmpty();

        TestHttp.post(endpoint, form);

        assertThat(last().reason().orElseThrow()).startsWith("The code has already been used.");
        assertThat(last().diagnosis().toString()).startsWith("The code has already been used.");
    }

    @Test
    void aDelayedResponseToAValidRequestHasNoReason() {
        server.failNext(Fault.slow(Duration.ofMillis(1)));
        assertThat(requests.post("epic").statusCode()).isEqualTo(200);
        assertThat(last().reason()).isEmpty();
        assertThat(last().fault()).isPresent();
    }

    @Test
    void aBrokenRuleIsStillShownWithTheReason() {
        Map<String, String> form = requests.form("epic");
        form.remove("grant_type");
        server.failNext(Fault.serverError());
        TestHttp.post(server.provider("epic").tokenEndpoint(), form);

        assertThat(last().diagnosis().toString())
                .startsWith("The fault \"server-error\" was injected")
                .contains("grant_type");
    }
}
