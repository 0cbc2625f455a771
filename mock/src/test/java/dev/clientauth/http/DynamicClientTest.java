// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.http;

import dev.clientauth.ClientAuthenticator;
import dev.clientauth.fakes.Clients;
import dev.clientauth.fakes.TokenServer;
import dev.clientauth.mock.server.MockProvider;
import dev.clientauth.profile.Registration;
import dev.clientauth.profile.Registration.KeyOrigin;
import dev.clientauth.provider.Epic;
import dev.clientauth.token.Grant;
import dev.clientauth.token.TokenRefusedException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

@DisplayName("A dynamically registered Epic client sends its JWT as the grant itself")
class DynamicClientTest {

    @Test
    void theRequestHasOnlyGrantTypeAssertionAndClientId() {
        try (TokenServer server = TokenServer.start().granting("t", 300)) {
            ClientAuthenticator dynamic = Clients.epic(server.endpoint()).build();
            String assertion = dynamic.assertion().value();
            assertThat(dynamic.request(Grant.jwtBearer(assertion)).accessToken().value())
                    .isEqualTo("t");
            assertThat(server.takeBody())
                    .isEqualTo("grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer&assertion=" + assertion
                            + "&client_id=" + Clients.EPIC_ID);
        }
    }

    @Test
    void theMockAcceptsItOnce() throws IOException {
        try (MockProvider mock = MockProvider.start(Epic.sandbox())
                .register(Registration.of(Clients.EPIC_ID)
                        .withKeys(List.of(Clients.RSA.publicJwk()))
                        .withKeyOrigin(KeyOrigin.JWK_SET_URL))) {
            ClientAuthenticator dynamic = Clients.epic(mock.tokenEndpoint()).build();
            Grant grant = Grant.jwtBearer(dynamic.assertion().value());
            assertThat(dynamic.request(grant).accessToken()).isNotNull();
            TokenRefusedException refused =
                    catchThrowableOfType(TokenRefusedException.class, () -> dynamic.request(grant));
            assertThat(refused.error().code()).isEqualTo("invalid_client");
            assertThat(mock.received().get(1).diagnosis().broken())
                    .extracting(finding -> finding.rule().name())
                    .containsExactly("jti.unused");
        }
    }
}
