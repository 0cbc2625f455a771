// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.cli;

import com.nimbusds.jose.JWSAlgorithm;
import dev.clientauth.provider.AppleBusiness;
import dev.clientauth.provider.AppleSchoolManager;
import dev.clientauth.provider.Epic;
import dev.clientauth.provider.SignInWithApple;
import dev.clientauth.provider.SmartBackendServices;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/** The client secret of Sign in with Apple, described or shown. */
class AssertionCommandTest {
    @TempDir
    private Path folder;

    private CliHarness harness;

    @BeforeEach
    void aClientOfApple() {
        KeyPairFile key = KeyPairFile.make(folder, "AuthKey_ABC123DEFG.p8", JWSAlgorithm.ES256, "ABC123DEFG");
        harness = new CliHarness()
                .with("CLIENTAUTH_PROVIDER", "siwa")
                .with("CLIENTAUTH_CLIENT_ID", "com.example.web")
                .with("CLIENTAUTH_TEAM_ID", "DEF123GHIJ")
                .with("CLIENTAUTH_KEY", key.file().toString());
    }

    @Test
    void printsHeaderAndClaimsWithoutTheJwt() {
        harness.run("assertion");
        assertThat(harness.exit()).as(harness.err()).isZero();
        assertThat(harness.out())
                .contains("ABC123DEFG", "DEF123GHIJ", "com.example.web", "https://appleid.apple.com", "not shown")
                .doesNotContain("eyJ");
    }

    @Test
    void showPrintsOnlyTheJwt() {
        harness.run("assertion", "--show");
        assertThat(harness.out().strip()).matches("eyJ[\\w-]+\\.[\\w-]+\\.[\\w-]+");
    }

    @Test
    void jsonHasAllMembers() {
        harness.run("assertion", "--json");
        assertThat(harness.json().at("/header/kid").asText()).isEqualTo("ABC123DEFG");
        assertThat(harness.json().at("/claims/exp").isIntegralNumber()).isTrue();
        assertThat(harness.out()).doesNotContain("eyJ");
        harness.run("assertion", "--json", "--show");
        assertThat(harness.json().path("assertion").asText()).startsWith("eyJ");
    }

    @Test
    void helpShowsTheDefaultLifetimes() {
        harness.run("assertion", "--help");
        assertThat(harness.out().replaceAll("\\s+", " ")).contains("By default 1h for Apple, 2m for Epic and SMART.");
        assertThat(List.of(AppleSchoolManager.profile(), AppleBusiness.profile(), SignInWithApple.profile()))
                .allSatisfy(apple -> assertThat(apple.lifetime()).isEqualTo(Duration.ofHours(1)));
        assertThat(List.of(Epic.sandbox(), SmartBackendServices.profile(URI.create("https://ehr.example.com/token"))))
                .allSatisfy(other -> assertThat(other.lifetime()).isEqualTo(Duration.ofMinutes(2)));
    }

    @Test
    void missingSettingsAreNamedByTheirFlags() {
        harness.with("CLIENTAUTH_TEAM_ID", "").run("assertion");
        assertThat(harness.exit()).isEqualTo(2);
        assertThat(harness.err())
                .contains("the Team ID: set --team-id or CLIENTAUTH_TEAM_ID")
                .doesNotContain("(…)");
    }

    @Test
    void aBrokenRuleIsReportedBeforeSigning() {
        harness.run("assertion", "--team-id", "wrong");
        assertThat(harness.exit()).isEqualTo(1);
        assertThat(harness.out()).contains("sign-in-with-apple.iss.ten-characters");
    }
}
