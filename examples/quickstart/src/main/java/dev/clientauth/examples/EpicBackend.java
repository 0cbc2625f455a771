// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.examples;

import dev.clientauth.ClientAuthenticator;
import dev.clientauth.key.SigningKey;
import dev.clientauth.provider.Epic;
import dev.clientauth.token.AccessToken;
import java.io.IOException;

/** Requests an access token from Epic's sandbox, or from a mock of it. Arguments for the real one: client id, key file, key id. */
public final class EpicBackend {
    private EpicBackend() {}

    public static void main(String[] args) throws IOException {
        try (DemoAccount account = DemoAccount.of(Epic.sandbox(), "36c92488-dc0c-4c3a-9e29-9f4a1e5ee8a4", args)) {
            ClientAuthenticator epic = ClientAuthenticator.builder(Epic.sandbox())
                    .clientId(account.clientId())
                    .signingKey(SigningKey.load(account.keyFile()).withKeyId(account.keyId()))
                    .scopes("system/Patient.read")
                    .tokenEndpoint(account.tokenEndpoint())
                    .build();
            AccessToken token = epic.accessToken();

            System.out.println("Epic returned " + token);
        }
    }
}
