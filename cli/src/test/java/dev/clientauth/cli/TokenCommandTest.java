// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.cli;

import com.nimbusds.jose.JWSAlgorithm;
import dev.clientauth.fakes.TokenServer;
import dev.clientauth.mock.server.MockProvider;
import dev.clientauth.provider.Epic;
import mockwebserver3.MockResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/** The token command, with a local mock of the provider. */
class TokenCommandTest {
    private static final String CLIENT = "36c92488-dc0c-4c3a-9e29-9f4a1e5ee8a4";

    @TempDir
    private Path folder;

    private MockProvider epic;
    private KeyPairFile key;
    private CliHarness harness;

    @BeforeEach
    void aClientOfEpic() throws IOException {
        epic = MockProvider.start(Epic.sandbox());
        key = KeyPairFile.make(folder, "epic.pem", JWSAlgorithm.RS384, "epic-2026-11");
        epic.register(CLIENT, key.key().publicJwk());
        harness = new CliHarness()
                .with("CLIENTAUTH_PROVIDER", "epic")
                .with("CLIENTAUTH_CLIENT_ID", CLIENT)
                .with("CLIENTAUTH_KEY", key.file().toString())
                .with("CLIENTAUTH_KEY_ID", "epic-2026-11")
                .with("CLIENTAUTH_SCOPE", "system/Patient.read system/Group.read")
                .with("CLIENTAUTH_TOKEN_ENDPOINT", epic.tokenEndpoint().toString());
    }

    @AfterEach
    void close() {
        epic.close();
    }

    @Test
    void describesTheTokenWithoutPrintingIt() {
        harness.run("token");
        assertThat(harness.exit()).as(harness.all()).isZero();
        assertThat(harness.out())
                .contains("Accepted.", "system/Patient.read system/Group.read", "in 59 minutes", "--show");
        assertThat(harness.err()).isEmpty();
    }

    @Test
    void showPrintsOnlyTheToken() {
        harness.run("token", "--show");
        assertThat(harness.exit()).isZero();
        assertThat(harness.out().strip()).doesNotContain(" ", "\n").hasSizeGreaterThan(8);
        String token = harness.out().strip();
        harness.run("token");
        assertThat(harness.all()).doesNotContain(token);
    }

    @Test
    void printsJson() {
        harness.run("token", "--json");
        assertThat(harness.json().path("version").asInt()).isEqualTo(1);
        assertThat(harness.json().path("type").asText()).isEqualToIgnoringCase("bearer");
        assertThat(harness.json().path("expiresInSeconds").asInt()).isBetween(3500, 3600);
        assertThat(harness.json().has("accessToken")).isFalse();
        harness.run("token", "--json", "--show");
        assertThat(harness.json().path("accessToken").asText()).isNotBlank();
    }

    @Test
    void aKeyThatIsNotRegisteredIsRefusedAndExplained() {
        KeyPairFile other = KeyPairFile.make(folder, "other.pem", JWSAlgorithm.RS384, "epic-2026-11");
        harness.run("token", "--key", other.file().toString());
        assertThat(harness.exit()).isEqualTo(1);
        assertThat(harness.out())
                .startsWith("Refused.\n")
                .containsOnlyOnce("HTTP 400")
                .contains("The token endpoint responded HTTP 400, invalid_client.", "reached the sandbox")
                .doesNotContain("eyJ");
    }

    @Test
    void aBrokenRuleIsReportedBeforeAnythingIsSent() {
        harness.run("token", "--lifetime", "1h");
        assertThat(harness.exit()).isEqualTo(1);
        assertThat(harness.out())
                .contains("Not sent", "epic.exp.within-five-minutes")
                .as("nobody can supply what was never sent")
                .doesNotContain("wait for", "HTTP method", "come into question");
        assertThat(epic.received()).isEmpty();
    }

    @Test
    void aWrongClockIsCorrectedByTheProvidersClock() {
        Clock behind = Clock.offset(Clock.systemUTC(), Duration.ofMinutes(-10));
        harness.at(behind).run("token");
        assertThat(harness.exit()).as(harness.all()).isZero();
        assertThat(epic.received()).hasSize(2);
    }

    @Test
    void aLargeClockDifferenceIsReportedWithBothClocks() {
        Clock behind = Clock.offset(Clock.systemUTC(), Duration.ofMinutes(-20));
        harness.at(behind).run("token");
        assertThat(harness.exit()).isEqualTo(1);
        assertThat(harness.out()).contains("The provider's clock is ", " and this machine's clock ");
        assertThat(epic.received()).hasSize(1);
    }

    @Test
    void tooManyRequestsReportTheRetryTime() {
        try (TokenServer busy = TokenServer.start()
                .respondingWith(new MockResponse.Builder()
                        .code(429)
                        .addHeader("Retry-After", "120")
                        .body("{\"error\":\"temporarily_unavailable\"}")
                        .build())) {
            harness.run("token", "--token-endpoint", busy.endpoint().toString());
            assertThat(harness.exit()).isEqualTo(1);
            assertThat(harness.out()).contains("HTTP 429", "retry at");
            assertThat(busy.requestCount()).isEqualTo(1);
        }
    }

    @Test
    void controlCharactersInAResponseAreEscaped() {
        String steering = "\\u001b[2J\\u0007\\u009b\\u202e\\udb40\\udc01";
        try (TokenServer hostile = TokenServer.start()
                .respondingWith(400, "{\"error\":\"" + steering + "\",\"error_description\":\"" + steering + "\"}")
                .respondingWith(
                        200,
                        "{\"access_token\":\"t\",\"token_type\":\"Bearer\",\"expires_in\":60,\"scope\":\"" + steering
                                + "\"}")
                .respondingWith(400, "{\"error\":\"" + steering + "\"}")
                .respondingWith(
                        200,
                        "{\"access_token\":\"t\",\"token_type\":\"Bearer\",\"expires_in\":60,\"scope\":\"" + steering
                                + "\"}")
                .respondingWith(
                        200,
                        "{\"access_token\":\"t\",\"token_type\":\"Bearer\",\"expires_in\":60,\"scope\":\"" + steering
                                + "\"}")
                .respondingWith(
                        200,
                        "{\"access_token\":\"t\",\"token_type\":\"Bearer\",\"expires_in\":60,\"scope\":\"" + steering
                                + "\"}")) {
            for (String command : new String[] {"token", "token", "watch", "doctor", "token --json"}) {
                List<String> arguments = new ArrayList<>(List.of(command.split(" ", -1)));
                arguments.addAll(List.of("--token-endpoint", hostile.endpoint().toString()));
                harness.run(arguments.toArray(String[]::new));
                assertThat(harness.all())
                        .as(command)
                        .isNotBlank()
                        .doesNotContain("\u001b", "\u0007", "\u009b", "\u202e", "\udb40\udc01");
            }
            // RFC 6749 section 3.3 has no such characters, so a token with that scope is an unusable response.
            assertThat(harness.json().has("scope")).isFalse();
        }
    }

    @Test
    void anUnreachableServerIsReportedInOneLine() {
        harness.run("token", "--token-endpoint", "http://127.0.0.1:1/token");
        assertThat(harness.exit()).isEqualTo(1);
        assertThat(harness.out()).isEmpty();
        assertThat(harness.err().lines()).hasSize(1).first().asString().startsWith("clientauth: ");
    }
}
