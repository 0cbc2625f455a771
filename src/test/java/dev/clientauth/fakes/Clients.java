// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.fakes;

import com.nimbusds.jose.JWSAlgorithm;
import dev.clientauth.ClientAuthenticator;
import dev.clientauth.key.SigningKey;
import dev.clientauth.provider.AppleSchoolManager;
import dev.clientauth.provider.Epic;
import dev.clientauth.provider.SignInWithApple;

import java.net.URI;

/** Valid clients that tests can modify. */
public final class Clients {
    public static final String SCHOOL_ID = "SCHOOLAPI.7c0c10a0-4d8a-4ef8-a2be-eda040b65c59";
    public static final String EPIC_ID = "36c92488-dc0c-4c3a-9e29-9f4a1e5ee8a4";
    public static final String APPLE_ID = "com.example.web";

    public static final SigningKey EC = SigningKey.generate(JWSAlgorithm.ES256).withKeyId("ABC123DEFG");
    public static final String SCHOOL_KEY_ID = "8136a1f6-c995-4010-b964-bc8278c107ef";
    /** The same with a Key ID in the format of Apple School Manager. */
    public static final SigningKey SCHOOL_KEY = EC.withKeyId(SCHOOL_KEY_ID);

    public static final SigningKey RSA = SigningKey.generate(JWSAlgorithm.RS384).withKeyId("epic-2026-11");

    private Clients() {}

    /** A client of Apple School Manager: assertions are used until they expire. */
    public static ClientAuthenticator.Builder school(URI endpoint) {
        return ClientAuthenticator.builder(AppleSchoolManager.profile())
                .clientId(SCHOOL_ID)
                .signingKey(SCHOOL_KEY)
                .tokenEndpoint(endpoint);
    }

    /** A client of Epic: assertions are used once. */
    public static ClientAuthenticator.Builder epic(URI endpoint) {
        return ClientAuthenticator.builder(Epic.sandbox())
                .clientId(EPIC_ID)
                .signingKey(RSA)
                .tokenEndpoint(endpoint);
    }

    /** A client of Sign in with Apple: the assertion is the client secret. */
    public static ClientAuthenticator.Builder apple(URI endpoint) {
        return ClientAuthenticator.builder(SignInWithApple.profile())
                .clientId(APPLE_ID)
                .teamId("DEF123GHIJ")
                .signingKey(EC)
                .tokenEndpoint(endpoint);
    }
}
