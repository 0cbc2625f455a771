// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.examples.apple;

import com.nimbusds.jose.JWSAlgorithm;
import dev.clientauth.apple.AppleEndpoints;
import dev.clientauth.apple.AppleSignIn;
import dev.clientauth.key.SigningKey;
import dev.clientauth.profile.Registration;
import dev.clientauth.mock.ApplePerson;
import dev.clientauth.mock.server.MockApple;

import java.io.IOException;
import java.util.List;

/** A shop whose customers sign in with Apple, and the mock in place of Apple. Argument: a port, 8080 by default. */
public final class ShopApplication {
    static final String TEAM_ID = "DEF123GHIJ";
    static final String SERVICES_ID = "com.example.shop.web";
    static final ApplePerson ADA = ApplePerson.of("Ada", "Lovelace", "ada@example.com");
    static final ApplePerson GRACE =
            ApplePerson.of("Grace", "Hopper", "grace@example.com").hidingEmail();

    private ShopApplication() {}

    public static void main(String[] args) throws IOException {
        MockApple mock = MockApple.start();
        Shop shop = start(mock, args.length > 0 ? Integer.parseInt(args[0]) : 8080);
        System.out.println(
                "The shop is open at " + shop.base() + " (Apple is " + mock.base() + "). Ctrl-C closes it.");
    }

    /** Starts the shop, with a key and a Services ID that are registered with the mock. Port 0 selects a free port. */
    static Shop start(MockApple mock, int port) throws IOException {
        SigningKey key = SigningKey.generate(JWSAlgorithm.ES256).withKeyId("ABC123DEFG");
        AppleSignIn apple = AppleSignIn.builder(TEAM_ID, key)
                .servicesId(SERVICES_ID)
                .endpoints(AppleEndpoints.at(mock.base()))
                .build();
        Shop shop = Shop.open(apple, port);
        mock.register(
                        Registration.of(SERVICES_ID).withTeamId(TEAM_ID).withKeys(List.of(key.publicJwk())),
                        shop.redirectUri())
                .notifyAt(SERVICES_ID, shop.notificationEndpoint())
                .register(ADA)
                .register(GRACE);
        return shop;
    }
}
