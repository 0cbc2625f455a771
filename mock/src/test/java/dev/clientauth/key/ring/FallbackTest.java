// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.key.ring;

import com.nimbusds.jose.JWSAlgorithm;
import dev.clientauth.ClientAuthenticator;
import dev.clientauth.key.SigningKey;
import dev.clientauth.mock.server.MockProvider;
import dev.clientauth.profile.Profile;
import dev.clientauth.provider.SmartBackendServices;
import dev.clientauth.token.TokenRefusedException;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.URI;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** A key that the provider does not know yet is replaced by the previous one. */
class FallbackTest {
    private static final Profile SMART = SmartBackendServices.profile(URI.create("https://ehr.example.com/token"));

    private final SigningKey previous = SigningKey.generate(JWSAlgorithm.RS384);
    private final SigningKey next = SigningKey.generate(JWSAlgorithm.RS384);

    private static ClientAuthenticator client(MockProvider mock, KeyRing ring) {
        return ClientAuthenticator.builder(SMART)
                .tokenEndpoint(mock.tokenEndpoint())
                .clientId("the-client")
                .scopes("system/Patient.read")
                .signingKey(ring)
                .build();
    }

    @Test
    void aRequestRefusedBecauseOfTheNewKeyIsSentAgainWithThePreviousKey() throws IOException {
        try (MockProvider mock = MockProvider.start(SMART).register("the-client", previous.publicJwk())) {
            ClientAuthenticator client = client(mock, KeyRing.of(next, previous));

            assertThat(client.accessToken().value()).isNotEmpty();
            assertThat(mock.received()).hasSize(2);
            assertThat(client.assertion().keyId()).isEqualTo(previous.keyId());
        }
    }

    @Test
    void ifThePreviousKeyIsRefusedAsWellTheRefusalIsReportedAfterTwoRequests() throws IOException {
        SigningKey other = SigningKey.generate(JWSAlgorithm.RS384);
        try (MockProvider mock = MockProvider.start(SMART).register("the-client", other.publicJwk())) {
            ClientAuthenticator client = client(mock, KeyRing.of(next, previous));

            assertThatThrownBy(client::accessToken).isInstanceOf(TokenRefusedException.class);
            assertThat(mock.received()).hasSize(2);
            assertThat(client.assertion().keyId()).isEqualTo(next.keyId());
        }
    }

    @Test
    void aRequestRefusedForAnotherReasonIsNotSentAgain() throws IOException {
        try (MockProvider mock = MockProvider.start(SMART).register("another-client", next.publicJwk())) {
            ClientAuthenticator client = client(mock, KeyRing.of(next));

            assertThatThrownBy(client::accessToken).isInstanceOf(TokenRefusedException.class);
            assertThat(mock.received()).hasSize(1);
        }
    }
}
