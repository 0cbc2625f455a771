// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.cli.mock;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jose.JWSAlgorithm;
import dev.clientauth.cli.CliHarness;
import dev.clientauth.cli.KeyPairFile;
import dev.clientauth.cli.Trust;
import dev.clientauth.key.SigningKey;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** The mock command, until it is stopped. */
@Timeout(60)
class MockCommandTest {
    private static final String CLIENT = "36c92488-dc0c-4c3a-9e29-9f4a1e5ee8a4";

    @TempDir
    private Path folder;

    private KeyPairFile key;
    private CliHarness harness;
    private Duration slept = Duration.ZERO;

    /** What is done while the mock runs. */
    private interface Meanwhile {
        void happens(JsonNode card) throws IOException, InterruptedException;
    }

    @BeforeEach
    void aKey() {
        key = KeyPairFile.make(folder, "epic.pem", JWSAlgorithm.RS384, "epic-2026-11");
        harness = new CliHarness();
    }

    /** Runs the mock on a free port during an action, and stops it. */
    private void running(Meanwhile meanwhile, String... more) {
        List<String> args = new ArrayList<>(List.of("mock", "--port", "0", "--json"));
        args.addAll(List.of(more));
        harness.sleepingBy(time -> {
            slept = slept.plus(time);
            try {
                meanwhile.happens(harness.json());
            } catch (IOException e) {
                throw new AssertionError(e);
            }
            throw new InterruptedException();
        });
        harness.run(args.toArray(String[]::new));
        assertThat(harness.exit()).as(harness.all()).isZero();
        assertThat(slept).isPositive();
    }

    private static CliHarness client(JsonNode card, String provider) {
        CliHarness client = new CliHarness();
        card.path("providers").forEach(found -> {
            if (found.path("id").asText().equals(provider)) {
                found.path("environment")
                        .properties()
                        .forEach(variable -> client.with(
                                variable.getKey(), variable.getValue().asText()));
            }
        });
        return client;
    }

    private CliHarness epic(JsonNode card) {
        return client(card, "epic")
                .with("CLIENTAUTH_CLIENT_ID", CLIENT)
                .with("CLIENTAUTH_KEY", key.file().toString())
                .with("CLIENTAUTH_KEY_ID", "epic-2026-11")
                .with("CLIENTAUTH_SCOPE", "system/Patient.read");
    }

    private static HttpResponse<String> get(HttpClient http, String url) throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(URI.create(url))
                        .timeout(Duration.ofSeconds(20))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static HttpResponse<String> get(String url) throws IOException, InterruptedException {
        return get(HttpClient.newHttpClient(), url);
    }

    @Test
    void printsItsAddressAndRunsUntilItIsStopped() {
        List<String> base = new ArrayList<>();
        running(card -> {
            base.add(card.path("base").asText());
            assertThat(get(base.get(0) + "/").body()).contains("<html");
            assertThat(card.path("providers")).hasSize(5);
            assertThat(card.path("clients")).isEmpty();
            assertThat(card.has("certificate")).isFalse();
        });
        assertThat(harness.err()).isEmpty();
        assertThat(harness.out().lines()).hasSize(1);
        assertThatThrownBy(() -> get(base.get(0) + "/")).isInstanceOf(ConnectException.class);
    }

    @Test
    void printsTheVariablesToSetAndHowToRegisterAClient() {
        harness.sleepingBy(time -> {
                    throw new InterruptedException();
                })
                .run("mock", "--port", "0");
        assertThat(harness.exit()).isZero();
        assertThat(harness.out())
                .contains(
                        "shows every request and why it was refused",
                        "# Apple School Manager",
                        "# Epic",
                        "No client is registered yet",
                        "--demo")
                .contains("\nCLIENTAUTH_PROVIDER=epic\nCLIENTAUTH_TOKEN_ENDPOINT=http://127.0.0.1:")
                .endsWith("Stopped.\n");
    }

    /** The client's private key can be passed as well, because only its public half is registered. */
    @ParameterizedTest
    @CsvSource({"epic.pem, --epic-customer", "public.json, --epic-version=2026-08", "epic.pem, --epic-version=2025-11"})
    void aClientFromAFlagGetsATokenWithThePrintedVariables(String keys, String flag) {
        CliHarness.write(folder.resolve("public.json"), key.key().publicJwk().toJSONString());
        running(
                card -> {
                    assertThat(card.path("clients").get(0).path("clientId").asText())
                            .isEqualTo(CLIENT);
                    CliHarness token = epic(card).run("token");
                    assertThat(token.exit()).as(token.all()).isZero();
                    CliHarness doctor = epic(card).run("doctor");
                    assertThat(doctor.all()).doesNotContain("CLIENTAUTH_BASE", "CLIENTAUTH_FHIR_BASE");
                },
                flag,
                "--client",
                "epic:" + CLIENT + "=" + folder.resolve(keys) + "#epic-2026-11");
    }

