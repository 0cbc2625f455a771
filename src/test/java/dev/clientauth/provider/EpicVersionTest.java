// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.provider;

import com.nimbusds.jose.jwk.JWK;
import dev.clientauth.profile.Finding;
import dev.clientauth.profile.KnownCause;
import dev.clientauth.profile.Profile;
import dev.clientauth.profile.Registration.KeyOrigin;
import dev.clientauth.profile.Verdict;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import java.net.URI;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@DisplayName("Each version of Epic accepts keys in its own ways")
class EpicVersionTest {
    private static Profile at(Epic.Version version, boolean isSandbox) {
        return isSandbox ? Epic.sandbox(version) : Epic.profile(URI.create(ValidRequests.EPIC_CUSTOMER), version);
    }

    private static Verdict verdict(Profile profile, boolean isSandbox, String alg, JWK key, KeyOrigin origin) {
        ValidRequest request = isSandbox ? ValidRequests.epicSandbox() : ValidRequests.epic();
        request.key(alg, key, "epic-2026-11");
        request.keyOrigin = origin;
        return profile.diagnose(request.attempt(), request.context()).findings().stream()
                .filter(finding -> finding.rule().name().equals("key.origin"))
                .map(Finding::verdict)
                .findFirst()
                .orElseThrow();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "NOVEMBER_2025 | true  | true  | An RSA key may be uploaded instead. | or use an RSA key.",
                "NOVEMBER_2025 | false | true  | An RSA key may be uploaded instead. | app's page, or use an RSA key.",
                "FEBRUARY_2026 | true  | false | is registered by JWK Set URL. | as the non-production JWK Set URL.",
                "FEBRUARY_2026 | false | true  | An RSA key may be uploaded instead. | app's page, or use an RSA key.",
                "MAY_2026      | true  | false | is registered by JWK Set URL. | as the non-production JWK Set URL.",
                "MAY_2026      | false | false | is registered by JWK Set URL. | configure its URL for this app.",
                "AUGUST_2026   | true  | false | is registered by JWK Set URL. | as the non-production JWK Set URL.",
                "AUGUST_2026   | false | true  | loaded from a .pem file. | give the customer a .pem file with a public RSA key.",
            })
    void acceptsStaticRsaKeysOnlyAtTimes(
            Epic.Version version, boolean isSandbox, boolean acceptsStatic, String statement, String remedy) {
        Profile profile = at(version, isSandbox);
        assertThat(profile.rule("key.origin").orElseThrow().statement()).endsWith(statement);
        assertThat(profile.rule("key.origin").orElseThrow().remedy()).endsWith(remedy);
        String expected = "a key from the client's JWK Set URL";
        assertThat(verdict(profile, isSandbox, "RS384", TestKeys.RSA, KeyOrigin.STATIC))
                .isEqualTo(acceptsStatic ? Verdict.satisfied() : Verdict.broken("a static RSA key", expected));
        assertThat(verdict(profile, isSandbox, "ES384", TestKeys.P384, KeyOrigin.STATIC))
                .isEqualTo(Verdict.broken("a static EC key", expected));
        assertThat(verdict(profile, isSandbox, "ES384", TestKeys.P384, KeyOrigin.JWK_SET_URL))
                .isEqualTo(Verdict.satisfied());
        assertThat(verdict(profile, isSandbox, "ES384", TestKeys.P384, null)).isInstanceOf(Verdict.Unknown.class);
    }

    private static KnownCause cause(Epic.Version version, String id) {
        return at(version, false).knownCauses().stream()
                .filter(cause -> cause.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    @ParameterizedTest
    @EnumSource(names = {"NOVEMBER_2025", "FEBRUARY_2026"})
    void beforeMay2026AKeyIsUploaded(Epic.Version version) {
        assertThat(at(version, false).knownCauses())
                .extracting(KnownCause::id)
                .startsWith("key-not-synced-customer")
                .doesNotContain("jwk-set-url-not-configured");
        KnownCause notSynced = cause(version, "key-not-synced-customer");
        assertThat(notSynced.statement()).startsWith("The public key was changed recently");
        assertThat(notSynced.confirm()).isEqualTo("Check when the key was uploaded.");
        assertThat(cause(version, "another-key").remedy()).endsWith("or register this key's public key.");
        assertThat(cause(version, "key-of-another-customer").confirm())
                .isEqualTo("Look at the keys that were uploaded for this customer.");
        assertThat(cause(version, "key-of-another-customer").remedy()).startsWith("Upload both keys");
        assertThat(cause(version, "static-key-retired").statement()).endsWith("Epic does not use uploaded keys.");
        assertThat(cause(version, "static-key-retired").remedy()).endsWith("have the customer configure its URL.");
    }

    @ParameterizedTest
    @EnumSource(names = {"MAY_2026", "AUGUST_2026"})
    void sinceMay2026CustomersConfigureTheUrlOfAJwkSet(Epic.Version version) {
        boolean mayLoadFile = version == Epic.Version.AUGUST_2026;
        assertThat(at(version, false).knownCauses())
                .extracting(KnownCause::id)
                .startsWith("jwk-set-url-not-configured", "key-not-synced-customer");
        assertThat(cause(version, "jwk-set-url-not-configured").remedy().contains(".pem"))
                .isEqualTo(mayLoadFile);
        KnownCause notSynced = cause(version, "key-not-synced-customer");
        assertThat(notSynced.statement()).startsWith("The app was changed or its key was configured recently");
        assertThat(notSynced.confirm()).endsWith("ask the customer when the key was configured.");
        KnownCause anotherKey = cause(version, "another-key");
        assertThat(anotherKey.confirm()).contains("at the JWK Set URL that the customer configured");
        assertThat(anotherKey.confirm().contains(".pem")).isEqualTo(mayLoadFile);
        assertThat(anotherKey.remedy()).endsWith("or publish this key's public key.");
        assertThat(cause(version, "key-of-another-customer").confirm()).startsWith("Ask the customer");
        assertThat(cause(version, "key-of-another-customer").remedy()).contains("have both configured.");
        assertThat(cause(version, "static-key-retired").statement()).contains("An Epic of May 2026 or later");
        assertThat(cause(version, "static-key-retired").remedy().contains(".pem"))
                .isEqualTo(mayLoadFile);
    }

    @Test
    void aVersionIsNamedByItsMonth() {
        assertThat(Epic.Version.of(" 2026-05 "))
                .isEqualTo(Epic.Version.MAY_2026)
                .hasToString("May 2026");
        assertThatThrownBy(() -> Epic.Version.of("2026-06"))
                .hasMessage("The version of Epic must be one of 2025-11, 2026-02, 2026-05, 2026-08.");
    }
}
