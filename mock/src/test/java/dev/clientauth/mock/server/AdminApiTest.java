// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.mock.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jose.jwk.JWKSet;
import dev.clientauth.fakes.Clients;
import dev.clientauth.mock.Fault;
import dev.clientauth.mock.ProviderRequests;
import dev.clientauth.mock.TestHttp;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

/** The API of the page: what it returns and what it changes. */
@Timeout(30)
class AdminApiTest {
    private static final String SCRIPT = "\"'></script><script>alert(1)</script>";
    private MockProviderServer server;
    private ProviderRequests asking;

    @BeforeEach
    void start() throws IOException {
        server = MockProviderServer.start();
        asking = new ProviderRequests(server, Clock.systemUTC());
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private URI at(String path) {
        return URI.create(server.base() + path);
    }

    private HttpResponse<String> post(String path, String json) {
        return TestHttp.send(HttpRequest.newBuilder(at(path))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json)));
    }

    private HttpResponse<String> delete(String path) {
        return TestHttp.send(HttpRequest.newBuilder(at(path)).DELETE());
    }

    private JsonNode state() {
        return TestHttp.json(TestHttp.get(at("/api/state")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/page/",
                "/page/../MockProvider.class",
                "/page/%2e%2e/x.js",
                "/page/absent.js",
                "/api",
                "/api/nothing"
            })
    void unknownPathsAndIdsAreNotFound(String path) {
        assertThat(TestHttp.get(at(path)).statusCode()).isEqualTo(404);
    }

    @Test
    void returnsProvidersClientsFaultsAndTheClock() {
        asking.register();
        server.failNext(3, Fault.unavailable(Duration.ofSeconds(9)));
        JsonNode state = state();
        assertThat(state.path("version").intValue()).isEqualTo(1);
        assertThat(state.path("base").asText()).isEqualTo(server.base().toString());
        assertThat(state.path("providers").size()).isEqualTo(5);
        JsonNode epic = state.path("providers").get(3);
        assertThat(epic.path("id").asText()).isEqualTo("epic");
        assertThat(epic.path("tokenEndpoint").asText())
                .isEqualTo(server.base() + "/epic/interconnect-fhir-oauth/oauth2/token");
        assertThat(epic.path("environment").get(0).path("name").asText()).isEqualTo("CLIENTAUTH_PROVIDER");
        assertThat(state.path("clients").size()).isEqualTo(5);
        assertThat(state.path("clients")
                        .get(0)
                        .path("keys")
                        .get(0)
                        .path("thumbprint")
                        .asText())
                .hasSize(43);
        JsonNode fault = state.path("faults").get(0);
        assertThat(fault.path("kind").asText()).isEqualTo("unavailable");
        assertThat(fault.path("seconds").intValue()).isEqualTo(9);
        assertThat(fault.path("times").intValue()).isEqualTo(3);
        assertThat(state.path("clockOffsetSeconds").intValue()).isZero();
    }

    @Test
    void listsRequestsWithoutSecrets() {
        asking.register();
        Map<String, String> form = asking.form("epic");
        TestHttp.post(server.provider("epic").tokenEndpoint(), form);
        form.put("client_assertion", form.get("client_assertion") + "x");
        TestHttp.post(server.provider("epic").tokenEndpoint(), form);
        HttpResponse<String> list = TestHttp.get(at("/api/requests?after=1"));
        JsonNode attempts = TestHttp.json(list);
        assertThat(attempts.path("lastSeq").intValue()).isEqualTo(2);
        assertThat(attempts.path("dropped").intValue()).isZero();
        JsonNode last = attempts.path("requests").get(0);
        assertThat(last.path("seq").intValue()).isEqualTo(2);
        assertThat(last.path("provider").asText()).isEqualTo("epic");
        assertThat(last.path("clientId").asText()).isEqualTo(Clients.EPIC_ID);
        assertThat(last.path("path").asText()).isEqualTo("/epic/interconnect-fhir-oauth/oauth2/token");
        assertThat(last.path("status").intValue()).isEqualTo(400);
        assertThat(last.path("error").asText()).isEqualTo("invalid_client");
        assertThat(last.path("verdict").asText()).isEqualTo("broken");
        HttpResponse<String> full = TestHttp.get(at("/api/requests/2"));
        assertThat(TestHttp.json(full).path("seq").intValue()).isEqualTo(2);
        JsonNode report = TestHttp.json(full).path("report");
        assertThat(report.path("profile").path("id").asText()).isEqualTo("epic");
        assertThat(report.path("verdict").asText()).isEqualTo("broken");
        assertThat(report.path("summary").asText())
                .isEqualTo(last.path("summary").asText());
        assertThat(report.path("response").path("error").asText()).isEqualTo("invalid_client");
        assertThat(report.path("request").path("method").asText()).contains("POST");
        String assertion = form.get("client_assertion");
        assertThat(list.body() + full.body())
                .doesNotContain(assertion, assertion.substring(assertion.lastIndexOf('.') + 1));
        assertThat(TestHttp.get(at("/api/requests/3")).statusCode()).isEqualTo(404);
        assertThat(TestHttp.get(at("/api/requests/x")).statusCode()).isEqualTo(400);
        assertThat(delete("/api/requests").statusCode()).isEqualTo(204);
        assertThat(TestHttp.get(at("/api/requests/2")).statusCode()).isEqualTo(404);
    }

    @Test
    void markupInARequestIsNotInterpreted() {
        TestHttp.post(server.provider("epic").tokenEndpoint(), Map.of("client_id", SCRIPT, SCRIPT, "x"));
        HttpResponse<String> list = TestHttp.get(at("/api/requests"));
        assertThat(list.headers().firstValue("Content-Type")).contains("application/json;charset=UTF-8");
        assertThat(TestHttp.json(list).path("requests").get(0).path("clientId").asText())
                .isEqualTo(SCRIPT);
        HttpResponse<String> full = TestHttp.get(at("/api/requests/1"));
        assertThat(full.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
        assertThat(TestHttp.json(full).path("seq").intValue()).isEqualTo(1);
    }

    @Test
    void aTokenInPlaceOfAClientIdIsNotShown() {
        String token = asking.form("epic").get("client_assertion");
        TestHttp.post(server.provider("epic").tokenEndpoint(), Map.of("client_id", token, "x", "y".repeat(500)));
        assertThat(TestHttp.get(at("/api/requests")).body()).doesNotContain(token.substring(0, 30));
    }

    @Test
    void registersByJwkSet() {
        String keys = new JWKSet(Clients.RSA.publicJwk()).toString();
        HttpResponse<String> response = post(
                "/api/clients",
                "{\"provider\":\"epic\",\"clientId\":\"" + Clients.EPIC_ID + "\",\"keys\":" + keys + "}");
        assertThat(response.statusCode()).as(response.body()).isEqualTo(201);
        assertThat(TestHttp.json(response).path("keys").get(0).path("kid").asText())
                .isEqualTo("epic-2026-11");
        assertThat(asking.post("epic").statusCode()).isEqualTo(200);
        String id = URLEncoder.encode(Clients.EPIC_ID, UTF_8);
        assertThat(delete("/api/clients/epic/" + id).statusCode()).isEqualTo(204);
        assertThat(delete("/api/clients/epic/" + id).statusCode()).isEqualTo(404);
        assertThat(asking.post("epic").statusCode()).isEqualTo(400);
    }

    @Test
    void registersByPemWithTheKeyId() throws Exception {
        String pem = "-----BEGIN PUBLIC KEY-----\\n"
                + Base64.getMimeEncoder(64, "\n".getBytes(US_ASCII))
                        .encodeToString(
                                Clients.EC.publicJwk().toECKey().toPublicKey().getEncoded())
                        .replace("\n", "\\n")
                + "\\n-----END PUBLIC KEY-----";
        HttpResponse<String> response = post(
                "/api/clients",
                "{\"provider\":\"siwa\",\"clientId\":\"com.example.web\",\"teamId\":\"DEF123GHIJ\",\"keyId\":\"ABC123DEFG\","
                        + "\"keys\":\"" + pem + "\",\"redirectUris\":[\"https://app.example.com/callback\"]}");
        assertThat(response.statusCode()).as(response.body()).isEqualTo(201);
        assertThat(TestHttp.json(response).path("redirectUris").get(0).asText())
                .isEqualTo("https://app.example.com/callback");
        assertThat(asking.post("siwa").statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[] | must be a JSON object",
                "{ | Not valid JSON",
                "{} | \"provider\" is missing",
                "{\"provider\":7} | a non-blank string",
                "{\"provider\":\"acme\",\"clientId\":\"x\"} | Unknown provider \"acme\"",
                "{\"provider\":\"epic\"} | \"clientId\" is missing",
                "{\"provider\":\"epic\",\"clientId\":\"x\"} | requires \"keys\" or a \"jwksUrl\"",
                "{\"provider\":\"epic\",\"clientId\":\"x\",\"key\":\"y\"} | Unknown member \"key\"; the members are provider",
                "{\"provider\":\"epic\",\"clientId\":\"x\",\"keys\":\"y\"} | contains no key",
                "{\"provider\":\"epic\",\"clientId\":\"x\",\"keys\":{}} | neither a JWK nor a JWK Set",
                "{\"provider\":\"epic\",\"clientId\":\"x\",\"keys\":{\"keys\":[]}} | contains no key",
                "{\"provider\":\"epic\",\"clientId\":\"x\",\"keys\":{\"kty\":\"RSA\",\"n\":\"\",\"e\":\"AQAB\"}} | are not a valid public key",
                "{\"provider\":\"epic\",\"clientId\":\"x\",\"keys\":{\"kty\":\"oct\",\"k\":\"c2VjcmV0\"}} | is not an EC, RSA or Ed25519 key",
                "{\"provider\":\"epic\",\"clientId\":\"x\",\"keys\":{\"kty\":\"EC\",\"crv\":\"secp256k1\",\"x\":\"eb5mfvncu6xVoGKVzocLBwKb_NstzijZWfKBWxb4F5g\",\"y\":\"SDradyajxGVdpPv8DhEIqP0XtEimhVQZnEfQj_sQ1Lg\"}} | use P-256",
                "{\"provider\":\"epic\",\"clientId\":\"x\",\"jwksUrl\":\"ftp://x/y\"} | an https or http URL",
                "{\"provider\":\"epic\",\"clientId\":\"x\",\"jwksUrl\":\"https://x/y\",\"scopes\":\"y\"} | an array of strings"
            })
    void anInvalidClientIsRejectedWithAMessage(String json, String message) {
        HttpResponse<String> response = post("/api/clients", json);
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(TestHttp.json(response).path("error").asText()).contains(message);
        assertThat(state().path("clients").size()).isZero();
    }

    @Test
    void aPrivateKeyIsRejectedAndNotRepeated() {
        String d = "870MB6gfuTJ4HtUnUvYMyJpr5eUZNP4Bk43bVdj3eAE";
        String jwk = "{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4\","
                + "\"y\":\"4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM\",\"d\":\"" + d + "\"}";
        for (String keys : List.of(jwk, "\"-----BEGIN PRIVATE KEY-----\\n" + d + "\\n-----END PRIVATE KEY-----\"")) {
            HttpResponse<String> response =
                    post("/api/clients", "{\"provider\":\"epic\",\"clientId\":\"x\",\"keys\":" + keys + "}");
            assertThat(response.statusCode()).isEqualTo(400);
            assertThat(response.body()).contains("This is a private key.").doesNotContain(d);
        }
        assertThat(post("/api/clients", "{\"keys\":" + jwk + "x").body())
                .contains("Not valid JSON")
                .doesNotContain(d);
    }

    @Test
    void injectsAndRemovesFaults() {
        asking.register();
        HttpResponse<String> response =
                post("/api/faults", "{\"kind\":\"too-many-requests\",\"provider\":\"epic\",\"seconds\":3,\"times\":2}");
        assertThat(response.statusCode()).isEqualTo(201);
        assertThat(asking.post("epic").statusCode()).isEqualTo(429);
        assertThat(state().path("faults").get(0).path("times").intValue()).isEqualTo(1);
        assertThat(delete("/api/faults/" + TestHttp.json(response).path("id").asText())
                        .statusCode())
                .isEqualTo(204);
        assertThat(asking.post("epic").statusCode()).isEqualTo(200);
        assertThat(TestHttp.json(post("/api/faults", "{\"kind\":\"key-not-synced\"}"))
                        .has("times"))
                .isFalse();
        assertThat(TestHttp.json(post("/api/faults", "{\"kind\":\"slow\",\"forSeconds\":60}"))
                        .has("until"))
                .isTrue();
        assertThat(asking.post("school").statusCode()).isEqualTo(400);
        assertThat(TestHttp.json(TestHttp.get(at("/api/requests?after=2")))
                        .path("requests")
                        .get(0)
                        .path("fault")
                        .asText())
                .isEqualTo("key-not-synced");
        assertThat(delete("/api/faults").statusCode()).isEqualTo(204);
        assertThat(state().path("faults").size()).isZero();
        assertThat(delete("/api/faults/99").statusCode()).isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"kind\":\"fire\"} | Unknown kind of fault; the kinds are too-many-requests",
                "{\"kind\":\"reset\",\"times\":0} | from 1 to 1000",
                "{\"kind\":\"slow\",\"seconds\":121} | at most two minutes",
                "{\"kind\":\"slow\",\"seconds\":-1} | from 0 to 86400",
                "{\"kind\":\"reset\",\"forSeconds\":0} | time must be positive",
                "{\"kind\":\"reset\",\"times\":2,\"forSeconds\":60} | not both",
                "{\"kind\":\"rotate-keys\",\"provider\":\"epic\"} | Only Sign in with Apple",
                "{\"kind\":\"reset\",\"provider\":\"x\"} | Unknown provider"
            })
    void anInvalidFaultIsRejected(String json, String message) {
        HttpResponse<String> response = post("/api/faults", json);
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).contains(message.replace("\"", "\\\""));
    }

    @Test
    void rotatesApplesIdentityKeys() {
        URI keys = at("/sign-in-with-apple/auth/keys");
        String signing = TestHttp.json(TestHttp.get(keys))
                .path("keys")
                .get(1)
                .path("kid")
                .asText();
        assertThat(post("/api/faults", "{\"kind\":\"rotate-keys\"}").statusCode())
                .isEqualTo(201);
        assertThat(TestHttp.json(TestHttp.get(keys))
                        .path("keys")
                        .get(0)
                        .path("kid")
                        .asText())
                .isEqualTo(signing);
    }

    @Test
    void movesTheClock() {
        assertThat(TestHttp.json(post("/api/clock", "{\"offsetSeconds\":-600}"))
                        .path("clockOffsetSeconds")
                        .intValue())
                .isEqualTo(-600);
        post("/api/clock", "{\"advanceSeconds\":60}");
        assertThat(state().path("clockOffsetSeconds").intValue()).isEqualTo(-540);
        assertThat(post("/api/clock", "{}").statusCode()).isEqualTo(400);
        assertThat(post("/api/clock", "{\"offsetSeconds\":1e3}").statusCode()).isEqualTo(400);
        for (String far : List.of("99999999999", "9223372036854775807", "-9223372036854775808")) {
            assertThat(post("/api/clock", "{\"offsetSeconds\":" + far + "}").body())
                    .contains("ten years");
            assertThat(post("/api/clock", "{\"advanceSeconds\":" + far + "}").body())
                    .contains("ten years");
        }
    }

    @Test
    void issuesACodeWithoutABrowser() {
        asking.register();
        HttpResponse<String> response = post(
                "/api/codes",
                "{\"provider\":\"siwa\",\"clientId\":\"com.example.web\",\"redirectUri\":\"https://app.example.com/cb\"}");
        assertThat(response.statusCode()).isEqualTo(201);
        Map<String, String> form = asking.form("siwa");
        form.put("code", TestHttp.json(response).path("code").asText());
        form.put("redirect_uri", "https://app.example.com/cb");
        assertThat(TestHttp.post(server.provider("siwa").tokenEndpoint(), form).body())
                .contains("id_token");
        assertThat(post("/api/codes", "{\"provider\":\"siwa\",\"clientId\":\"nobody\"}")
                        .statusCode())
                .isEqualTo(400);
    }
}
