// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.examples.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.nimbusds.jose.JWSAlgorithm;
import dev.clientauth.ClientAuthenticator;
import dev.clientauth.key.SigningKey;
import dev.clientauth.mock.junit.MockProviderExtension;
import dev.clientauth.mock.server.MockProvider;
import dev.clientauth.provider.Epic;
import dev.clientauth.token.TokenRefusedException;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The extension is enough for tokens: it adds what the mock received to the report of a failed test. */
class EpicTokenTest {
    private static final String CLIENT_ID = "36c92488-dc0c-4c3a-9e29-9f4a1e5ee8a4";
    private static final SigningKey KEY =
            SigningKey.generate(JWSAlgorithm.RS384).withKeyId("epic-2026-11");

    @RegisterExtension
    static final MockProviderExtension EPIC =
            MockProviderExtension.of(Epic.sandbox()).registering(CLIENT_ID, KEY.publicJwk());

    private static ClientAuthenticator authenticator(SigningKey key, URI tokenEndpoint) {
        return ClientAuthenticator.builder(Epic.sandbox())
                .clientId(CLIENT_ID)
                .signingKey(key)
                .tokenEndpoint(tokenEndpoint)
                .build();
    }

    @Test
    void requestsAToken(MockProvider epic) {
        authenticator(KEY, epic.tokenEndpoint()).accessToken();
        assertEquals(1, epic.received().size());
    }

    @Test
    void anUnknownKeyIsRefused(MockProvider epic) {
        SigningKey other = SigningKey.generate(JWSAlgorithm.RS384).withKeyId("other");
        ClientAuthenticator authenticator = authenticator(other, epic.tokenEndpoint());
        TokenRefusedException refused = assertThrows(TokenRefusedException.class, authenticator::accessToken);
        assertEquals("invalid_client", refused.error().code());
    }
}
