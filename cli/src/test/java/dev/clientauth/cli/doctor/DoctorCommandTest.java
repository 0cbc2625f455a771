// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.cli.doctor;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWKSet;
import dev.clientauth.cli.CliHarness;
import dev.clientauth.cli.KeyPairFile;
import dev.clientauth.cli.shell.NetworkProbe;
import dev.clientauth.mock.server.MockProvider;
import dev.clientauth.provider.Epic;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import okhttp3.OkHttpClient;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;

/** The check of a configuration, on loopback. */
class DoctorCommandTest {
    private static final String CLIENT = "36c92488-dc0c-4c3a-9e29-9f4a1e5ee8a4";

    @TempDir
    private Path folder;

    private final MockWebServer web = new MockWebServer();
    private MockProvider epic;
    private KeyPairFile key;
    private CliHarness harness;

    @BeforeEach
    void aClientOfEpic() throws IOException {
        web.start(InetAddress.getLoopbackAddress(), 0);
        epic = MockProvider.start(Epic.sandbox());
        key = KeyPairFile.make(folder, "epic.pem", JWSAlgorithm.RS384, "epic-2026-11");
        epic.register(CLIENT, key.key().publicJwk());
        harness = new CliHarness()
                .with("CLIENTAUTH_PROVIDER", "epic")
                .with("CLIENTAUTH_CLIENT_ID", CLIENT)
                .with("CLIENTAUTH_KEY", key.file().toString())
                .with("CLIENTAUTH_KEY_ID", "epic-2026-11")
                .with("CLIENTAUTH_TOKEN_ENDPOINT", epic.tokenEndpoint().toString());
    }

    @AfterEach
    void close() {
        epic.close();
        web.close();
    }

    private String jwkSetUrl() {
        return "http://127.0.0.1:" + web.getPort() + "/jwks.json";
    }

    private void serve(int status, String type, String body) {
        web.enqueue(new MockResponse.Builder()
                .code(status)
                .addHeader("Content-Type", type)
                .addHeader("Cache-Control", "max-age=3600")
                .body(body)
                .build());
    }

    private String json() {
        return new JWKSet(List.of(key.key().publicJwk())).toString();
    }

    /** The checks of a JWK Set that is served in this way. */
    private String jwkSet(int status, String type, String body) {
        serve(status, type, body);
        harness.run("doctor", "--jwks-url", jwkSetUrl(), "--no-request");
        return harness.out().replaceAll("\\s+", " ");
    }

