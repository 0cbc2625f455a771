// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.provider;

import dev.clientauth.profile.Profile;
import dev.clientauth.profile.Verdict;
import org.junit.jupiter.api.Test;

import java.net.URI;
import java.util.List;

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

    @Test
    void onlyServersThatDifferNeedATokenEndpoint() {
        assertThat(List.of("smart", "okta", "private-key-jwt")).allMatch(Providers::needsTokenEndpoint);
        assertThat(List.of("school", "siwa", "epic")).noneMatch(Providers::needsTokenEndpoint);
        assertThat(Providers.ids()).hasSizeGreaterThan(25).doesNotHaveDuplicates();
    }

    @Test
    void anOrganizationOfSalesforceTakesTheLoginUrlOfItsSystemToo() {
        assertThat(audience(Salesforce.profile(), "https://test.salesforce.com"))
                .isFalse();
        assertThat(audience(Salesforce.sandbox(), "https://test.salesforce.com"))
                .isTrue();
        assertThat(audience(Salesforce.sandbox(), "https://login.salesforce.com"))
                .isFalse();
        Profile own = Salesforce.at(URI.create("https://acme.my.salesforce.com/services/oauth2/token"));
        assertThat(audience(own, "https://acme.my.salesforce.com")).isTrue();
        assertThat(audience(own, "https://login.salesforce.com")).isTrue();
        assertThat(audience(own, "https://other.my.salesforce.com")).isFalse();
    }

    private static boolean audience(Profile profile, String aud) {
        ValidRequest request = GrantRows.salesforce();
        request.claims.put("aud", aud);
        return profile.diagnose(request.attempt(), request.context()).findings().stream()
                .filter(finding -> finding.rule().name().equals("aud"))
                .allMatch(finding -> finding.verdict() instanceof Verdict.Satisfied);
    }

    @Test
    void aGrantThatIsNotValidIsRefusedAsAnInvalidGrant() {
        Profile box = JwtBearerGrant.build(Box.profile().toBuilder());
        assertThat(box.rule("aud").orElseThrow().error()).isEqualTo("invalid_grant");
        Profile other = JwtBearerGrant.refusingWith("invalid_client", Salesforce.sandbox());
        assertThat(other.rule("aud").orElseThrow().error()).isEqualTo("invalid_grant");
        assertThat(Salesforce.sandbox().rules()).noneMatch(rule -> rule.error().equals("invalid_client"));
    }
}
