// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.diagnosis;

import dev.clientauth.profile.Profile;
import dev.clientauth.provider.Epic;
import dev.clientauth.provider.Providers;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

class RulesPageTest {

    @Test
    void theCommittedPageEqualsTheRules() throws IOException {
        Golden.assertKept(Path.of("../docs/rules.md"), RulesPage.of(profiles()).toMarkdown());
    }

    @Test
    void thePageHasEveryRuleAndCauseWithItsSource() {
        String page = RulesPage.of(profiles()).toMarkdown();

        assertThat(profiles()).isNotEmpty().allSatisfy(profile -> {
            assertThat(profile.rules())
                    .allSatisfy(rule -> assertThat(page)
                            .contains("| `" + rule.name() + "` | " + rule.level() + " | " + rule.certainty() + " | ")
                            .contains(rule.citation().uri().toString()));
            assertThat(profile.knownCauses())
                    .allSatisfy(cause -> assertThat(page).contains("| `" + cause.id() + "`: "));
        });
    }

    @Test
    void epicsCausesAreListedForTheSandboxAndForCustomers() {
        String page = RulesPage.of(profiles()).toMarkdown();
        Profile customer = Epic.profile(URI.create("https://another.hospital.example/interconnect/oauth2/token"));
        int start = page.indexOf("outside the request, at a customer with the newest version");

        assertThat(page).contains("outside the request, at the sandbox");
        assertThat(customer.knownCauses())
                .allSatisfy(cause -> assertThat(page.indexOf("| `" + cause.id() + "`: ", start))
                        .isGreaterThan(start));
    }

    @Test
    void everyTableRowHasAsManyCellsAsItsHeader() {
        assertThat(RulesPage.of(profiles()).toMarkdown().lines())
                .filteredOn(line -> line.startsWith("|"))
                .isNotEmpty()
                .allSatisfy(row -> assertThat(row.split("(?<!\\\\)\\|", -1)).hasSizeBetween(8, 9));
    }

    private static List<Profile> profiles() {
        return Providers.ids().stream().map(Providers::example).toList();
    }
}
