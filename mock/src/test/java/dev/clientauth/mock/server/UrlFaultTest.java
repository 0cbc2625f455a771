// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.mock.server;

import com.fasterxml.jackson.databind.JsonNode;
import dev.clientauth.mock.Fault;
import dev.clientauth.mock.ProviderRequests;
import dev.clientauth.mock.RecordedApiCall;
import dev.clientauth.mock.RecordedRequest;
import dev.clientauth.mock.TestHttp;
import dev.clientauth.provider.SmartBackendServices;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.util.List;
import java.util.Map;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** A fault that the URL chooses affects the requests to that URL, and weakens no rule. */
@Timeout(60)
class UrlFaultTest {
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

    private URI endpoint(String fault, String provider) {
        URI plain = server.provider(provider).tokenEndpoint();
        return URI.create(server.base() + "/fault/" + fault + plain.getPath());
    }

    private HttpResponse<String> post(String fault, String provider) {
        URI endpoint = endpoint(fault, provider);
        return TestHttp.post(endpoint, requests.form(provider, endpoint));
    }

    private RecordedRequest last() {
        List<RecordedRequest> received = server.received();
        return received.get(received.size() - 1);
    }

    @ParameterizedTest
    @CsvSource({
        "invalid_client, epic, 400",
        "invalid_client, siwa, 400",
        "invalid_grant, siwa, 400",
        "invalid_scope, smart, 400",
        "unauthorized_client, school, 400",
        "unavailable, business, 503",
        "too-many-requests:7, epic, 429",
        "server-error, siwa, 500",
        "status-502, school, 502",
        "key-not-synced, epic, 400",
        "key-replaced, smart, 400",
        "slow:0, epic, 200"
    })
    void eachProviderRespondsWithTheFaultOfTheUrl(String fault, String provider, int status) {
        HttpResponse<String> response = post(fault, provider);
        assertThat(response.statusCode()).isEqualTo(status);
        if (fault.contains("_")) {
            assertThat(TestHttp.json(response).path("error").asText()).isEqualTo(fault);
        }
        if (!fault.equals("key-replaced")) {
            assertThat(last().diagnosis().broken()).isEmpty();
        }
        assertThat(last().fault().orElseThrow().kind()).isEqualTo(fault.replaceAll(":.*", ""));
        if (status >= 400) {
            assertThat(last().reason().orElseThrow())
                    .contains("The fault \"" + fault.replaceAll(":.*", "") + "\" was chosen by the URL");
        }
        assertThat(requests.post(provider).statusCode()).isEqualTo(200);
    }

    @Test
    void theSecondsOfTheUrlAreRetryAfter() {
        assertThat(post("too-many-requests:7", "epic").headers().firstValue("Retry-After"))
                .contains("7");
        assertThat(post("unavailable", "epic").headers().firstValue("Retry-After"))
                .contains("5");
    }

    @ParameterizedTest
    @ValueSource(strings = {"reset", "response-lost"})
    void theConnectionEndsWithoutAResponse(String fault) {
        assertThatThrownBy(() -> post(fault, "epic")).hasRootCauseInstanceOf(IOException.class);
        assertThat(last().status()).isZero();
    }

    /** The check of aud is as strict as without a fault: only the URL that the request was sent to is accepted. */
    @ParameterizedTest
    @ValueSource(strings = {"epic", "smart"})
    void audIsTheUrlWithTheFaultAndNoOther(String provider) {
        URI endpoint = endpoint("slow:0", provider);
        URI plain = server.provider(provider).tokenEndpoint();
        assertThat(TestHttp.post(endpoint, requests.form(provider, endpoint)).statusCode())
                .isEqualTo(200);
        for (URI other : List.of(plain, endpoint("slow:1", provider), URI.create("https://attacker.example/token"))) {
            assertThat(TestHttp.post(endpoint, requests.form(provider, other)).statusCode())
                    .as(other.toString())
                    .isEqualTo(400);
            assertThat(last().diagnosis().broken().get(0).rule().id()).contains("aud");
        }
        assertThat(TestHttp.post(plain, requests.form(provider, endpoint)).statusCode())
                .isEqualTo(400);
    }

    @Test
    void aBrokenRuleIsReportedForItself() {
        URI endpoint = endpoint("invalid_scope", "epic");
        Map<String, String> form = requests.form("epic", endpoint);
        form.put("grant_type", "password");
        assertThat(TestHttp.post(endpoint, form).body()).doesNotContain("invalid_scope");
        assertThat(last().diagnosis().broken()).isNotEmpty();
    }

