// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.mock.server;

import com.nimbusds.jose.JWSAlgorithm;
import dev.clientauth.fakes.Clients;
import dev.clientauth.fakes.ForgedAssertion;
import dev.clientauth.fakes.RawPost;
import dev.clientauth.mock.RecordedRequest;
import dev.clientauth.profile.Finding;
import dev.clientauth.profile.Rule;
import dev.clientauth.profile.Verdict;
import dev.clientauth.provider.AppleSchoolManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.List;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

/** Malformed HTTP requests, and requests to the host of the real provider. */
@Timeout(30)
class MockProviderHttpTest {
    private MockProvider school;

    @BeforeEach
    void start() throws IOException {
        school = MockProvider.start(AppleSchoolManager.profile())
                .register(Clients.SCHOOL_ID, Clients.SCHOOL_KEY.publicJwk());
    }

    @AfterEach
    void stop() {
        school.close();
    }

    @Test
    void theEndpointHasThePathOfTheProvider() {
        assertThat(school.tokenEndpoint().getPath()).isEqualTo("/auth/oauth2/token");
        assertThat(school.tokenEndpoint().getHost()).isEqualTo("127.0.0.1");
    }

    @Test
    void aRequestWithTheRealHostIsCheckedAsIfSentToIt() throws IOException {
        assertThat(withHost("account.apple.com", "/auth/oauth2/token")).contains("HTTP/1.1 200 ", "\"access_token\"");
        assertThat(brokenIds()).isEmpty();
        assertThat(last().request().endpoint()).contains(URI.create("https://account.apple.com/auth/oauth2/token"));
    }

    @Test
    void theAlternativeAddressOfTheProviderIsAccepted() throws IOException {
        assertThat(withHost("account.apple.com", "/auth/oauth2/v2/token")).contains("HTTP/1.1 200 ");
    }

    @Test
    void aRequestForAnotherHostIsRefused() throws IOException {
        assertThat(withHost("appleid.apple.com", "/auth/oauth2/v2/token"))
                .contains("HTTP/1.1 400 ")
                .endsWith("{\"error\":\"invalid_client\"}");
        assertThat(brokenIds()).containsExactly("apple-school-manager.endpoint");
    }

    @Test
    void anInvalidHostGetsAResponse() throws IOException {
        assertThat(withHost("a b", "/auth/oauth2/token")).startsWith("HTTP/1.1 400 ");
        assertThat(withHost("account.apple.com", "/auth/oauth2/token")).contains("HTTP/1.1 200 ");
    }

    @Test
    void getIsRefusedAsABadRequest() {
        HttpResponse<String> response =
                RawPost.send(HttpRequest.newBuilder(URI.create(school.tokenEndpoint() + "?" + form()))
                        .GET());
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).isEqualTo("{\"error\":\"invalid_request\"}");
        assertThat(brokenIds()).contains("apple-school-manager.http.post");
    }

    @Test
    void aJsonBodyIsRefusedAsABadRequest() {
        HttpResponse<String> response = RawPost.send(HttpRequest.newBuilder(school.tokenEndpoint())
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{\"grant_type\":\"client_credentials\"}")));
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).isEqualTo("{\"error\":\"invalid_request\"}");
        assertThat(brokenIds()).containsExactly("apple-school-manager.http.content-type");
    }

    @Test
    void anEmptyBodyIsRefused() {
        HttpResponse<String> response = RawPost.send(HttpRequest.newBuilder(school.tokenEndpoint())
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.noBody()));
        assertThat(response.statusCode()).isEqualTo(400);
    }

    @Test
    void anEndlessBodyIsNotRead() {
        HttpResponse<String> response = RawPost.send(HttpRequest.newBuilder(school.tokenEndpoint())
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString("a=" + "x".repeat((1 << 17) + 1))));
        assertThat(response.statusCode()).isEqualTo(413);
        assertThat(school.received()).isEmpty();
    }

    /** Apple's own example has them there. */
    @Test
    void parametersInTheUrlAreAcceptedAndDisputed() {
        HttpResponse<String> response =
                RawPost.send(HttpRequest.newBuilder(URI.create(school.tokenEndpoint() + "?" + form()))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.noBody()));
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(brokenIds()).isEmpty();
        assertThat(last().diagnosis().findings())
                .filteredOn(finding -> finding.verdict() instanceof Verdict.Disputed)
                .extracting(finding -> finding.rule().id())
                .containsExactly("apple-school-manager.parameters.in-body");
    }

    @Test
    void responsesAreNotCached() {
        HttpResponse<String> response = RawPost.send(HttpRequest.newBuilder(school.tokenEndpoint())
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form())));
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Cache-Control")).contains("no-store");
        assertThat(response.headers().firstValue("Content-Type")).contains("application/json;charset=UTF-8");
    }

    private static String form() {
        long now = Instant.now().getEpochSecond();
        String assertion = new ForgedAssertion()
                .header("alg", "ES256")
                .header("kid", Clients.SCHOOL_KEY_ID)
                .claim("iss", Clients.SCHOOL_ID)
                .claim("sub", Clients.SCHOOL_ID)
                .claim("aud", "https://account.apple.com/auth/oauth2/v2/token")
                .claim("iat", now - 5)
                .claim("exp", now + 300)
                .claim("jti", "some-jti")
                .signed(JWSAlgorithm.ES256, Clients.SCHOOL_KEY);
        return "grant_type=client_credentials&client_id=" + Clients.SCHOOL_ID
                + "&client_assertion_type="
                + URLEncoder.encode("urn:ietf:params:oauth:client-assertion-type:jwt-bearer", UTF_8)
                + "&client_assertion=" + assertion + "&scope=school.api";
    }

    /** The JDK's client does not let a Host header be set, so this is HTTP by hand. */
    private String withHost(String host, String path) throws IOException {
        String body = form();
        try (Socket socket = new Socket("127.0.0.1", school.tokenEndpoint().getPort())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream()
                    .write(("POST " + path + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n"
                                    + "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: "
                                    + body.length() + "\r\n\r\n" + body)
                            .getBytes(UTF_8));
            return new String(socket.getInputStream().readAllBytes(), UTF_8);
        }
    }

    private RecordedRequest last() {
        List<RecordedRequest> received = school.received();
        return received.get(received.size() - 1);
    }

    private List<String> brokenIds() {
        return last().diagnosis().broken().stream()
                .map(Finding::rule)
                .map(Rule::id)
                .toList();
    }
}
