// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.cli.demo;

import dev.clientauth.cli.CliHarness;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The demo: a token from a mock of every provider, and the forum request explained. */
class DemoCommandTest {
    @Test
    void everyProviderIssuesATokenAndTheForumRequestIsExplained() {
        CliHarness demo = new CliHarness().run("demo");
        assertThat(demo.exit()).as(demo.all()).isZero();
        assertThat(demo.out())
                .contains(
                        "Apple School Manager",
                        "Apple Business",
                        "Sign in with Apple",
                        "Epic",
                        "SMART",
                        "private_key_jwt")
                .contains("HTTP 400 {\"error\":\"invalid_client\"}", "5 rules of Apple School Manager are broken")
                .doesNotContain("refused\n")
                .endsWith("All checks passed.\n");
        assertThat(demo.out().lines().filter(line -> !line.contains("://")))
                .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(80));
        assertThat(demo.err()).isEmpty();
    }

    @Test
    void jsonHasEveryProviderAndTheDiagnosis() {
        CliHarness demo = new CliHarness().run("demo", "--json");
        assertThat(demo.exit()).isZero();
        assertThat(demo.json().path("outcome").asText()).isEqualTo("passed");
        assertThat(demo.json().path("providers"))
                .hasSize(10)
                .allSatisfy(provider ->
                        assertThat(provider.path("accepted").asBoolean()).isTrue());
        assertThat(demo.json().path("diagnosis").path("verdict").asText()).isEqualTo("broken");
    }
}
