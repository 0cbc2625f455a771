// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.discovery;

import dev.clientauth.ClientAuthenticator;
import dev.clientauth.fakes.Clients;
import dev.clientauth.profile.DecodedAssertion;
import mockwebserver3.RecordedRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.URI;
import java.net.URLDecoder;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Token endpoints in valid metadata. */
@Timeout(30)
class DiscoveryTest {
    private static final String FHIR = "/interconnect/api/FHIR/R4";
    private static final String SMART = FHIR + "/.well-known/smart-configuration";

    private final MetadataServer server = MetadataServer.start();
    private final Discovery discovery = Discovery.builder().allowLoopback().build();
    private final URI base = URI.create(server.origin() + FHIR);

    @AfterEach
    void stop() {
        server.close();
    }

    private static String audience(String posted) {
        String assertion = URLDecoder.decode(posted.replaceAll("^.*client_assertion=([^&]*).*$", "$1"), UTF_8);
        return String.valueOf(
                DecodedAssertion.parse(assertion).claims().orElseThrow().get("aud"));
    }

    private String smart(String endpoint) {
        return "{\"issuer\":\"" + server.origin() + "/interconnect/oauth2\",\"token_endpoint\":\"" + endpoint + "\"}";
    }

    @Test
    void anEpicCustomerIsAskedWithTheClientIdAndTheAudienceIsWhatIsPostedTo() {
        String endpoint = server.origin() + "/interconnect/oauth2/token";
        server.serving(SMART, smart(endpoint));
        ClientAuthenticator epic =
                discovery.epic(base, Clients.EPIC_ID).signingKey(Clients.RSA).build();

        assertThat(epic.accessToken().value()).isEqualTo("t");

        RecordedRequest asked = server.requests().get(0);
        assertThat(asked.getHeaders().get("Epic-Client-ID")).isEqualTo(Clients.EPIC_ID);
        assertThat(asked.getHeaders().get("Accept")).isEqualTo("application/json");
        assertThat(server.requests().get(1).getUrl().toString()).isEqualTo(endpoint);
        assertThat(server.posted())
                .singleElement()
                .extracting(DiscoveryTest::audience)
                .isEqualTo(endpoint);
    }

    @Test
    void aSlashAtTheEndOfTheBaseUrlChangesNothing() {
        server.serving(SMART, smart(server.origin() + "/interconnect/oauth2/token"));
        assertThat(discovery.epic(URI.create(base + "/"), Clients.EPIC_ID)).isNotNull();
        assertThat(server.requests().get(0).getUrl().encodedPath()).isEqualTo(SMART);
    }

    @Test
    void aSmartServerMayNameARelativeEndpointAndNoIssuer() {
        server.serving(SMART, "{\"token_endpoint\":\"../../oauth2/token\"}");
        ClientAuthenticator smart = discovery
                .smart(base, "app")
                .signingKey(Clients.RSA)
                .scopes("system/Patient.rs")
                .build();
        smart.accessToken();
        assertThat(server.posted())
                .singleElement()
                .extracting(DiscoveryTest::audience)
                .isEqualTo(server.origin() + "/interconnect/api/oauth2/token");
        assertThat(server.requests().get(0).getHeaders().get("Epic-Client-ID")).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/realm/.well-known/openid-configuration", "/.well-known/oauth-authorization-server/realm"})
    void anIssuerIsAskedByOpenIdConnectOrByOAuthAndIsTheAudience(String path) {
        String issuer = server.origin() + "/realm";
        server.serving(
                path, "{\"issuer\":\"" + issuer + "\",\"token_endpoint\":\"" + issuer + "/protocol/token?tenant=1\"}");
        ClientAuthenticator client =
                discovery.privateKeyJwt(issuer, "app").signingKey(Clients.RSA).build();
        client.accessToken();
        assertThat(server.posted())
                .singleElement()
                .extracting(DiscoveryTest::audience)
                .isEqualTo(issuer);
    }

    @Test
    void anIssuerThatEndsInASlashKeepsIt() {
        String issuer = server.origin() + "/";
        server.serving(
                "/.well-known/openid-configuration",
                "{\"issuer\":\"" + issuer + "\",\"token_endpoint\":\"" + issuer + "oauth/token\"}");
        discovery.privateKeyJwt(issuer, "app").signingKey(Clients.RSA).build().accessToken();
        assertThat(server.posted())
                .singleElement()
                .extracting(DiscoveryTest::audience)
                .isEqualTo(issuer);
    }

    @Test
    void aTokenEndpointOnAnotherHostIsAcceptedIfThatHostIsNamed() {
        try (MetadataServer tokens = MetadataServer.start()) {
            String endpoint = "http://localhost:" + tokens.port() + "/token";
            server.serving(SMART, "{\"token_endpoint\":\"" + endpoint + "\"}");
            Discovery allowing = Discovery.builder()
                    .allowLoopback()
                    .allowTokenHost("LOCALHOST")
                    .build();
            allowing.smart(base, "app")
                    .signingKey(Clients.RSA)
                    .scopes("system/Patient.rs")
                    .build()
                    .accessToken();
            assertThat(tokens.posted())
                    .singleElement()
                    .extracting(DiscoveryTest::audience)
                    .isEqualTo(endpoint);
            assertThat(server.posted()).isEmpty();
        }
    }

    @Test
    void aServerWithoutMetadataIsAnErrorThatDoesNotPass() {
        assertThatThrownBy(() -> discovery.epic(base, Clients.EPIC_ID))
                .isInstanceOfSatisfying(
                        DiscoveryException.class,
                        e -> assertThat(e.isRetryable()).isFalse())
                .hasMessageContaining("HTTP 404");
    }

    @Test
    void aServerThatCannotBeReachedIsAnErrorThatMayPass() {
        server.close();
        assertThatThrownBy(() -> discovery.epic(base, Clients.EPIC_ID))
                .isInstanceOfSatisfying(
                        DiscoveryException.class,
                        e -> assertThat(e.isRetryable()).isTrue())
                .hasMessageContaining("the connection was refused");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://fhir.hospital.example/R4",
                "ftp://fhir.hospital.example/R4",
                "https://user:secret@fhir.hospital.example/R4",
                "https://fhir.hospital.example/R4?x=y",
                "https://fhir.hospital.example/R4#x",
                "fhir.hospital.example",
                "mailto:x@hospital.example",
                "https:/R4",
                "http://127.0.0.1/R4",
                "https://localhost/R4"
            })
    void anAddressThatMayNotBeAskedIsRejectedAtOnce(String url) {
        Discovery strict = Discovery.builder().build();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> strict.epic(URI.create(url), Clients.EPIC_ID))
                .withMessageContaining("must be an https URL")
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("secret"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> strict.privateKeyJwt(url, "app"))
                .withMessageContaining("must be an https URL");
    }
}
