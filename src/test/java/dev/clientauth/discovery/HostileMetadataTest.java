// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.discovery;

import dev.clientauth.ClientAuthenticator;
import dev.clientauth.fakes.Clients;
import dev.clientauth.token.TokenTransportException;
import mockwebserver3.MockResponse;
import okhttp3.OkHttpClient;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@Timeout(60)
@DisplayName("Hostile metadata: no JWT ever leaves")
class HostileMetadataTest {
    private static final String FHIR = "/api/FHIR/R4";
    private static final String SMART = FHIR + "/.well-known/smart-configuration";
    private static final String OPENID = "/.well-known/openid-configuration";

    private final MetadataServer honest = MetadataServer.start();
    private final MetadataServer attacker = MetadataServer.start();
    private final Discovery discovery = Discovery.builder().allowLoopback().build();
    private final URI base = URI.create(attacker.origin() + FHIR);

    @AfterEach
    void noJwtLeft() {
        try {
            assertThat(honest.posted()).isEmpty();
            assertThat(attacker.posted()).isEmpty();
        } finally {
            honest.close();
            attacker.close();
        }
    }

    private void refused(String reason) {
        assertThatThrownBy(() -> discovery
                        .epic(base, Clients.EPIC_ID)
                        .signingKey(Clients.RSA)
                        .build()
                        .accessToken())
                .isInstanceOf(DiscoveryException.class)
                .hasMessageContaining(reason);
    }

    private void issuerRefused(String issuer, String reason) {
        assertThatThrownBy(() -> discovery
                        .privateKeyJwt(issuer, "app")
                        .signingKey(Clients.RSA)
                        .build()
                        .accessToken())
                .isInstanceOf(DiscoveryException.class)
                .hasMessageContaining(reason);
    }

    /**
     * CVE-2025-27371: the client would sign for the honest server, and post to the attacker or to a URL of the attacker's
     * choice.
     */
    @Test
    void theTokenEndpointOfAnotherServerIsRefused() {
        attacker.serving(SMART, "{\"token_endpoint\":\"" + honest.origin() + "/oauth2/token\"}");
        refused("on another origin");
        assertThat(honest.requests()).isEmpty();
    }

    @Test
    void theIssuerOfAnotherServerIsRefusedInASmartConfiguration() {
        attacker.serving(
                SMART,
                "{\"issuer\":\"" + honest.origin() + "/oauth2\",\"token_endpoint\":\"" + attacker.origin()
                        + "/oauth2/token\"}");
        refused("as issuer, which is on another origin");
    }

