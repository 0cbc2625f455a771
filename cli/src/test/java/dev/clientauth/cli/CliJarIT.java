// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jose.JWSAlgorithm;
import dev.clientauth.cli.JarProcess.Result;
import dev.clientauth.key.SigningKey;
import dev.clientauth.mock.server.MockProviderServer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipFile;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

/** The runnable jar that {@code mvn package} makes, as a process. */
class CliJarIT {
    private static final Path REQUESTS = Path.of("../diagnosis/src/test/resources/requests");
    private static final String ESCAPE = "\u001b";
    private static final String CLIENT = "36c92488-dc0c-4c3a-9e29-9f4a1e5ee8a4";

    @TempDir
    private Path folder;

    private JarProcess clientauth;

    @BeforeEach
    void process() {
        clientauth = new JarProcess(folder);
    }

    private static String request(String name) throws IOException {
        return Files.readString(REQUESTS.resolve(name));
    }

    @Test
    void helpAndVersion() {
        Result help = clientauth.run("--help");
        assertThat(help.exit()).isZero();
        assertThat(help.out())
                .contains("Usage: clientauth", "diagnose", "Examples:")
                .doesNotContain(ESCAPE);
        assertThat(help.err()).isEmpty();

        Result version = clientauth.run("--version");
        assertThat(version.exit()).isZero();
        assertThat(version.out()).startsWith("clientauth " + System.getProperty("clientauth.version") + "\n");
    }

    @Test
    void theForumRequestIsDiagnosedFromStandardInput() throws IOException {
        String request = request("faulty/school-forum-as-sent.txt");
        Result report = clientauth.typing(request).run("diagnose");
        assertThat(report.exit()).as(report.err()).isEqualTo(1);
        assertThat(report.out())
                .startsWith("Read an HTTP request. Checked as Apple School Manager")
                .contains("5 rules of Apple School Manager are broken")
                .contains("1.  The request is sent to https://account.apple.com/auth/oauth2/token.")
                .doesNotContain(ESCAPE)
                .doesNotContain(secrets(request));
        assertThat(report.out().lines().filter(line -> !line.contains("://")))
                .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(80));
        assertThat(report.err()).isEmpty();

        JsonNode json = clientauth.run("diagnose", "--json").json();
        assertThat(json.path("version").asInt()).isEqualTo(2);
        assertThat(json.path("verdict").asText()).isEqualTo("broken");
        assertThat(json.toString()).doesNotContain(secrets(request));

