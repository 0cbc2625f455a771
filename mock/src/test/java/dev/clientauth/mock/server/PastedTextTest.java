// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.mock.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.clientauth.mock.AppleTeam;
import dev.clientauth.mock.ProviderRequests;
import dev.clientauth.mock.TestHttp;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

/** A pasted request is diagnosed without being sent or recorded, and its jti and code are not used up. */
@Timeout(30)
class PastedTextTest {
    private MockProviderServer server;
    private ProviderRequests asking;

    @BeforeEach
    void start() throws IOException {
        server = MockProviderServer.start();
        asking = new ProviderRequests(server, Clock.systemUTC()).register();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private HttpResponse<String> send(String type, String body) {
        return TestHttp.send(HttpRequest.newBuilder(URI.create(server.base() + "/api/diagnose"))
                .header("Content-Type", type)
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    private JsonNode diagnosed(Map<String, String> request) throws Exception {
        HttpResponse<String> response = send("application/json", new JsonMapper().writeValueAsString(request));
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return TestHttp.json(response);
    }

    private static List<String> broken(JsonNode report) {
        List<String> broken = new ArrayList<>();
        for (JsonNode finding : report.path("findings")) {
            if (finding.path("verdict").asText().equals("broken")) {
                broken.add(finding.path("id").asText());
            }
        }
        return broken;
    }

    @Test
    void aBodyIsCheckedByTheDetectedProvider() {
        String body = AppleTeam.encoded(asking.form("school"));
        JsonNode report = TestHttp.json(send("text/plain;charset=UTF-8", body));
        assertThat(report.path("version").intValue()).isEqualTo(2);
        assertThat(report.path("format").asText()).isEqualTo("FORM_BODY");
        assertThat(report.path("profile").path("id").asText()).isEqualTo("apple-school-manager");
        assertThat(report.path("providerMatch").path("provider").asText()).isEqualTo("apple-school-manager");
        assertThat(report.path("providerMatch").path("reasons").size()).isPositive();
        assertThat(broken(report)).isEmpty();
        assertThat(server.received()).isEmpty();
    }

    @Test
    void theSignatureOfARegisteredClientIsChecked() throws Exception {
        Map<String, String> form = asking.form("school");
        String assertion = form.get("client_assertion");
        form.put("client_assertion", assertion.substring(0, assertion.lastIndexOf('.')) + "." + "A".repeat(86));
        JsonNode report = diagnosed(Map.of("text", AppleTeam.encoded(form), "provider", "school"));
        assertThat(broken(report)).containsExactly("apple-school-manager.signature.verifies");
        assertThat(report.has("providerMatch")).isFalse();
        assertThat(report.toString()).doesNotContain(assertion, "A".repeat(86));
    }

    @Test
    void noJtiOrCodeIsUsed() throws Exception {
        String body = AppleTeam.encoded(asking.form("epic"));
        for (int i = 0; i < 2; i++) {
            assertThat(broken(diagnosed(Map.of("text", body, "provider", "epic"))))
                    .doesNotContain("epic.jti.unused");
        }
        assertThat(TestHttp.post(server.provider("epic").tokenEndpoint(), body).statusCode())
                .isEqualTo(200);
    }

    @Test
    void aRequestToTheHostOfAnotherProductIsCheckedByItsRules() throws Exception {
        String curl = "curl -X POST https://appleid.apple.com/auth/oauth2/v2/token -H 'Content-Type:"
                + " application/x-www-form-urlencoded' -d '" + AppleTeam.encoded(asking.form("school")) + "'";
        JsonNode report = diagnosed(Map.of("text", curl));
        assertThat(report.path("format").asText()).isEqualTo("CURL");
        assertThat(broken(report)).containsExactly("apple-school-manager.endpoint");
        assertThat(report.path("providerMatch").path("foreign").size()).isPositive();
    }

    @Test
    void anOldAssertionHasExpiredUnlessItWasSentEarlier() throws Exception {
        JsonNode old = diagnosed(Map.of(
                "text",
                "eyJhbGciOiJFUzI1NiIsImtpZCI6IngifQ."
                        + "eyJpc3MiOiJTQ0hPT0xBUEkueCIsInN1YiI6IlNDSE9PTEFQSS54IiwiaWF0IjoxNzAwMDAwMDAwLCJleHAiOjE3MDAwMDAzMDB9"
                        + ".c2lnbmF0dXJl",
                "provider",
                "school"));
        assertThat(broken(old)).contains("apple-school-manager.exp.in-future");
        assertThat(old.path("findings").toString()).contains("unless sent earlier", "\"conditional\":true");
        JsonNode fresh = diagnosed(Map.of("text", asking.form("school").get("client_assertion")));
        assertThat(broken(fresh)).isEmpty();
        assertThat(fresh.path("time").has("now")).isTrue();
    }

    @Test
    void aTextWithoutARequestIsReported() throws Exception {
        JsonNode report = TestHttp.json(send("text/plain", "hello there"));
        assertThat(report.path("format").asText()).isEqualTo("UNREADABLE");
        assertThat(report.path("verdict").asText()).isEqualTo("no-request");
        assertThat(report.path("subject").asText())
                .contains("No token request was found in the text: paste the request");
        assertThat(diagnosed(Map.of("text", "a=b", "provider", "smart", "tokenEndpoint", "https://ehr.test/token"))
                        .path("profile")
                        .path("id")
                        .asText())
                .isEqualTo("smart-backend-services");
    }

    @Test
    void missingMembersAreReported() {
        assertThat(send("application/json", "{}").body()).contains("\\\"text\\\" is missing");
        assertThat(send("application/json", "{\"text\":\"a\",\"provider\":\"acme\"}")
                        .statusCode())
                .isEqualTo(400);
        assertThat(send("text/html", "a").statusCode()).isEqualTo(415);
        assertThat(send("text/plain", "a".repeat(1 << 18)).statusCode()).isEqualTo(413);
    }
}
