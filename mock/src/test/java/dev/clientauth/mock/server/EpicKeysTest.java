// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.mock.server;

import com.nimbusds.jose.JWSAlgorithm;
import dev.clientauth.ClientAuthenticator;
import dev.clientauth.fakes.Clients;
import dev.clientauth.key.SigningKey;
import dev.clientauth.mock.RecordedRequest;
import dev.clientauth.profile.Registration;
import dev.clientauth.profile.Registration.KeyOrigin;
import dev.clientauth.provider.Epic;
import dev.clientauth.token.TokenRefusedException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@DisplayName("Each cell of the table in docs/epic.md: version, environment and kind of key")
class EpicKeysTest {
    private static final URI CUSTOMER = URI.create("https://epic.hospital.example/interconnect-prd-oauth/oauth2/token");
    private static final SigningKey EC = SigningKey.generate(JWSAlgorithm.ES384).withKeyId("ec-2026-11");
    private static final List<String> KINDS =
            List.of("RSA by JWK Set URL", "RSA static", "EC by JWK Set URL", "EC static");

    static List<Arguments> cells() throws IOException {
        List<Arguments> cells = new ArrayList<>();
        for (String line : Files.readAllLines(Path.of("../docs/epic.md"))) {
            String[] row = line.split(" *\\| *");
            if (row.length == 3 + KINDS.size() && row[1].matches("\\d{4}-\\d{2}")) {
                for (int i = 0; i < KINDS.size(); i++) {
                    cells.add(Arguments.of(row[1], row[2], KINDS.get(i), row[3 + i]));
                }
            }
        }
        assertThat(cells).hasSize(Epic.Version.values().length * 2 * KINDS.size());
        return cells;
    }

    @ParameterizedTest(name = "{0}, {1}, {2}: {3}")
    @MethodSource("cells")
    void theMockAcceptsAndRefusesKeysAsTheTableSays(String version, String place, String kind, String expected)
            throws IOException {
        Epic.Version chosen = Epic.Version.of(version);
        SigningKey key = kind.startsWith("RSA") ? Clients.RSA : EC;
        try (MockProvider epic =
                MockProvider.start(place.equals("sandbox") ? Epic.sandbox(chosen) : Epic.profile(CUSTOMER, chosen))) {
            epic.register(Registration.of(Clients.EPIC_ID)
                    .withKeys(List.of(key.publicJwk()))
                    .withKeyOrigin(kind.endsWith("URL") ? KeyOrigin.JWK_SET_URL : KeyOrigin.STATIC));
            ClientAuthenticator client = ClientAuthenticator.builder(Epic.profile(epic.tokenEndpoint()))
                    .clientId(Clients.EPIC_ID)
                    .signingKey(key)
                    .build();
            if (expected.equals("accepted")) {
                assertThat(client.accessToken().value()).isNotBlank();
                assertThat(broken(epic)).isEmpty();
            } else {
                assertThat(expected).isEqualTo("refused");
                assertThatThrownBy(client::accessToken)
                        .isInstanceOfSatisfying(
                                TokenRefusedException.class,
                                refused -> assertThat(refused.error().code()).isEqualTo("invalid_client"));
                assertThat(broken(epic)).containsExactly("epic.key.origin");
            }
        }
    }

    private static List<String> broken(MockProvider epic) {
        assertThat(epic.received()).hasSize(1);
        RecordedRequest received = epic.received().get(0);
        return received.diagnosis().broken().stream()
                .map(finding -> finding.rule().id())
                .toList();
    }
}
