// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.provider;

import dev.clientauth.profile.Diagnosis;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.URI;

import static org.assertj.core.api.Assertions.assertThat;

@DisplayName("Every URI can be checked, however unusual")
class OddEndpointTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "?",
                "#",
                "?a=b",
                "/token",
                "token",
                "//host/token",
                "https:token",
                "https:?token",
                "mailto:?subject=x",
                "urn:ietf:params:oauth:grant-type:jwt-bearer",
                "https:///token",
                "http://?x",
                "https://under_score.example/oauth2/token",
                "https://fhir.epic.com:70000/token",
                "file:/etc/token",
                "https://fhir.epic.com/%ff%00/token?a%ff",
            })
    void anUnusualEndpointIsReportedWithoutAnException(String url) {
        for (KillMatrixTest.Row row : KillMatrixTest.rows()) {
            ValidRequest attempt = row.sound().get();
            attempt.endpoint = url;

            Diagnosis diagnosis = row.diagnose(attempt);

            assertThat(diagnosis.broken()).extracting(f -> f.rule().name()).contains("endpoint");
            assertThat(diagnosis.toString() + attempt.attempt()).doesNotContain("null");
            assertThat(URI.create(url)).isEqualTo(attempt.attempt().endpoint().orElseThrow());
        }
    }
}