    @Test
    void aUrlFaultLeavesPendingFaultsForOtherRequests() {
        server.failNext(Fault.serverError());
        assertThat(post("invalid_client", "epic").statusCode()).isEqualTo(400);
        assertThat(requests.post("epic").statusCode()).isEqualTo(500);
    }

    @Test
    void anApiMeetsTheFaultButItsDocumentsAreServedWithLinksThatKeepIt() {
        URI fhir = URI.create(server.environment("smart")
                .get("CLIENTAUTH_FHIR_BASE")
                .replace(server.base().toString(), server.base() + "/fault/status-401"));
        JsonNode configuration = TestHttp.json(TestHttp.get(URI.create(fhir + "/.well-known/smart-configuration")));
        assertThat(configuration.path("token_endpoint").asText())
                .isEqualTo(endpoint("status-401", "smart").toString());
        assertThat(TestHttp.get(URI.create(fhir + "/Patient")).statusCode()).isEqualTo(401);
        RecordedApiCall call = server.calls().get(server.calls().size() - 1);
        assertThat(call.reason()).contains("The fault \"status-401\" was chosen by the URL.");
        JsonNode epic = TestHttp.json(TestHttp.get(URI.create(server.base()
                + "/fault/invalid_client/epic/interconnect-fhir-oauth/oauth2/.well-known/openid-configuration")));
        assertThat(epic.path("token_endpoint").asText())
                .isEqualTo(endpoint("invalid_client", "epic").toString());
        JsonNode apple = TestHttp.json(TestHttp.get(URI.create(
                server.base() + "/fault/invalid_client/sign-in-with-apple/.well-known/openid-configuration")));
        assertThat(apple.path("token_endpoint").asText())
                .isEqualTo(endpoint("invalid_client", "siwa").toString());
    }

    @Test
    void anOAuthErrorDoesNotAffectTheApi() {
        String token =
                TestHttp.json(requests.post("school")).path("access_token").asText();
        HttpResponse<String> devices = TestHttp.get(
                URI.create(server.base() + "/fault/invalid_client/apple-school-manager/v1/orgDevices"), token);
        assertThat(devices.statusCode()).isEqualTo(200);
        assertThat(TestHttp.json(devices).path("links").path("next").asText())
                .startsWith(server.base() + "/fault/invalid_client/apple-school-manager/v1/");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"nonsense", "", "slow:x", "slow:86401", "slow:", "status-200", "rotate-keys", "INVALID_CLIENT"})
    void anUnknownFaultIsRejectedWithTheKnownOnes(String fault) {
        HttpResponse<String> response = post(fault, "epic");
        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(response.body())
                .containsAnyOf("invalid_client", "from 0 to 86400")
                .doesNotContain("nonsense");
        assertThat(server.received()).isEmpty();
    }

    @Test
    void aUrlOfTheRealProviderChoosesNoFault() throws IOException {
        try (Socket socket = new Socket("127.0.0.1", server.base().getPort())) {
            socket.getOutputStream()
                    .write(
                            ("POST /fault/slow:0/interconnect-fhir-oauth/oauth2/token HTTP/1.1\r\nHost: fhir.epic.com\r\n"
                                            + "Connection: close\r\nContent-Length: 0\r\n\r\n")
                                    .getBytes(UTF_8));
            assertThat(new String(socket.getInputStream().readAllBytes(), UTF_8))
                    .startsWith("HTTP/1.1 404")
                    .contains("only at the mock's own address");
        }
    }

    @Test
    void theAdminApiAndThePageHaveNoFaults() {
        assertThat(TestHttp.get(URI.create(server.base() + "/fault/slow:0/api/state"))
                        .statusCode())
                .isEqualTo(404);
        assertThat(TestHttp.get(URI.create(server.base() + "/fault/slow:0/")).statusCode())
                .isEqualTo(404);
    }

    @Test
    void theMockOfOneProviderHasThemToo() throws IOException {
        try (MockProvider mock =
                MockProvider.start(SmartBackendServices.profile(URI.create("https://a.example/token")))) {
            URI endpoint = mock.tokenEndpoint();
            assertThat(TestHttp.post(endpoint.resolve("/fault/unavailable/token"), Map.of("a", "b"))
                            .statusCode())
                    .isEqualTo(503);
            assertThat(TestHttp.post(endpoint.resolve("/fault/unavailble/token"), Map.of("a", "b"))
                            .statusCode())
                    .isEqualTo(404);
        }
    }
}
