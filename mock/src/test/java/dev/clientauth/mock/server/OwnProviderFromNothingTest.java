// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.mock.server;

import com.nimbusds.jose.JWSAlgorithm;
import dev.clientauth.ClientAuthenticator;
import dev.clientauth.key.SigningKey;
import dev.clientauth.profile.AssertionParameter;
import dev.clientauth.profile.Citation;
import dev.clientauth.profile.Level;
import dev.clientauth.profile.Profile;
import dev.clientauth.profile.rules.ClaimRules;
import dev.clientauth.profile.rules.EndpointRules;
import dev.clientauth.profile.rules.HeaderRules;
import dev.clientauth.profile.rules.RequestRules;
import dev.clientauth.profile.rules.Rules;
import dev.clientauth.profile.rules.SignatureRules;
import dev.clientauth.profile.rules.TimeRules;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@DisplayName("A custom provider without a base profile, as in docs/adding-a-provider.md")
class OwnProviderFromNothingTest {
    static final Citation GUIDE = Citation.documented(
            "Harbour Bank, developer guide", "https://harbour.example/guide", LocalDate.of(2026, 11, 26));
    static final URI TOKEN = URI.create("https://auth.harbour.example/token");

    static Profile harbourBank() {
        return Profile.builder("harbour-bank", "Harbour Bank")
                .with(Rules.tokenEndpoint(TOKEN, GUIDE))
                .with(Rules.assertionParameter(AssertionParameter.CLIENT_ASSERTION, GUIDE))
                .with(Rules.algorithms(GUIDE, JWSAlgorithm.EdDSA, JWSAlgorithm.ES256))
                .rule(RequestRules.post(GUIDE))
                .rule(RequestRules.formContentType(GUIDE))
                .rule(EndpointRules.https(GUIDE))
                .rule(HeaderRules.keyId(Level.MUST, GUIDE))
                .rule(ClaimRules.issuerIsClientId(GUIDE))
                .rule(ClaimRules.subjectIsClientId(GUIDE))
                .rule(ClaimRules.audience("https://auth.harbour.example", GUIDE))
                .rule(TimeRules.expiresInFuture(GUIDE))
                .rule(TimeRules.expiresWithin("exp.within-one-minute", Duration.ofMinutes(1), GUIDE))
                .rule(ClaimRules.jti(GUIDE))
                .rule(SignatureRules.verifies(GUIDE))
                .lifetime(Duration.ofSeconds(45))
                .build();
    }

    @Test
    void theMockServesItAndExplainsAFault() throws IOException {
        SigningKey key = SigningKey.generate(JWSAlgorithm.EdDSA).withKeyId("harbour-1");
        try (MockProvider bank = MockProvider.start(harbourBank()).register("my-client", key.publicJwk())) {
            ClientAuthenticator client = ClientAuthenticator.builder(harbourBank())
                    .clientId("my-client")
                    .signingKey(key)
                    .tokenEndpoint(bank.tokenEndpoint())
                    .build();
            assertThat(client.accessToken().value()).isNotBlank();

            ClientAuthenticator stranger = ClientAuthenticator.builder(harbourBank())
                    .clientId("my-client")
                    .signingKey(SigningKey.generate(JWSAlgorithm.EdDSA).withKeyId("harbour-1"))
                    .tokenEndpoint(bank.tokenEndpoint())
                    .build();
            assertThatThrownBy(stranger::accessToken).hasMessageContaining("Harbour Bank refused the request");
            assertThat(bank.received().get(1).diagnosis().broken())
                    .extracting(finding -> finding.rule().id())
                    .containsExactly("harbour-bank.signature.verifies");
        }
    }

    @Test
    void thePageShowsThisCode() throws IOException {
        String source =
                Files.readString(Path.of("src/test/java/dev/clientauth/mock/server/OwnProviderFromNothingTest.java"));
        String[] parts =
                Files.readString(Path.of("../docs/adding-a-provider.md")).split("```java\n");
        List<String> blocks = List.of(parts[2].split("```")[0], parts[3].split("```")[0]);

        assertThat(blocks).allSatisfy(code -> {
            // The test continues where the page closes the block.
            String lines = code.strip().replaceFirst("\n}$", "").replaceAll("(?m)^ +", "");
            assertThat(source.replaceAll("(?m)^ +", "")).contains(lines);
        });
    }
}