    @Test
    void aCorrectConfigurationPassesAllChecks() {
        serve(200, "application/json", json());
        harness.run("doctor", "--jwks-url", jwkSetUrl());
        assertThat(harness.exit()).as(harness.all()).isZero();
        assertThat(harness.out())
                .contains("Epic, client " + CLIENT, key.key().thumbprint(), "accepts connections")
                .contains("of the server's clock", "with the same thumbprint", "accepted: ", "0 failed");
        assertThat(harness.out().lines())
                .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(80));
    }

    @Test
    void jsonHasTheSameChecks() {
        harness.run("doctor", "--json", "--no-request");
        assertThat(harness.json().path("outcome").asText()).isEqualTo("ok");
        assertThat(harness.json().at("/checks/0/name").asText()).isEqualTo("configuration");
    }

    @Test
    void offlineSendsNothing() {
        harness.run("doctor", "--offline", "--jwks-url", jwkSetUrl());
        assertThat(harness.exit()).isZero();
        assertThat(web.getRequestCount()).isZero();
        assertThat(epic.received()).isEmpty();
        assertThat(harness.out()).contains("ok    rules").doesNotContain("endpoint", "JWK Set");
    }

    @Test
    void noRequestSendsNoTokenRequest() {
        harness.run("doctor", "--no-request");
        assertThat(harness.out()).contains("accepts connections");
        assertThat(epic.received())
                .noneMatch(received -> received.request().assertion().isPresent());
    }

    @Test
    void aRefusalIsExplained() {
        KeyPairFile other = KeyPairFile.make(folder, "other.pem", JWSAlgorithm.RS384, "x");
        harness.run("doctor", "--key", other.file().toString());
        assertThat(harness.exit()).isEqualTo(1);
        assertThat(harness.out()).contains("refused: HTTP 400, invalid_client", "Epic", "1 failed");
        harness.run("doctor", "--json", "--key", other.file().toString());
        assertThat(harness.json().has("diagnosis")).isTrue();
    }

    @Test
    void anIncompleteConfigurationIsReportedAndTheKeyIsStillChecked() {
        harness.with("CLIENTAUTH_CLIENT_ID", "")
                .with("CLIENTAUTH_CLIENTID", CLIENT)
                .run("doctor");
        assertThat(harness.exit()).isEqualTo(1);
        assertThat(harness.out().replaceAll("\\s+", " "))
                .contains(
                        "fail configuration",
                        "--client-id or CLIENTAUTH_CLIENT_ID",
                        "did you mean CLIENTAUTH_CLIENT_ID")
                .contains(key.key().thumbprint());
    }

    @Test
    void aKeyOfTheWrongTypeIsReported() {
        KeyPairFile ec = KeyPairFile.make(folder, "ec.pem", JWSAlgorithm.ES512, "x");
        harness.run("doctor", "--offline", "--key", ec.file().toString());
        assertThat(harness.exit()).isEqualTo(1);
        assertThat(harness.out().replaceAll("\\s+", " "))
                .contains("fail algorithm", "the key signs ES512", "keys generate --alg RS384");
    }

    @Test
    void aKeyReadableByOthersIsReported() throws IOException {
        Files.setPosixFilePermissions(key.file(), PosixFilePermissions.fromString("rw-r--r--"));
        harness.run("doctor", "--offline");
        assertThat(harness.exit()).isZero();
        assertThat(harness.out()).contains("warn  key file", "chmod 600");
    }

    @Test
    void aBrokenRuleIsReported() {
        harness.run("doctor", "--offline", "--lifetime", "1h");
        assertThat(harness.exit()).isEqualTo(1);
        assertThat(harness.out()).contains("fail  rules", "epic.exp.within-five-minutes");
    }

    @Test
    void plainHttpToAnotherMachineFailsWithoutSendingAnything() {
        harness.run("doctor", "--token-endpoint", "http://ehr.example.com/oauth2/token");
        assertThat(harness.exit()).isEqualTo(1);
        assertThat(harness.out()).contains("http://ehr.example.com is not encrypted", "not sent, because");
    }

    @Test
    void anUnknownHostIsReported() {
        harness.run("doctor", "--no-request", "--token-endpoint", "https://ehr.invalid/oauth2/token");
        assertThat(harness.exit()).isEqualTo(1);
        assertThat(harness.out()).contains("host not found: ehr.invalid");
    }

    @Test
    void aClosedPortIsReported() {
        harness.run("doctor", "--no-request", "--token-endpoint", "http://127.0.0.1:1/token");
        assertThat(harness.out()).contains("could not connect to 127.0.0.1");
        harness.run("doctor", "--token-endpoint", "http://127.0.0.1:1/token");
        assertThat(harness.out()).contains("not sent, because no safe connection to the endpoint");
    }

    @Test
    void aWrongClockIsReported() {
        harness.at(Clock.offset(Clock.systemUTC(), Duration.ofMinutes(7))).run("doctor", "--no-request");
        assertThat(harness.exit()).isEqualTo(1);
        assertThat(harness.out())
                .contains("fail  clock")
                .containsPattern("this machine is (7 minutes|6 minutes 59 seconds).* ahead of the server");
        harness.at(Clock.offset(Clock.systemUTC(), Duration.ofSeconds(-30))).run("doctor", "--no-request");
        assertThat(harness.exit()).isZero();
        assertThat(harness.out()).contains("warn  clock", "behind the server");
    }

    @Test
    void tlsIsChecked() throws IOException {
        HeldCertificate certificate = new HeldCertificate.Builder()
                .commonName("localhost")
                .addSubjectAlternativeName("localhost")
                .duration(5, TimeUnit.DAYS)
                .build();
        HandshakeCertificates theirs =
                new HandshakeCertificates.Builder().heldCertificate(certificate).build();
        HandshakeCertificates ours = new HandshakeCertificates.Builder()
                .addTrustedCertificate(certificate.certificate())
                .build();
        try (MockWebServer secure = new MockWebServer()) {
            secure.useHttps(theirs.sslSocketFactory());
            secure.start(InetAddress.getLoopbackAddress(), 0);
            URI endpoint = URI.create("https://localhost:" + secure.getPort() + "/token");
            OkHttpClient trusting = new OkHttpClient.Builder()
                    .sslSocketFactory(ours.sslSocketFactory(), ours.trustManager())
                    .build();
            secure.enqueue(new MockResponse.Builder().code(405).build());
            assertThat(checks(endpoint, new NetworkProbe(trusting)))
                    .anySatisfy(check -> {
                        assertThat(check.name()).isEqualTo("TLS");
                        assertThat(check.outcome()).isEqualTo(Check.Outcome.WARN);
                        assertThat(check.detail()).contains("expires on");
                    })
                    .noneMatch(check -> check.outcome() == Check.Outcome.FAIL);
            assertThat(checks(endpoint, new NetworkProbe()))
                    .filteredOn(check -> check.outcome() == Check.Outcome.FAIL)
                    .singleElement()
                    .satisfies(check -> assertThat(check.detail()).contains("not trusted"));
        }
    }

    private static List<Check> checks(URI endpoint, NetworkProbe net) {
        return new EndpointChecks(endpoint, Duration.ofSeconds(10), net, Clock.systemUTC()).all();
    }

    @Test
    void aJwkSetUrlMustBePublic() {
        assertThat(jwkSet(404, "application/json", "{}")).contains("fail JWK Set URL HTTP 404");
        assertThat(jwkSet(200, "text/html", "<html>")).contains("an HTML page, possibly a login page");
        assertThat(jwkSet(200, "application/json", "not json"))
                .contains("JWK Set URL not JSON")
                .doesNotContain("not json");
        assertThat(jwkSet(200, "application/json", "[]")).contains("no \"keys\" array");
        assertThat(jwkSet(200, "text/plain", json())).contains("warn JWK Set URL Content-Type is text/plain");
        web.enqueue(new MockResponse.Builder()
                .code(302)
                .addHeader("Location", "https://login.example.com/?state=1")
                .build());
        harness.run("doctor", "--no-request", "--jwks-url", jwkSetUrl());
        assertThat(harness.out())
                .contains("redirects (HTTP 302) to login.example.com")
                .doesNotContain("state");
        harness.run("doctor", "--no-request", "--jwks-url", "http://127.0.0.1:1/jwks");
        assertThat(harness.out()).contains("could not be fetched");
    }

    @Test
    void aJwkSetMustContainTheKeyOnceAndNothingPrivate() {
        String own = key.key().publicJwk().toJSONString();
        KeyPairFile other = KeyPairFile.make(folder, "other.pem", JWSAlgorithm.RS384, "epic-2026-11");
        String otherJwk = other.key().publicJwk().toJSONString();
        assertThat(jwkSet(200, "application/json", "{\"keys\":[]}")).contains("none of its 0 keys has the key id");
        assertThat(jwkSet(200, "application/json", "{\"keys\":[" + own + "," + otherJwk + "]}"))
                .contains("2 keys have the key id epic-2026-11");
        assertThat(jwkSet(200, "application/json", "{\"keys\":[" + otherJwk + "]}"))
                .contains("is a different key; expected thumbprint " + key.key().thumbprint());
        assertThat(jwkSet(200, "application/json", "{\"keys\":[" + own.replace("epic-2026-11", "old") + "]}"))
                .contains("the key is published as old, but assertions have kid epic-2026-11");
        assertThat(jwkSet(200, "application/json", "{\"keys\":[" + own.replace("{", "{\"d\":\"c2VjcmV0\",") + "]}"))
                .contains("it publishes a PRIVATE key")
                .doesNotContain("c2VjcmV0");
    }

    @Test
    void membersThatStrictParsersRejectAreReported() {
        String own = key.key().publicJwk().toJSONString();
        String encryption = own.replace("\"use\":\"sig\"", "\"use\":\"enc\"").replace("epic-2026-11", "enc-1");
        String unnamed = own.replace("\"kid\":\"epic-2026-11\",", "");

        assertThat(jwkSet(200, "text/html; charset=utf-8", "{\"keys\":[" + own + "]}"))
                .contains("warn JWK Set URL Content-Type is text/html")
                .doesNotContain("login");
        assertThat(jwkSet(200, "application/json", "{\"keys\":[" + own + "," + encryption + "," + unnamed + "]}"))
                .contains("key enc-1: a JWK for encryption (use enc)")
                .contains("key without kid: no kid")
                .contains("contains key epic-2026-11");
        assertThat(jwkSet(
                        200,
                        "application/json",
                        "{\"keys\":[" + own.replaceFirst("\"n\":\"([^\"]*)\"", "\"n\":\"$1==\"") + "]}"))
                .contains("key epic-2026-11: n has padding (=)");
        assertThat(jwkSet(
                        200, "application/json", "{\"keys\":[" + own.replaceFirst("\\{", "{\"alg\":\"RS512\",") + "]}"))
                .contains("is published with alg RS512, but the assertion is signed with RS384");
    }

    @Test
    void aJwkSetWithoutCacheControlIsReported() {
        web.enqueue(new MockResponse.Builder()
                .addHeader("Content-Type", "application/jwk-set+json")
                .body(json())
                .build());
        harness.run("doctor", "--no-request", "--jwks-url", jwkSetUrl());
        assertThat(harness.exit()).isZero();
        assertThat(harness.out()).contains("no Cache-Control");
    }

    @Test
    void withoutAnyConfigurationItIsInvalidUsage() {
        CliHarness bare = new CliHarness().run("doctor");
        assertThat(bare.exit()).isEqualTo(2);
        assertThat(bare.out()).isEmpty();
        assertThat(bare.err())
                .startsWith("clientauth: No client is configured.")
                .contains("--config", "CLIENTAUTH_");
    }
}
