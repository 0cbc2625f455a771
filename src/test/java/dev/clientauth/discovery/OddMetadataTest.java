// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.discovery;

import dev.clientauth.ClientAuthenticator;
import dev.clientauth.fakes.Clients;
import dev.clientauth.profile.RuleViolationException;
import mockwebserver3.MockResponse;
import okio.Buffer;
import okio.GzipSink;
import okio.Okio;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.net.URI;
import java.util.Locale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@Timeout(60)
@DisplayName("Metadata and addresses written in odd ways")
class OddMetadataTest {
    private static final String FHIR = "/api/FHIR/R4";
    private static final String SMART = FHIR + "/.well-known/smart-configuration";
    private static final String OPENID = "/.well-known/openid-configuration";

    private final MetadataServer server = MetadataServer.start();
    private final MetadataServer other = MetadataServer.start();
    private final Discovery discovery = Discovery.builder().allowLoopback().build();
    private final URI base = URI.create(server.origin() + FHIR);

    @AfterEach
    void stop() {
        server.close();
        other.close();
    }

    private void refused(String reason) {
        assertThatThrownBy(() -> discovery
                        .smart(base, "bulk")
                        .signingKey(Clients.RSA)
                        .scopes("system/*.rs")
                        .build()
                        .accessToken())
                .isInstanceOf(DiscoveryException.class)
                .hasMessageContaining(reason);
        assertThat(server.posted()).isEmpty();
        assertThat(other.posted()).isEmpty();
    }

    /** Some parsers use the first member, others the last. */
    @ParameterizedTest
    @ValueSource(strings = {"token_endpoint", "issuer", "jwks_uri"})
    void aMemberThatIsThereTwiceIsRefused(String member) {
        server.serving(
                SMART,
                "{\"" + member + "\":\"" + server.origin() + "/token\",\"token_endpoint\":\"" + server.origin()
                        + "/token\",\"" + member + "\":\"" + server.origin() + "/token\"}");
        refused("not valid JSON");
    }

    @Test
    void anIssuerThatIsThereTwiceIsRefused() {
        server.serving(
                OPENID,
                "{\"issuer\":\"" + other.origin() + "\",\"token_endpoint\":\"" + server.origin()
                        + "/token\",\"issuer\":\"" + server.origin() + "\"}");
        assertThatThrownBy(() -> discovery.privateKeyJwt(server.origin(), "app"))
                .isInstanceOf(DiscoveryException.class)
                .hasMessageContaining("not valid JSON");
    }

    @ParameterizedTest
    @CsvSource({"gzip", "GZIP", "'gzip, gzip'", "deflate", "br"})
    void compressedMegabytesAreNotRead(String encoding) throws IOException {
        Buffer compressed = new Buffer();
        try (var sink = Okio.buffer(new GzipSink(compressed))) {
            sink.writeUtf8("{\"token_endpoint\":\"" + server.origin() + "/token\",\"x\":\"");
            for (int i = 0; i < 10_240; i++) {
                sink.writeUtf8("y".repeat(1024));
            }
            sink.writeUtf8("\"}");
        }
        assertThat(compressed.size()).isLessThan(64 * 1024);
        server.serving(
                SMART,
                new MockResponse.Builder()
                        .code(200)
                        .addHeader("Content-Encoding", encoding)
                        .body(compressed)
                        .build());
        refused("The metadata at ");
    }

