// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.compatibility.modular;

import com.nimbusds.jose.JWSAlgorithm;
import dev.clientauth.ClientAuthenticator;
import dev.clientauth.key.SigningKey;
import dev.clientauth.mock.server.MockProvider;
import dev.clientauth.provider.Epic;
import dev.clientauth.token.AccessToken;
import dev.clientauth.token.TokenRefusedException;

import java.io.IOException;

/** Obtains a token from a mock provider and provokes a refusal, on the module path. */
public final class ModularApplication {
    private ModularApplication() {}

    /** Ends with an exception unless both work. */
    public static void main(String[] args) throws IOException {
        SigningKey key = SigningKey.generate(JWSAlgorithm.RS384).withKeyId("key-1");
        try (MockProvider mock = MockProvider.start(Epic.sandbox()).register("my-client", key.publicJwk())) {
            AccessToken token = authenticator(mock, "my-client", key).accessToken();
            System.out.println("token: " + token);
            try {
                authenticator(mock, "another-client", key).accessToken();
            } catch (TokenRefusedException refused) {
                System.out.println("refusal: " + refused.getMessage());
                return;
            }
            throw new IllegalStateException("A client that is not registered was accepted.");
        }
    }

    private static ClientAuthenticator authenticator(MockProvider mock, String clientId, SigningKey key) {
        return ClientAuthenticator.builder(Epic.sandbox())
                .clientId(clientId)
                .signingKey(key)
                .scopes("system/Patient.read")
                .tokenEndpoint(mock.tokenEndpoint())
                .build();
    }
}
