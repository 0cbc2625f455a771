// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.profile;

import dev.clientauth.profile.Citation.Access;
import dev.clientauth.profile.Citation.Certainty;
import org.junit.jupiter.api.Test;

import java.net.URI;
import java.time.LocalDate;

import static dev.clientauth.profile.RuleChecks.GUIDE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** How a source is shown. */
class CitationTest {
    private static final URI PAGE = URI.create("https://example.com/guide");
    private static final LocalDate DAY = LocalDate.of(2026, 11, 27);

    @Test
    void aCitationStatesHowThePageWasRead() {
        assertThat(GUIDE).hasToString("Guide <https://example.com/guide>, read 2026-11-27");
        assertThat(Citation.observed("Forum", PAGE.toString(), DAY).readAs(Access.MIRROR))
                .hasToString("Forum <https://example.com/guide>, read 2026-11-27 (mirror), observed");
        assertThat(GUIDE.readAs(Access.SECONDARY).reading()).isEqualTo("read 2026-11-27 (secondary)");
        assertThat(Certainty.OBSERVED).hasToString("observed");
        assertThatThrownBy(() -> new Citation("Guide", PAGE, DAY, Access.PRIMARY, Certainty.DISPUTED))
                .hasMessage("A source is documented or observed; mark the rule as disputed instead.");
        assertThatThrownBy(() -> Citation.documented(" ", PAGE.toString(), DAY)).hasMessageContaining("title");
    }
}