        Result colored = clientauth.with("NO_COLOR", "1").run("diagnose", "--color", "always");
        assertThat(colored.out()).contains(ESCAPE + "[31m");
    }

    /** Payload and signature of the JWT in a request. */
    private static String[] secrets(String request) {
        String jwt = request.replaceAll("(?s).*client_assertion=([^&]+).*", "$1");
        String[] parts = jwt.split("\\.");
        assertThat(parts).hasSize(3);
        return new String[] {parts[1], parts[2]};
    }

    @Test
    void aValidRequestBreaksNoRule() throws IOException {
        Path keys = REQUESTS.resolve("keys/epic.jwks.json").toAbsolutePath();
        Result report = clientauth
                .typing(request("sound/epic-exactly-five-minutes.txt"))
                .run("diagnose", "--at", "2026-11-20T12:00:00Z", "--jwks", keys.toString(), "--client-id", CLIENT);
        assertThat(report.exit()).as(report.out()).isZero();
        assertThat(report.out()).contains("No problem was found in the JWT");
    }

    @Test
    void invalidUsageIsReportedInOneLine() {
        Result unknown = clientauth.run("diagnos");
        assertThat(unknown.exit()).isEqualTo(2);
        assertThat(unknown.out()).isEmpty();
        assertThat(unknown.err())
                .startsWith("clientauth: Unknown command: diagnos. Did you mean diagnose?")
                .doesNotContain("\tat ");
        assertThat(clientauth.run("diagnose", "eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJhIn0.c2lnbmF0dXJl"))
                .satisfies(typed -> assertThat(typed.exit()).isEqualTo(2))
                .satisfies(typed -> assertThat(typed.err()).contains("a JWT", "standard input"));
    }

    @Test
    void rulesOfAProviderAreListed() {
        Result rules = clientauth.run("rules", "epic");
        assertThat(rules.exit()).isZero();
        assertThat(rules.out()).contains("epic.exp.within-five-minutes", "at most 5 minutes");
    }

    @Test
    void aKeyIsGeneratedInspectedAndMatched() throws IOException {
        Result made =
                clientauth.run("keys", "generate", "--alg", "RS384", "--kid", "epic-2026-11", "--out", "epic.pem");
        assertThat(made.exit()).as(made.err()).isZero();
        assertThat(Files.readString(folder.resolve("epic.pem"))).startsWith("-----BEGIN PRIVATE KEY-----");

        Result inspected = clientauth.run("keys", "inspect", "epic.pem", "--json");
        assertThat(inspected.exit()).isZero();
        assertThat(inspected.json().path("keys").get(0).path("type").asText()).isEqualTo("RSA 2048");

        Files.writeString(
                folder.resolve("jwks.json"),
                clientauth.run("keys", "jwks", "epic.pem").out());
        Result matched = clientauth.run("keys", "match", "epic.pem", "jwks.json");
        assertThat(matched.exit()).isZero();
        assertThat(matched.out()).startsWith("The keys match.");

        Path stranger = REQUESTS.resolve("keys/stranger-rsa.pem").toAbsolutePath();
        assertThat(clientauth
                        .run("keys", "match", "epic.pem", stranger.toString())
                        .exit())
                .isEqualTo(1);
    }

    @Test
    void aTokenIsRequestedAndPrintedOnlyWithShow() throws IOException {
        KeyPairFile key = KeyPairFile.make(folder, "epic.pem", JWSAlgorithm.RS384, "epic-2026-11");
        try (MockProviderServer server = MockProviderServer.start()) {
            server.provider("epic").register(CLIENT, key.key().publicJwk());
            clientauth
                    .with("CLIENTAUTH_PROVIDER", "epic")
                    .with("CLIENTAUTH_CLIENT_ID", CLIENT)
                    .with("CLIENTAUTH_KEY", key.file().toString())
                    .with("CLIENTAUTH_KEY_ID", "epic-2026-11")
                    .with(
                            "CLIENTAUTH_TOKEN_ENDPOINT",
                            server.provider("epic").tokenEndpoint().toString());

            Result shown = clientauth.run("token", "--show");
            assertThat(shown.exit()).as(shown.out() + shown.err()).isZero();
            assertThat(shown.out().strip()).doesNotContain(" ", "\n").hasSizeGreaterThan(8);

            Result redacted = clientauth.run("token", "--json");
            assertThat(redacted.exit()).isZero();
            assertThat(redacted.json().path("type").asText()).isEqualToIgnoringCase("bearer");
            assertThat(redacted.json().has("accessToken")).isFalse();

            SigningKey other = KeyPairFile.make(folder, "other.pem", JWSAlgorithm.RS384, "x")
                    .key();
            server.provider("epic").register(CLIENT, other.publicJwk());
            Result refused = clientauth.run("token");
            assertThat(refused.exit()).isEqualTo(1);
            assertThat(refused.out())
                    .startsWith("Refused.")
                    .contains("HTTP 400, invalid_client")
                    .doesNotContain("eyJ");
        }
    }

    @Test
    void theCompletionScriptWorksInBash() {
        Result words = clientauth.bash("""
                source <(clientauth completion)
                complete -p clientauth
                # compopt is of use only to a shell that is completing.
                COMP_WORDS=(clientauth dia); COMP_CWORD=1; COMP_LINE='clientauth dia'
                _complete_clientauth 2>/dev/null; echo "${COMPREPLY[@]}"
                COMP_WORDS=(clientauth keys in); COMP_CWORD=2; COMP_LINE='clientauth keys in'
                _complete_clientauth 2>/dev/null; echo "${COMPREPLY[@]}"
                COMP_WORDS=(clientauth token -p ep); COMP_CWORD=3; COMP_LINE='clientauth token -p ep'
                _complete_clientauth 2>/dev/null; echo "${COMPREPLY[@]}"
                COMP_WORDS=(clientauth token --tok); COMP_CWORD=2; COMP_LINE='clientauth token --tok'
                _complete_clientauth 2>/dev/null; echo "${COMPREPLY[@]}"
                """);
        assertThat(words.err()).isEmpty();
        assertThat(words.out().lines().findFirst())
                .hasValueSatisfying(line -> assertThat(line).contains("-o default"));
        assertThat(words.out().lines()).hasSize(5).endsWith("diagnose", "inspect", "epic", "--token-endpoint");
    }

    @Test
    void theJarContainsServicesAndLicencesButNoForeignSignatures() throws IOException {
        try (ZipFile jar = new ZipFile(JarProcess.jar().toFile())) {
            assertThat(jar.stream().map(Object::toString))
                    .noneMatch(name -> name.matches("META-INF/[^/]+\\.(SF|RSA|DSA|EC)"))
                    .noneMatch(name -> name.endsWith("module-info.class"))
                    .noneMatch(name -> name.matches("(org/junit|org/opentest4j|io/netty|io/lettuce)/.*"))
                    .contains("META-INF/services/java.security.Provider", "META-INF/NOTICE");
            assertThat(text(jar, "META-INF/services/com.fasterxml.jackson.core.JsonFactory"))
                    .contains("com.fasterxml.jackson.core.JsonFactory");
            assertThat(text(jar, "META-INF/LICENSE")).contains("Apache License");
            assertThat(text(jar, "META-INF/LICENSE.md")).contains("Legion of the Bouncy Castle");
            assertThat(text(jar, "META-INF/LICENSE.txt")).contains("QOS.ch");
        }
        Path library = Path.of(JarProcess.jar().toString().replace("-all.jar", ".jar"));
        try (ZipFile jar = new ZipFile(library.toFile())) {
            assertThat(jar.getEntry("picocli/CommandLine.class")).isNull();
            assertThat(jar.getEntry("module-info.class")).isNotNull();
        }
    }

    private static String text(ZipFile jar, String name) throws IOException {
        return new String(jar.getInputStream(jar.getEntry(name)).readAllBytes(), UTF_8);
    }
}
