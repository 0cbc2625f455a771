// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.mock.server;

import dev.clientauth.fakes.Clients;
import dev.clientauth.mock.ApplePerson;
import dev.clientauth.mock.AppleTeam;
import dev.clientauth.mock.ProviderRequests;
import dev.clientauth.mock.RecordedRequest;
import dev.clientauth.mock.TestHttp;
import dev.clientauth.profile.Finding;
import dev.clientauth.provider.PrivateKeyJwt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** All providers on one port, each at the provider's own path. */
@Timeout(30)
class MockProviderServerTest {
    private static final String SCHOOL = "/apple-school-manager";
    private MockProviderServer server;
    private ProviderRequests asking;

    @BeforeEach
    void start() throws IOException {
        start(MockProviderServer.builder());
    }

    private void start(MockProviderServer.Builder builder) throws IOException {
        stop();
        server = builder.start();
        asking = new ProviderRequests(server, Clock.systemUTC()).register();
    }

    @AfterEach
    void stop() {
        if (server != null) {
            server.close();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "school, /apple-school-manager/auth/oauth2/token",
        "business, /apple-business/auth/oauth2/token",
        "siwa, /sign-in-with-apple/auth/token",
        "epic, /epic/interconnect-fhir-oauth/oauth2/token",
        "smart, /smart-backend-services/token"
    })
    void eachProviderIssuesTokensAtItsOwnPath(String provider, String path) {
        assertThat(server.provider(provider).tokenEndpoint()).isEqualTo(URI.create(server.base() + path));
        HttpResponse<String> response = asking.post(provider);
        assertThat(response.statusCode())
                .as(response.body() + server.received())
                .isEqualTo(200);
        assertThat(TestHttp.json(response).path("access_token").asText()).hasSize(43);
        assertThat(server.provider(provider).received()).hasSize(1);
        assertThat(server.received()).hasSize(1);
        assertThat(brokenIds()).isEmpty();
    }