    @Test
    void anUploadedKeyIsRefusedAsByEpicsSandboxAndTheReasonIsRecorded() {
        running(
                card -> {
                    CliHarness token = epic(card).run("token");
                    assertThat(token.exit()).isEqualTo(1);
                    assertThat(token.out()).contains("invalid_client");
                    assertThat(get(card.path("base").asText() + "/api/requests/1")
                                    .body())
                            .contains("\"epic.key.origin\"");
                },
                "--client",
                "epic:" + CLIENT + "=" + key.file() + "#epic-2026-11");
    }

    @Test
    void clientsCanComeFromAJwkSetUrlAndAFile() {
        Path clients = CliHarness.write(folder.resolve("clients.json"), """
                {"clients": [{"provider": "epic", "clientId": "%s", "keys": %s}]}
                """.formatted(
                        CLIENT, key.key().publicJwk().toJSONString()));
        running(
                card -> {
                    assertThat(card.path("clients")).hasSize(2);
                    assertThat(get(card.path("base").asText() + "/api/state").body())
                            .contains("http://127.0.0.1:9/jwks.json?tenant=a");
                    assertThat(epic(card).run("token").exit()).isZero();
                },
                "--client",
                "smart:https://app.example.com=http://127.0.0.1:9/jwks.json?tenant=a",
                "--config",
                clients.toString());
    }

    @Test
    void aSignInWithAppleClientHasATeamIdAndRedirectUris() {
        KeyPairFile apple = KeyPairFile.make(folder, "AuthKey_ABC123DEFG.p8", JWSAlgorithm.ES256, "ABC123DEFG");
        running(
                card -> assertThat(
                                get(card.path("base").asText() + "/api/state").body())
                        .contains("DEF123GHIJ", "http://127.0.0.1:8080/callback"),
                "--client",
                "siwa:com.example.web=" + apple.file(),
                "--team-id",
                "DEF123GHIJ",
                "--redirect-uri",
                "http://127.0.0.1:8080/callback");
    }

    @Test
    void demoRegistersAClientWithEveryProvider() throws IOException {
        Path demo = folder.resolve("demo");
        running(
                card -> {
                    for (String name : List.of("school", "business", "epic", "smart")) {
                        CliHarness token = new CliHarness()
                                .run(
                                        "token",
                                        "--config",
                                        demo.resolve(name + ".properties").toString());
                        assertThat(token.exit()).as(token.all()).isZero();
                    }
                    CliHarness secret = new CliHarness()
                            .run(
                                    "assertion",
                                    "--config",
                                    demo.resolve("siwa.properties").toString());
                    assertThat(secret.exit()).as(secret.all()).isZero();
                },
                "--demo",
                demo.toString());
        String first = SigningKey.load(demo.resolve("epic.pem")).thumbprint();
        running(card -> assertThat(card.path("clients")).hasSize(5), "--demo", demo.toString());
        assertThat(SigningKey.load(demo.resolve("epic.pem")).thumbprint()).isEqualTo(first);
        CliHarness.write(demo.resolve("epic.properties"), "client-id=mine\n");
        assertThat(harness.run("mock", "--port", "0", "--demo", demo.toString()).exit())
                .isEqualTo(2);
        assertThat(harness.err()).contains("epic.properties was not written by --demo");
        assertThat(Files.readString(demo.resolve("epic.properties"))).isEqualTo("client-id=mine\n");
    }

    @Test
    void theCertificateIsWrittenToAFile() throws IOException {
        Path file = folder.resolve("mock.crt");
        for (int i = 0; i < 2; i++) {
            running(
                    card -> {
                        assertThat(Files.readString(file))
                                .isEqualTo(card.path("certificate").asText());
                        HttpClient trusting = HttpClient.newBuilder()
                                .sslContext(Trust.in(Files.readString(file)))
                                .build();
                        assertThat(card.path("base").asText()).startsWith("https://mock.test:");
                        String port = card.path("base").asText().replaceFirst(".*:", "");
                        assertThat(get(trusting, "https://127.0.0.1:" + port + "/")
                                        .statusCode())
                                .isEqualTo(200);
                    },
                    "--certificate",
                    file.toString(),
                    "--host",
                    "mock.test");
        }
        Path other = key.file();
        String before = Files.readString(other);
        harness.run("mock", "--port", "0", "--certificate", other.toString());
        assertThat(harness.exit()).isEqualTo(2);
        assertThat(harness.err()).contains("is not a certificate; nothing was written");
        assertThat(Files.readString(other)).isEqualTo(before);
    }

