// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.cli.watch;

import com.nimbusds.jose.JWSAlgorithm;
import dev.clientauth.cli.CliHarness;
import dev.clientauth.cli.KeyPairFile;
import dev.clientauth.cli.shell.Shell;
import dev.clientauth.fakes.MovableClock;
import dev.clientauth.fakes.TokenServer;
import dev.clientauth.provider.AppleSchoolManager;
import dev.clientauth.provider.Epic;
import mockwebserver3.MockResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.PrintWriter;
import java.io.Writer;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/** Waiting until a provider accepts a key, with a simulated clock. */
class WatchCommandTest {
    private static final String REFUSED = "{\"error\":\"invalid_client\",\"error_description\":null}";

    @TempDir
    private Path folder;

    private final MovableClock clock = new MovableClock();
    private TokenServer server;
    private CliHarness harness;

    @BeforeEach
    void aClientOfEpic() {
        server = TokenServer.start();
        KeyPairFile key = KeyPairFile.make(folder, "epic.pem", JWSAlgorithm.RS384, "epic-2026-11");
        harness = new CliHarness()
                .at(clock)
                .sleepingBy(clock::advance)
                .with("CLIENTAUTH_PROVIDER", "epic")
                .with("CLIENTAUTH_CLIENT_ID", "36c92488-dc0c-4c3a-9e29-9f4a1e5ee8a4")
                .with("CLIENTAUTH_KEY", key.file().toString())
                .with("CLIENTAUTH_KEY_ID", "epic-2026-11")
                .with("CLIENTAUTH_TOKEN_ENDPOINT", server.endpoint().toString());
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void pollsAtGrowingIntervalsUntilTheProviderAccepts() {
        server.respondingWith(400, REFUSED)
                .respondingWith(400, REFUSED)
                .respondingWith(400, REFUSED)
                .granting("token", 3600);
        harness.run("watch");
        assertThat(harness.exit()).as(harness.all()).isZero();
        assertThat(harness.slept())
                .containsExactly(Duration.ofSeconds(30), Duration.ofSeconds(45), Duration.ofMillis(67_500));
        assertThat(harness.out())
                .contains(
                        "Waiting for Epic",
                        "at most 22 minutes 30 seconds",
                        "Expected within 15 minutes",
                        "30 seconds of 15 minutes: HTTP 400, invalid_client")
                .contains("Accepted after 2 minutes 22 seconds and 4 attempts.")
                .doesNotContain("token\n");
    }

    @Test
    void stopsWhenStandardOutputIsClosed() {
        server.respondingWith(400, REFUSED).granting("token", 3600);
        Shell shell = harness.shell();
        PrintWriter closedPipe = new PrintWriter(Writer.nullWriter(), true) {
            @Override
            public boolean checkError() {
                return true;
            }
        };
        Shell withClosedPipe = new Shell(
                closedPipe,
                shell.err(),
                shell.in(),
                false,
                false,
                80,
                shell.environment(),
                shell.clock(),
                shell.sleeper());
        assertThat(CliHarness.execute(withClosedPipe, "watch")).isEqualTo(1);
        assertThat(harness.slept()).isEmpty();
        assertThat(server.requestCount()).isEqualTo(1);
    }

    @Test
    void aRetryAfterIsRespected() {
        server.respondingWith(new MockResponse.Builder()
                        .code(429)
                        .addHeader("Retry-After", "600")
                        .body("{\"error\":\"slow_down\"}")
                        .build())
                .granting("token", 3600);
        harness.run("watch");
        assertThat(harness.exit()).as(harness.all()).isZero();
        assertThat(harness.slept()).hasSize(1);
        assertThat(harness.slept().get(0)).isBetween(Duration.ofSeconds(599), Duration.ofSeconds(600));
    }

    @Test
    void givesUpAtTheEndWithTheRemainingCauses() {
        for (int i = 0; i < 4; i++) {
            server.respondingWith(400, REFUSED);
        }
        harness.run("watch", "--for", "2m");
        assertThat(harness.exit()).isEqualTo(1);
        assertThat(harness.slept().stream().reduce(Duration.ZERO, Duration::plus))
                .isEqualTo(Duration.ofMinutes(2));
        assertThat(harness.out())
                .contains(
                        "Gave up after 2 minutes and 4 attempts: HTTP 400, invalid_client",
                        "Possible causes outside the request, the most likely first, 3 of");
    }

    @Test
    void aRefusalThatWaitingCannotFixEndsItAtOnce() {
        server.respondingWith(400, "{\"error\":\"invalid_scope\"}");
        harness.run("watch");
        assertThat(harness.exit()).isEqualTo(1);
        assertThat(harness.slept()).isEmpty();
        assertThat(harness.out()).contains("Waiting cannot fix this.", "invalid_scope");
    }

    @Test
    void aRequestThatBreaksARuleIsNotSent() {
        harness.run("watch", "--lifetime", "1h");
        assertThat(harness.exit()).isEqualTo(1);
        assertThat(harness.out()).contains("epic.exp.within-five-minutes");
        assertThat(server.requestCount()).isZero();
    }

    @Test
    void jsonHasALineForEachResponse() {
        server.respondingWith(400, REFUSED).granting("secret-token", 3600);
        harness.run("watch", "--json");
        List<String> lines = harness.out().lines().toList();
        assertThat(lines).hasSize(2);
        assertThat(lines.get(0)).contains("\"outcome\":\"waiting\"", "\"attempts\":1", "\"nextInSeconds\":30");
        assertThat(lines.get(1))
                .contains("\"outcome\":\"accepted\"", "\"attempts\":2")
                .doesNotContain("secret-token");
    }

    @Test
    void theDocumentedTimesOfTheProviderAreUsed() {
        URI customer = URI.create("https://fhir.hospital.example/oauth2/token");
        assertThat(Expectation.of(Epic.sandbox(), false).time()).isEqualTo(Duration.ofMinutes(15));
        assertThat(Expectation.of(Epic.profile(customer), false).time()).isEqualTo(Duration.ofHours(12));
        assertThat(Expectation.of(Epic.profile(customer), true).time()).isEqualTo(Duration.ofHours(29));
        assertThat(Expectation.of(AppleSchoolManager.profile(), false).cause()).isNull();
    }

    @Test
    void theIntervalHasAMinimum() {
        PollInterval pace = new PollInterval();
        Duration last = Duration.ZERO;
        for (int i = 0; i < 20; i++) {
            Duration next = pace.next(Duration.ZERO);
            assertThat(next)
                    .isBetween(Duration.ofSeconds(30), Duration.ofMinutes(5))
                    .isGreaterThanOrEqualTo(last);
            last = next;
        }
        assertThat(last).isEqualTo(Duration.ofMinutes(5));
    }
}