    @Test
    void aClientOfOneProviderIsUnknownToAnother() {
        server.provider("school").unregister(Clients.SCHOOL_ID);
        HttpResponse<String> response = asking.post("school");
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).isEqualTo("{\"error\":\"invalid_client\"}");
        assertThat(server.provider("business").received()).isEmpty();
    }

    @Test
    void theAlternativePathOfTheProviderIsAccepted() {
        assertThat(TestHttp.post(at(SCHOOL + "/auth/oauth2/v2/token"), asking.form("school"))
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void anUnknownPathOfAProviderIsReported() {
        HttpResponse<String> response = TestHttp.post(at(SCHOOL + "/oauth/token"), asking.form("school"));
        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(brokenIds()).containsExactly("apple-school-manager-unknown-path.endpoint.known");
        assertThat(server.received().get(0).reason())
                .contains("The mock of Apple School Manager has nothing at this path. Its token endpoint is " + SCHOOL
                        + "/auth/oauth2/token; " + SCHOOL + "/v1/… is its API.");
        assertThat(TestHttp.get(at("/epic/token")).statusCode()).isEqualTo(404);
        assertThat(server.received().get(1).reason().orElseThrow())
                .contains(
                        "Its token endpoint is /epic/interconnect-fhir-oauth/oauth2/token; ",
                        "/epic/interconnect-fhir-oauth/api/FHIR/R4/… is its API",
                        "/epic/interconnect-fhir-oauth/oauth2/keys its JWK Set.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/epic/.well-known/oauth-authorization-server",
                "/epic/interconnect-fhir-oauth/oauth2/.well-known/oauth-authorization-server",
                "/apple-school-manager/.well-known/openid-configuration",
                "/sign-in-with-apple/.well-known/oauth-authorization-server"
            })
    void unpublishedDocumentsAreNotFound(String path) {
        assertThat(TestHttp.get(at(path)).statusCode()).isEqualTo(404);
        assertThat(server.received()).hasSize(1);
        assertThat(brokenIds().get(0)).endsWith("-unknown-path.endpoint.known");
    }

    @Test
    void appleHasADiscoveryDocument() {
        HttpResponse<String> document = TestHttp.get(at("/sign-in-with-apple/.well-known/openid-configuration"));
        assertThat(TestHttp.json(document).path("issuer").asText()).isEqualTo("https://appleid.apple.com");
        assertThat(TestHttp.json(document).path("token_endpoint").asText())
                .isEqualTo(server.provider("siwa").tokenEndpoint().toString());
        URI keys = URI.create(TestHttp.json(document).path("jwks_uri").asText());
        assertThat(TestHttp.json(TestHttp.get(keys)).path("keys").size()).isEqualTo(2);
    }

    @Test
    void epicHasADiscoveryDocument() {
        HttpResponse<String> document =
                TestHttp.get(at("/epic/interconnect-fhir-oauth/oauth2/.well-known/openid-configuration"));
        assertThat(TestHttp.json(document).path("token_endpoint").asText())
                .isEqualTo(server.provider("epic").tokenEndpoint().toString());
        URI keys = URI.create(TestHttp.json(document).path("jwks_uri").asText());
        assertThat(TestHttp.json(TestHttp.get(keys))
                        .path("keys")
                        .get(0)
                        .path("kty")
                        .asText())
                .isEqualTo("RSA");
    }

    @Test
    void appleRunsTogetherWithTheOtherProviders() {
        ApplePerson ada = ApplePerson.of("Ada", "Lovelace", "ada@example.com");
        server.apple().register(ada);
        server.register(
                "siwa",
                server.provider("siwa").clients().get(0).registration(),
                URI.create("https://app.example.com/callback"));
        URI page = at("/sign-in-with-apple/auth/authorize?response_type=code&client_id=" + Clients.APPLE_ID
                + "&redirect_uri=https%3A%2F%2Fapp.example.com%2Fcallback");
        assertThat(server.apple().base()).isEqualTo(at("/sign-in-with-apple"));
        assertThat(TestHttp.get(page).body()).contains("Continue as Ada Lovelace", "action=\"authorize/decision\"");
        assertThat(server.apple().approveAs(ada, page)).containsKey("code");
    }

    @Test
    void theResponseForAnUnknownPathListsTheProviders() {
        HttpResponse<String> response = TestHttp.get(at("/auth/token"));
        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(response.body()).contains("/apple-school-manager, /apple-business, /sign-in-with-apple, /epic");
        assertThat(TestHttp.get(at("/epicene")).statusCode()).isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource({
        "school, account.apple.com, /auth/oauth2/token",
        "business, account.apple.com, /auth/oauth2/token",
        "siwa, appleid.apple.com, /auth/token",
        "epic, fhir.epic.com, /interconnect-fhir-oauth/oauth2/token"
    })
    void aRequestForTheRealProviderIsRouted(String provider, String host, String path) throws IOException {
        String form = AppleTeam.encoded(asking.form(provider, URI.create("https://" + host + path)));
        assertThat(withHost(host, path, form)).startsWith("HTTP/1.1 200 ");
        assertThat(server.provider(provider).received()).hasSize(1);
        assertThat(brokenIds()).isEmpty();
    }

    /** The request of Apple's forum that was refused for weeks went to the host of another product. */
    @Test
    void aRequestToTheHostOfAnotherProductIsCheckedByItsOwnRules() throws IOException {
        String form = AppleTeam.encoded(asking.form("school"));
        assertThat(withHost("appleid.apple.com", "/auth/oauth2/v2/token", form))
                .endsWith("{\"error\":\"invalid_client\"}");
        assertThat(brokenIds()).containsExactly("apple-school-manager.endpoint");
        server.provider("school").unregister(Clients.SCHOOL_ID);
        withHost("appleid.apple.com", "/auth/oauth2/v2/token", form);
        assertThat(server.provider("school").received()).hasSize(2);
    }

    @Test
    void anUnknownHostGets421() throws IOException {
        assertThat(withHost("evil.example.com", "/epic/interconnect-fhir-oauth/oauth2/token", "a=b"))
                .startsWith("HTTP/1.1 421 ");
        assertThat(withHost("evil.example.com", "/api/clock", "{}")).startsWith("HTTP/1.1 421 ");
        assertThat(withHost("", "/api/clock", "{}")).startsWith("HTTP/1.1 400 ");
        assertThat(withHost("evil.example.com@127.0.0.1", "/api/clock", "{}")).startsWith("HTTP/1.1 400 ");
        assertThat(server.received()).isEmpty();
    }

    @Test
    void aConfiguredHostNameIsAccepted() throws IOException {
        start(MockProviderServer.builder().host("Mock.Test"));
        assertThat(server.base().getHost()).isEqualTo("mock.test");
        URI endpoint = server.provider("epic").tokenEndpoint();
        String form = AppleTeam.encoded(asking.form("epic"));
        assertThat(withHost("mock.test:" + server.base().getPort(), endpoint.getPath(), form))
                .startsWith("HTTP/1.1 200 ");
        assertThat(brokenIds()).isEmpty();
        assertThat(withHost("mock.test", "/api/clock", "{}")).startsWith("HTTP/1.1 415 ");
        assertThatThrownBy(() -> MockProviderServer.builder().host("http://x"))
                .hasMessageContaining("host must be a host name");
    }

    /** With each of them, URLs could not be parsed by Java and others, or the certificate would be invalid. */
    @ParameterizedTest
    @ValueSource(strings = {"my_service", "a..b", "-x", "1:2", "x:80", "x/y", ""})
    void anInvalidHostIsRejected(String host) {
        assertThatThrownBy(() -> MockProviderServer.builder().host(host)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theBindAddressIsAccepted() throws IOException {
        assertThat(MockProviderServer.builder().names()).isEmpty();
        assertThat(MockProviderServer.builder()
                        .bind(InetAddress.getByName("127.0.0.2"))
                        .names())
                .containsExactly("127.0.0.2");
        assertThat(MockProviderServer.builder()
                        .bind(InetAddress.getByName("::1"))
                        .names())
                .containsExactly("[0:0:0:0:0:0:0:1]");
    }

    @Test
    void supportsOtherProfiles() throws IOException {
        start(MockProviderServer.builder()
                .provider(
                        PrivateKeyJwt.withTokenEndpointAudience(URI.create("https://issuer.example.com/oauth/token"))));
        assertThat(server.providers()).hasSize(6).endsWith("private-key-jwt");
        assertThat(server.provider("private-key-jwt").tokenEndpoint()).isEqualTo(at("/private-key-jwt/oauth/token"));
        assertThat(TestHttp.post(server.provider("private-key-jwt").tokenEndpoint(), Map.of("a", "b"))
                        .statusCode())
                .isEqualTo(400);
    }

    /** Well under half a second, the time of the first start, which includes class loading. */
    @Test
    void startsFast() throws IOException {
        List<Duration> taken = new ArrayList<>();
        for (int i = 0; i < 11; i++) {
            long begin = System.nanoTime();
            MockProviderServer.start().close();
            taken.add(Duration.ofNanos(System.nanoTime() - begin));
        }
        Collections.sort(taken);
        assertThat(taken.get(5)).isLessThan(Duration.ofMillis(250));
    }

    @Test
    void listensOnLoopbackByDefault() throws IOException {
        assertThat(server.warning()).isEmpty();
        start(MockProviderServer.builder().bind(InetAddress.getByAddress(new byte[4])));
        assertThat(server.warning().orElseThrow())
                .contains("anyone who can reach that address", "make the mock fetch JWK Set URLs");
        assertThat(server.base().getHost()).isEqualTo("127.0.0.1");
        assertThat(asking.post("school").statusCode()).isEqualTo(200);
    }

    @Test
    void returnsTheVariablesThatPointAnApplicationAtIt() {
        assertThat(server.environment("school"))
                .containsEntry("CLIENTAUTH_PROVIDER", "apple-school-manager")
                .containsEntry("CLIENTAUTH_TOKEN_ENDPOINT", server.base() + SCHOOL + "/auth/oauth2/token")
                .containsEntry("CLIENTAUTH_API_BASE", server.base() + SCHOOL);
        assertThat(server.environment("business"))
                .containsEntry("CLIENTAUTH_API_BASE", server.base() + "/apple-business");
        assertThat(server.environment("smart"))
                .containsEntry("CLIENTAUTH_FHIR_BASE", server.base() + "/smart-backend-services/fhir");
        assertThat(server.environment("epic"))
                .containsEntry("CLIENTAUTH_FHIR_BASE", server.base() + "/epic/interconnect-fhir-oauth/api/FHIR/R4")
                .doesNotContainKey("CLIENTAUTH_API_BASE");
        assertThat(server.environment("siwa")).doesNotContainKeys("CLIENTAUTH_API_BASE", "CLIENTAUTH_FHIR_BASE");
        String metadata = server.environment("epic").get("CLIENTAUTH_FHIR_BASE") + "/metadata";
        assertThat(TestHttp.get(URI.create(metadata)).statusCode()).isEqualTo(200);
    }

    @Test
    void anUnknownProviderIsReported() {
        assertThatThrownBy(() -> server.provider("acme"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Unknown provider \"acme\"")
                .hasMessageContaining("epic");
    }

    private URI at(String path) {
        return URI.create(server.base() + path);
    }

    private List<String> brokenIds() {
        List<RecordedRequest> received = server.received();
        return received.get(received.size() - 1).diagnosis().broken().stream()
                .map(Finding::rule)
                .map(rule -> rule.id())
                .toList();
    }

    private String withHost(String host, String path, String body) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", server.base().getPort())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream()
                    .write(("POST " + path + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n"
                                    + "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: "
                                    + body.length() + "\r\n\r\n" + body)
                            .getBytes(UTF_8));
            return new String(socket.getInputStream().readAllBytes(), UTF_8);
        }
    }
}