    @Test
    void theCertificateIsPrintedIfThereIsNoFile() {
        harness.sleepingBy(time -> {
                    throw new InterruptedException();
                })
                .run("mock", "--port", "0", "--https");
        assertThat(harness.out())
                .contains("https://127.0.0.1:", "Trust this certificate:\n-----BEGIN CERTIFICATE-----\n");
    }

    @Test
    void syncDelayAndClockOffsetAreApplied() {
        running(
                card -> {
                    CliHarness token = epic(card).run("token");
                    assertThat(token.exit()).isEqualTo(1);
                    assertThat(token.out()).contains("invalid_client");
                    HttpResponse<String> state = get(card.path("base").asText() + "/api/state");
                    Instant date = ZonedDateTime.parse(
                                    state.headers().firstValue("Date").orElseThrow(),
                                    DateTimeFormatter.RFC_1123_DATE_TIME)
                            .toInstant();
                    assertThat(date).isBefore(Instant.now().minusSeconds(500));
                    String attempts =
                            get(card.path("base").asText() + "/api/requests").body();
                    assertThat(attempts).contains("have not reached the provider yet");
                },
                "--client",
                "epic:" + CLIENT + "=" + key.file(),
                "--sync-delay",
                "12h",
                "--speed-up",
                "2",
                "--clock-ahead",
                "-10m");
    }

    @Test
    void listeningOnOtherAddressesPrintsAWarning() {
        running(
                card -> assertThat(card.path("warning").asText())
                        .contains("anyone who can reach that address", "make the mock fetch JWK Set URLs"),
                "--bind",
                "0.0.0.0");
        assertThat(harness.err()).startsWith("clientauth: warning: The mock listens at 0.0.0.0");
    }

    @Test
    void aPortInUseIsReportedInOneLine() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            harness.run("mock", "--port", String.valueOf(taken.getLocalPort()));
            assertThat(harness.exit()).isEqualTo(2);
            assertThat(harness.out()).isEmpty();
            assertThat(harness.err().lines())
                    .singleElement()
                    .asString()
                    .contains("port " + taken.getLocalPort(), "in use", "--port");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--port 70000 | 0 to 65535",
                "--port many | is not an int",
                "--bind [zz] | must be an address of this machine",
                "--bind 192.0.2.1 | Could not listen on 192.0.2.1",
                "--host http://x | host must be a host name",
                "--epic-version 2026-06 | one of 2025-11, 2026-02, 2026-05, 2026-08",
                "--speed-up 0 | must be a positive number",
                "--sync-delay soon | is not a valid duration",
                "--clock-ahead -soon | is not a valid duration",
                "--api-limit 100 | such as 100/1m",
                "--client epic | PROVIDER:ID=KEYS",
                "--client epic:a=gone.pem | File not found: gone.pem",
                "--client epic:a=pom.xml | expected",
                "--client acme:a=http://127.0.0.1/jwks | Unknown provider \"acme\"",
                "--client siwa:a=http://127.0.0.1/jwks | set --team-id",
                "--redirect-uri here --client siwa:a=http://127.0.0.1/jwks | --redirect-uri is not a valid URL",
                "--config gone.json | File not found: gone.json",
                "--config pom.xml | pom.xml, line ",
                "--client epic:a={\"kty\":\"EC\"} | Expected a file name, but found JSON"
            })
    void invalidFlagsAreReportedInOneLine(String flags, String message) {
        List<String> args = new ArrayList<>(List.of("mock"));
        args.addAll(List.of(flags.split(" ")));
        if (!args.contains("--port")) {
            args.addAll(List.of("--port", "0"));
        }
        harness.run(args.toArray(String[]::new));
        assertThat(harness.exit()).as(harness.all()).isEqualTo(2);
        assertThat(harness.out()).isEmpty();
        assertThat(harness.err()).contains("clientauth: ", message).doesNotContain("Exception", "\tat ");
    }
}
