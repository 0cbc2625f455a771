// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.interoperability;

import com.google.auth.oauth2.ServiceAccountCredentials;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import dev.clientauth.mock.server.MockProviderServer;
import dev.clientauth.profile.Registration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Google's own client requests a token from the mock of Google. */
class GoogleAuthLibraryTest {
    private static final String PROVIDER = "google-service-account";
    private static final String EMAIL = "reader@example-project.iam.gserviceaccount.com";
    private static final String KEY_ID = "0123456789abcdef0123456789abcdef01234567";

    private static MockProviderServer server;
    private static RSAKey key;

    @BeforeAll
    static void start() throws Exception {
        server = MockProviderServer.start();
        key = new RSAKeyGenerator(2048).keyID(KEY_ID).generate();
        server.register(
                PROVIDER,
                Registration.of(EMAIL).withKeyId(KEY_ID).withKeys(List.of(key.toPublicJWK())));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void isAccepted() throws Exception {
        assertThat(credentials(key, 3600).refreshAccessToken().getTokenValue()).isNotBlank();
        run().accepted("_jwt-bearer_");
    }

    @Test
    void isAcceptedForAnotherUser() throws Exception {
        ServiceAccountCredentials impersonating =
                (ServiceAccountCredentials) credentials(key, 3600).createDelegated("person@example.com");
        assertThat(impersonating.refreshAccessToken().getTokenValue()).isNotBlank();
        run().accepted("_jwt-bearer_ with `sub`");
    }

    @Test
    void isRefusedWithAnotherKey() throws Exception {
        RSAKey other = new RSAKeyGenerator(2048).keyID(KEY_ID).generate();
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> credentials(other, 3600).refreshAccessToken())
                .withMessageContaining("invalid_grant");
        run().refused("signed with another key", PROVIDER + ".signature.verifies");
    }

    @Test
    void isRefusedWithALifetimeOfTwoHours() {
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> credentials(key, 7200).refreshAccessToken())
                .withMessageContaining("invalid_grant");
        run().refused(
                "`exp` is in two hours",
                PROVIDER + ".exp.within-one-hour",
                PROVIDER + ".exp.within-one-hour-of-iat");
    }

    private static ClientRun run() {
        return new ClientRun(Judge.GOOGLE_AUTH_LIBRARY, server, server.provider(PROVIDER));
    }

    private static ServiceAccountCredentials credentials(RSAKey signedWith, int lifetime) {
        return builder(signedWith, lifetime).build();
    }

    private static ServiceAccountCredentials.Builder builder(RSAKey signedWith, int lifetime) {
        server.clear();
        try {
            return ServiceAccountCredentials.newBuilder()
                    .setClientEmail(EMAIL)
                    .setPrivateKeyId(KEY_ID)
                    .setPrivateKey(signedWith.toRSAPrivateKey())
                    .setLifetime(lifetime)
                    .setScopes(List.of("https://www.googleapis.com/auth/cloud-platform.read-only"))
                    .setDefaultRetriesEnabled(false)
                    .setTokenServerUri(server.provider(PROVIDER).tokenEndpoint());
        } catch (com.nimbusds.jose.JOSEException e) {
            throw new IllegalStateException(e);
        }
    }
}
