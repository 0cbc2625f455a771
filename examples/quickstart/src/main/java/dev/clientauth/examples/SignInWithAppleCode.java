// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.examples;

import dev.clientauth.ClientAuthenticator;
import dev.clientauth.key.SigningKey;
import dev.clientauth.provider.SignInWithApple;
import dev.clientauth.token.Grant;
import dev.clientauth.token.TokenResponse;
import java.io.IOException;
import java.net.URI;

/** Creates a client secret, and exchanges an authorization code for tokens. Arguments for the real provider: client id, key file, key id, Team ID, code. */
public final class SignInWithAppleCode {
    private static final URI REDIRECT_URI = URI.create("https://app.example.com/callback");

    private SignInWithAppleCode() {}

    public static void main(String[] args) throws IOException {
        try (DemoAccount account = DemoAccount.of(SignInWithApple.profile(), "com.example.web", args)) {
            String code = account.code(REDIRECT_URI);

            ClientAuthenticator apple = ClientAuthenticator.builder(SignInWithApple.profile())
                    .clientId(account.clientId())
                    .teamId(account.teamId())
                    .signingKey(SigningKey.load(account.keyFile()).withKeyId(account.keyId()))
                    .tokenEndpoint(account.tokenEndpoint())
                    .build();
            String clientSecret = apple.assertion().value();
            TokenResponse tokens = apple.request(Grant.authorizationCode(code, REDIRECT_URI));

            System.out.println("The client secret has " + clientSecret.length() + " characters.");
            System.out.println("Apple returned " + tokens);
        }
    }
}