    @Test
    void aDocumentThatIsNestedDeeplyIsRefused() {
        server.serving(SMART, "{\"x\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}");
        refused("not valid JSON");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\\u0000", "\\u0000.evil.example", "\\u0009", "\\n", "\\u2028", "%00", "\\\\"})
    void aTokenEndpointWithAControlCharacterIsRefusedOrIsAPath(String odd) {
        server.serving(SMART, "{\"token_endpoint\":\"" + server.origin() + odd + "/token\"}");
        refused("token_endpoint");
    }

    @Test
    void aRawZeroByteIsRefused() {
        server.serving(SMART, "{\"token_endpoint\":\"" + server.origin() + "/token\u0000\"}");
        refused("not valid JSON");
    }

    @ParameterizedTest
    @CsvSource({"/%00", "/.", "/%2e", "X", ":1", "/?", "/#"})
    void anIssuerThatIsNearlyTheOneAskedForIsRefused(String change) {
        server.serving(
                OPENID,
                "{\"issuer\":\"" + server.origin() + change + "\",\"token_endpoint\":\"" + server.origin()
                        + "/token\"}");
        assertThatThrownBy(() -> discovery.privateKeyJwt(server.origin(), "app"))
                .isInstanceOf(DiscoveryException.class)
                .hasMessageContaining("must be exactly the given issuer");
    }

    /** RFC 8414 section 3.1 inserts the path of the issuer; OpenID Connect Discovery appends to it. */
    @Test
    void theMetadataOfAnotherTenantOfTheServerIsRefused() {
        server.serving(
                "/.well-known/oauth-authorization-server/tenant-1",
                "{\"issuer\":\"" + server.origin() + "/tenant-2\",\"token_endpoint\":\"" + server.origin()
                        + "/token\"}");
        assertThatThrownBy(() -> discovery.privateKeyJwt(server.origin() + "/tenant-1", "app"))
                .isInstanceOf(DiscoveryException.class)
                .hasMessageContaining("must be exactly the given issuer");
        assertThat(server.requests())
                .extracting(request -> request.getUrl().encodedPath())
                .containsExactly(
                        "/tenant-1/.well-known/openid-configuration",
                        "/.well-known/oauth-authorization-server/tenant-1");
    }

    /** RFC 6749 section 3.2 allows a query; Epic does not. */
    @Test
    void aTokenEndpointWithAQueryIsUsedAsItIsWhereTheProviderAllowsIt() {
        server.serving(SMART, "{\"token_endpoint\":\"" + server.origin() + "/token?tenant=7\"}");

        ClientAuthenticator smart = discovery
                .smart(base, "bulk")
                .signingKey(Clients.RSA)
                .scopes("system/*.rs")
                .build();
        smart.accessToken();

        assertThat(server.requests().get(1).getUrl().encodedQuery()).isEqualTo("tenant=7");
        assertThatThrownBy(() -> discovery
                        .epic(base, Clients.EPIC_ID)
                        .signingKey(Clients.RSA)
                        .build()
                        .accessToken())
                .isInstanceOf(RuleViolationException.class)
                .hasMessageContaining("query");
        assertThat(server.posted()).hasSize(1);
    }

    /** Only the host itself is allowed, not a name that resembles it. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://token.vendor.example.evil.example/token",
                "https://evil-token.vendor.example/token",
                "https://token.vendor.example./token",
                "https://token.vendor.example@evil.example/token",
                "https://evil.example/token.vendor.example",
                "https://evil.example?token.vendor.example",
                "http://token.vendor.example/token",
                "https://user@token.vendor.example/token",
                "https://token.vendor.example\\\\@evil.example/token",
                "https://tok\\u0435n.vendor.example/token"
            })
    void onlyTheNamedHostIsAllowed(String endpoint) {
        Discovery named = Discovery.builder()
                .allowLoopback()
                .allowTokenHost("TOKEN.vendor.example")
                .build();
        server.serving(SMART, "{\"token_endpoint\":\"" + endpoint + "\"}");

        assertThatThrownBy(() -> named.smart(base, "bulk")).isInstanceOf(DiscoveryException.class);
    }

    @Test
    void theNamedHostIsAllowedInUpperCase() {
        Discovery named = Discovery.builder()
                .allowLoopback()
                .allowTokenHost("TOKEN.vendor.example")
                .build();
        server.serving(SMART, "{\"token_endpoint\":\"HTTPS://Token.Vendor.Example/token\"}");

        assertThat(named.smart(base, "bulk")
                        .signingKey(Clients.RSA)
                        .scopes("system/*.rs")
                        .build()
                        .profile()
                        .tokenEndpoint())
                .contains(URI.create("HTTPS://Token.Vendor.Example/token"));
    }

    @Test
    void anAddressInUpperCaseIsTheSameServer() {
        MetadataServer named = server.serving(SMART, "{\"token_endpoint\":\"" + server.origin() + "/token\"}");
        URI upper = URI.create(base.toString()
                .replace("http://", "HTTP://")
                .replace("127.0.0.1", "127.0.0.1".toUpperCase(Locale.ROOT)));

        discovery
                .smart(upper, "bulk")
                .signingKey(Clients.RSA)
                .scopes("system/*.rs")
                .build()
                .accessToken();

        assertThat(named.posted()).hasSize(1);
    }

    /** Other notations of 127.0.0.1, and addresses that contain it. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://0x7f.1/R4",
                "https://0x7f000001/R4",
                "https://2130706433/R4",
                "https://127.1/R4",
                "https://0177.0.0.1/R4",
                "https://127.0.0.1./R4",
                "https://[::ffff:127.0.0.1]/R4",
                "https://[::ffff:7f00:1]/R4",
                "https://[::127.0.0.1]/R4",
                "https://[0:0:0:0:0:0:0:1]/R4",
                "https://[fe80::1%25eth0]/R4",
                "https://LOCALHOST/R4",
                "https://localhost./R4",
                "https://127.0.0.1%00.hospital.example/R4",
                "https://[::]/R4",
                "https://0/R4"
            })
    void anotherSpellingOfAPrivateAddressIsNotAsked(String url) {
        Discovery strict = Discovery.builder().build();

        assertThatThrownBy(() -> strict.epic(URI.create(url), Clients.EPIC_ID))
                .satisfies(e -> assertThat(e).isInstanceOfAny(IllegalArgumentException.class, DiscoveryException.class))
                .satisfies(e -> assertThat(e.getMessage())
                        .containsAnyOf(
                                "must be an https URL", "has a private address", "Illegal character", "Malformed"));
    }

    @Test
    void aClientIdWithALineBreakNeverBecomesAHeader() {
        assertThatIllegalArgumentException().isThrownBy(() -> discovery.epic(base, "id\r\nX-Evil: 1"));
        assertThat(server.requests()).isEmpty();
    }

    @Test
    void theTwoSpellingsOfABaseUrlShareOneAuthenticator() {
        server.serving(SMART, "{\"token_endpoint\":\"" + server.origin() + "/token\"}");
        ClientRegistry registry = ClientRegistry.of(
                url -> discovery.smart(url, "bulk").signingKey(Clients.RSA).scopes("system/*.rs"));

        assertThat(registry.at(base)).isSameAs(registry.at(URI.create(base + "/")));
        assertThat(registry.at(base))
                .isSameAs(registry.at(URI.create(base.toString().replace("http:", "HTTP:"))));
        assertThat(server.requests()).hasSize(1);
    }
}
