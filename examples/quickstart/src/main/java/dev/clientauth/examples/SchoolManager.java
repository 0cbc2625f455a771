// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.examples;

import dev.clientauth.ClientAuthenticator;
import dev.clientauth.key.SigningKey;
import dev.clientauth.provider.AppleSchoolManager;
import dev.clientauth.token.AccessToken;
import java.io.IOException;

/** Requests an access token for the School Manager API. Arguments for the real one: client id, key file, key id. */
public final class SchoolManager {
    private SchoolManager() {}

    public static void main(String[] args) throws IOException {
        try (DemoAccount account = DemoAccount.of(AppleSchoolManager.profile(), "SCHOOLAPI.7c0c10a0", args)) {
            ClientAuthenticator school = ClientAuthenticator.builder(AppleSchoolManager.profile())
                    .clientId(account.clientId())
                    .signingKey(SigningKey.load(account.keyFile()).withKeyId(account.keyId()))
                    .tokenEndpoint(account.tokenEndpoint())
                    .build();
            AccessToken token = school.accessToken();

            System.out.println("School Manager returned " + token);
        }
    }
}
