// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.cli;

import dev.clientauth.provider.Epic;
import dev.clientauth.provider.Providers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** The rules of every provider, as text and as JSON. */
class RulesCommandTest {
    @Test
    void allProvidersAreListed() {
        CliHarness harness = new CliHarness().run("rules");
        assertThat(harness.exit()).isZero();
        assertThat(harness.out()).contains(Providers.ids()).doesNotContain("\u001B");
        assertThat(harness.out().lines().filter(line -> !line.contains("https://")))
                .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(80));
    }

    @ParameterizedTest
    @ValueSource(strings = {"epic", "siwa", "school", "business", "smart", "smart-backend-services", "private-key-jwt"})
    void eachProviderHasShortAndLongNames(String name) {
        CliHarness harness = new CliHarness().run("rules", name);
        assertThat(harness.exit()).as(harness.err()).isZero();
        assertThat(harness.out()).contains("MUST", "https://");
    }

    @Test
    void rulesCanBeFilteredByLevel() {
        assertThat(new CliHarness().run("rules", "epic", "--level", "should").out())
                .contains("SHOULD")
                .doesNotContain("MUST");
    }

    @Test
    void jsonHasEveryRule() {
        CliHarness harness = new CliHarness().run("rules", "epic", "--json");
        assertThat(harness.json().path("providers").path(0).path("rules").size())
                .isEqualTo(Epic.sandbox().rules().size());
        assertThat(harness.json().at("/providers/0/rules/0/source/uri").asText())
                .startsWith("https://");
    }

    @Test
    void theClosestNameIsSuggested() {
        CliHarness harness = new CliHarness().run("rules", "epik");
        assertThat(harness.exit()).isEqualTo(2);
        assertThat(harness.err()).contains("Did you mean epic?");
    }
}