    /** CVE-2025-27370: the audience would be the honest server's issuer. */
    @ParameterizedTest
    @CsvSource({"/other", "/.", "/", "' '", "X"})
    void anotherIssuerThanTheOneThatWasAskedForIsRefused(String change) {
        String issuer = attacker.origin();
        attacker.serving(
                OPENID, "{\"issuer\":\"" + issuer + change + "\",\"token_endpoint\":\"" + issuer + "/token\"}");
        issuerRefused(issuer, "must be exactly the given issuer");
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "1", "[]", "{}", "[\"HONEST\"]", "\"HONEST\""})
    void anIssuerThatIsNotAStringOrNotTheOwnIsRefused(String issuer) {
        attacker.serving(
                OPENID,
                "{\"issuer\":" + issuer.replace("HONEST", honest.origin()) + ",\"token_endpoint\":\""
                        + attacker.origin() + "/token\"}");
        issuerRefused(attacker.origin(), "must be exactly the given issuer");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "7",
                "[\"ATTACKER/oauth2/token\"]",
                "\"\\u0000\"",
                "\"http://fhir.hospital.example/token\"",
                "\"ftp://127.0.0.1/token\"",
                "\"//evil.example/token\"",
                "\"https://evil.example/token\"",
                "\"ATTACKER@evil.example/token\"",
                "\"http://user:pw@127.0.0.1:PORT/token\"",
                "\"ATTACKER/token#fragment\"",
                "\"javascript:alert(1)\"",
                "\"http://localhost:PORT/token\"",
                "\"http://127.0.0.1/token\"",
                "\"https://127.0.0.1:PORT/token\"",
                "\"http://[::1]:PORT/token\"",
                "\"http://169.254.169.254/latest\"",
                "\"http://127.0.0.1:PORT.evil.example/token\"",
                "\"http:\\\\\\\\evil.example\\\\token\""
            })
    void aTokenEndpointThatIsNotOnTheSameOriginIsRefused(String endpoint) {
        attacker.serving(
                SMART,
                "{\"token_endpoint\":"
                        + endpoint.replace("ATTACKER", attacker.origin())
                                .replace("PORT", String.valueOf(attacker.port()))
                        + "}");
        refused("token_endpoint");
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    void aRedirectIsNotFollowed(int status) {
        honest.serving(SMART, "{\"token_endpoint\":\"" + honest.origin() + "/oauth2/token\"}");
        attacker.serving(
                SMART,
                new MockResponse.Builder()
                        .code(status)
                        .addHeader("Location", honest.origin() + SMART)
                        .build());
        refused("Redirects are not followed");
        assertThat(honest.requests()).isEmpty();
    }

    @Test
    void aDocumentOfTenMegabytesIsNotRead() {
        attacker.serving(
                SMART,
                "{\"x\":\"" + "y".repeat(10 << 20) + "\",\"token_endpoint\":\"" + attacker.origin()
                        + "/oauth2/token\"}");
        refused("exceeds the size limit");
    }

    @Test
    void aNameThatIsNeverResolvedDoesNotHangTheCaller() throws InterruptedException {
        CountDownLatch end = new CountDownLatch(1);
        Discovery hanging = Discovery.builder()
                .httpClient(new OkHttpClient.Builder()
                        .callTimeout(Duration.ofMillis(300))
                        .dns(host -> {
                            try {
                                end.await();
                            } catch (InterruptedException e) {
                                Thread.currentThread().interrupt();
                            }
                            throw new UnknownHostException();
                        })
                        .build())
                .build();
        try {
            assertThatThrownBy(() -> hanging.epic(URI.create("https://fhir.hospital.example/R4"), Clients.EPIC_ID))
                    .isInstanceOfSatisfying(
                            DiscoveryException.class,
                            e -> assertThat(e.isRetryable()).isTrue())
                    .hasMessageContaining("longer than the time allowed");
        } finally {
            end.countDown();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[]", "null", "<html>", "{} {}", "\"token_endpoint\""})
    void aDocumentThatIsNotAJsonObjectIsRefused(String body) {
        attacker.serving(SMART, body);
        refused("The metadata at ");
    }

    @Test
    void whatTheServerSentIsQuotedWithoutControlCharactersAndInBrief() {
        attacker.serving(SMART, "{\"token_endpoint\":\"\\u001b[2Jevil\\u202e" + "x".repeat(5000) + "\"}");
        assertThatThrownBy(() -> discovery.epic(base, Clients.EPIC_ID))
                .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(1000).doesNotContain("\u001b", "\u202e"));
    }

    /** Named servers on loopback, whose address the test treats as public or private. */
    private static final class Named implements AutoCloseable {
        private static final String HOST = "fhir.hospital.example";

        private final HeldCertificate authority =
                new HeldCertificate.Builder().certificateAuthority(0).build();
        private final HandshakeCertificates own = new HandshakeCertificates.Builder()
                .heldCertificate(new HeldCertificate.Builder()
                        .addSubjectAlternativeName(HOST)
                        .signedBy(authority)
                        .build())
                .build();
        private final HandshakeCertificates trusted = new HandshakeCertificates.Builder()
                .addTrustedCertificate(authority.certificate())
                .build();
        private final AtomicInteger lookups = new AtomicInteger();
        private final MetadataServer first;
        private final MetadataServer second;

        Named() {
            first = MetadataServer.startTls(own.sslSocketFactory(), address(1), 0);
            second = MetadataServer.startTls(own.sslSocketFactory(), address(2), first.port());
            first.serving(SMART, "{\"token_endpoint\":\"" + origin() + "/oauth2/token\"}");
            second.serving(SMART, "{\"token_endpoint\":\"" + origin() + "/oauth2/token\"}");
        }

        static InetAddress address(int last) {
            try {
                return InetAddress.getByAddress(new byte[] {127, 0, 0, (byte) last});
            } catch (UnknownHostException e) {
                throw new AssertionError(e);
            }
        }

        String origin() {
            return "https://" + HOST + ":" + first.port();
        }

        URI base() {
            return URI.create(origin() + FHIR);
        }

        /** The name resolves to 127.0.0.1 for this many lookups, then to 127.0.0.2. Connections are not kept open. */
        OkHttpClient http(int times) {
            return new OkHttpClient.Builder()
                    .sslSocketFactory(trusted.sslSocketFactory(), trusted.trustManager())
                    .dns(host -> List.of(address(lookups.getAndIncrement() < times ? 1 : 2)))
                    .connectionPool(new okhttp3.ConnectionPool(0, 1, java.util.concurrent.TimeUnit.NANOSECONDS))
                    .build();
        }

        @Override
        public void close() {
            first.close();
            second.close();
        }
    }

    @Test
    void aNameWithAPrivateAddressGetsNoRequest() {
        try (Named servers = new Named()) {
            Discovery strict = Discovery.builder().httpClient(servers.http(100)).build();
            assertThatThrownBy(() -> strict.epic(servers.base(), Clients.EPIC_ID))
                    .isInstanceOf(DiscoveryException.class)
                    .hasMessageContaining("has a private address, so no request was sent");
            assertThat(servers.first.requests()).isEmpty();
        }
    }

    @Test
    void aNameThatIsAllowedToHaveAPrivateAddressIsAsked() {
        try (Named servers = new Named()) {
            Discovery inside = Discovery.builder()
                    .httpClient(servers.http(100))
                    .allowPrivateAddress(Named.HOST)
                    .build();
            assertThat(inside.epic(servers.base(), Clients.EPIC_ID)).isNotNull();
            assertThat(servers.first.requests()).hasSize(1);
        }
    }

    /** DNS rebinding: the metadata came from a public address, the token request would go to a private one. */
    @Test
    void aNameThatResolvesToAPrivateAddressLaterGetsNoJwt() {
        try (Named servers = new Named()) {
            Discovery rebound = Discovery.builder()
                    .httpClient(servers.http(1))
                    .publicAddresses(Named.address(1)::equals)
                    .build();
            ClientAuthenticator epic = rebound.epic(servers.base(), Clients.EPIC_ID)
                    .signingKey(Clients.RSA)
                    .build();
            assertThatThrownBy(epic::accessToken).isInstanceOf(TokenTransportException.class);
            assertThat(servers.lookups.get()).isGreaterThan(1);
            assertThat(servers.first.posted()).isEmpty();
            assertThat(servers.second.requests()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "10.0.0.1",
                "127.0.0.1",
                "169.254.169.254",
                "172.16.0.1",
                "172.31.255.255",
                "192.168.1.1",
                "100.64.0.1",
                "0.0.0.0",
                "192.0.2.1",
                "198.18.0.1",
                "203.0.113.9",
                "224.0.0.1",
                "255.255.255.255",
                "::",
                "::1",
                "fe80::1",
                "fc00::1",
                "fd12:3456::1",
                "ff02::1",
                "2001:db8::1",
                "::ffff:10.0.0.1",
                "64:ff9b::a00:1",
                "2002:a00:1::1",
                "2001:0:4136::1",
                "100::1"
            })
    void privateAddressesAreNotPublic(String address) throws UnknownHostException {
        assertThat(PublicAddresses.isPublic(InetAddress.getByName(address))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "8.8.8.8",
                "17.253.144.10",
                "172.15.0.1",
                "172.32.0.1",
                "100.63.0.1",
                "100.128.0.1",
                "192.0.3.1",
                "198.20.0.1",
                "223.255.255.1",
                "2606:4700::1",
                "64:ff9b::808:808",
                "2002:808:808::1"
            })
    void publicAddressesArePublic(String address) throws UnknownHostException {
        assertThat(PublicAddresses.isPublic(InetAddress.getByName(address))).isTrue();
    }
}
