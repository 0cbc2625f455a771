// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.cli.mock;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jose.JWSAlgorithm;
import dev.clientauth.ClientAuthenticator;
import dev.clientauth.cli.ClientauthCommand;
import dev.clientauth.cli.KeyPairFile;
import dev.clientauth.json.Json;
import dev.clientauth.provider.Providers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

/** The mock as a separate process, as started by test suites in other languages. */
@Timeout(120)
class MockProcessTest {
    @TempDir
    private Path folder;

    @Test
    void issuesATokenWithThePrintedVariablesAndStopsOnASignal() throws IOException, InterruptedException {
        KeyPairFile key =
                KeyPairFile.make(folder, "school.pem", JWSAlgorithm.ES256, "8136a1f6-c995-4010-b964-bc8278c107ef");
        Path err = folder.resolve("err.txt");
        String clientId = "SCHOOLAPI.7c0c10a0-4d8a-4ef8-a2be-eda040b65c59";
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        ClientauthCommand.class.getName(),
                        "mock",
                        "--port",
                        "0",
                        "--json",
                        "--client",
                        "school:" + clientId + "=" + key.file() + "#8136a1f6-c995-4010-b964-bc8278c107ef")
                .redirectError(err.toFile())
                .start();
        try (BufferedReader out = process.inputReader(UTF_8)) {
            String line = out.readLine();
            assertThat(line).as(() -> "What it said: " + err).isNotNull();
            JsonNode environment = Json.parse(line).path("providers").get(0).path("environment");
            ClientAuthenticator client = ClientAuthenticator.builder(Providers.profile(
                            environment.path("CLIENTAUTH_PROVIDER").asText(), null, null))
                    .clientId(clientId)
                    .signingKey(key.key())
                    .tokenEndpoint(URI.create(
                            environment.path("CLIENTAUTH_TOKEN_ENDPOINT").asText()))
                    .build();
            assertThat(client.accessToken().value()).isNotEmpty();
            // Process.destroy() would close the streams as well.
            process.toHandle().destroy();
            assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isZero();
            assertThat(out.readLine()).isNull();
            assertThat(err).isEmptyFile();
        } finally {
            process.destroyForcibly();
        }
    }
}
