// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.diagnosis;

import dev.clientauth.provider.Providers;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Path;

import static org.assertj.core.api.Assertions.assertThat;

class ProvidersPageTest {

    @Test
    void thePageOfTheProvidersIsInStepWithTheProfiles() throws IOException {
        Golden.assertKept(Path.of("../docs/providers.md"), ProvidersPage.toMarkdown());
    }

    @Test
    void eachProviderHasARowWithAsManyCellsAsTheHead() {
        assertThat(ProvidersPage.toMarkdown().lines().filter(line -> line.startsWith("|")))
                .hasSize(Providers.ids().size() + 2)
                .allSatisfy(row -> assertThat(row.split("(?<!\\\\)\\|", -1)).hasSize(12));
    }
}
