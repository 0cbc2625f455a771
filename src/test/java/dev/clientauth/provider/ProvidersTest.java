// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.provider;

import org.junit.jupiter.api.Test;

import java.net.URI;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ProvidersTest {

    @Test
    void longAndShortNamesAreAccepted() {
        assertThat(Providers.profile("school", null, null)).isSameAs(AppleSchoolManager.profile());
        assertThat(Providers.profile(" Epic ", null, null)).isSameAs(Epic.sandbox());
        Providers.ids()
                .forEach(id -> assertThat(Providers.profile(id, URI.create("https://ehr.example.org/token"), null)
                                .id())
                        .isEqualTo(id));
    }

    @Test
    void anUnknownNameAndAMissingEndpointAreExplained() {
        assertThatThrownBy(() -> Providers.profile("acme", null, null))
                .hasMessageContaining("Unknown provider \"acme\"")
                .hasMessageContaining("smart-backend-services");
        assertThatThrownBy(() -> Providers.profile("smart", null, null)).hasMessageContaining("its own token endpoint");
    }
}
