// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.hostile;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;

import static org.assertj.core.api.Assertions.assertThat;

class FaultsPageTest {

    /** What is in the cells is checked by {@link HostileEndpointTest}, which observes it. */
    @Test
    void theCommittedPageHasEveryBehaviorAndCallbackOnce() throws IOException {
        assertThat(Files.readString(FaultsPage.FILE))
                .isEqualTo(FaultsPage.read().toMarkdown());
    }

    @Test
    void everyBehaviorHasAResultOfBothClients() throws IOException {
        assertThat(Files.readAllLines(FaultsPage.FILE))
                .filteredOn(line -> line.split(" \\| ", -1).length == 6 && !line.startsWith("| endpoint"))
                .hasSize(BehaviorTable.all().size())
                .allSatisfy(row -> assertThat(row.split(" \\| ", -1)).doesNotContain(""));
    }
}
