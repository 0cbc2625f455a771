// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.interoperability;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import dev.clientauth.mock.server.MockProviderServer;
import dev.clientauth.profile.Registration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.net.URI;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

/** apple-signin-auth exchanges a code, verifies the identity token, refreshes and revokes at the mock of Apple. */
class AppleSigninAuthTest {
    private static final String PROVIDER = "sign-in-with-apple";
    private static final String CLIENT_ID = "com.example.web";
    private static final String TEAM_ID = "DEF123GHIJ";
    private static final String KEY_ID = "ABC123DEFG";
    private static final URI REDIRECT = URI.create("https://app.example.com/callback");

    private static MockProviderServer server;
    private static NodeProgram client;
    private static ECKey key;

    @BeforeAll
    static void start() throws Exception {
        server = MockProviderServer.start();
        client = NodeProgram.start("apple-signin-auth");
        client.response();
        key = new ECKeyGenerator(Curve.P_256).keyID(KEY_ID).generate();
        server.register(
                PROVIDER,
                Registration.of(CLIENT_ID).withTeamId(TEAM_ID).withKeyId(KEY_ID).withKeys(List.of(key.toPublicJWK())),
                REDIRECT);
    }

    @AfterAll
    static void stop() throws Exception {
        client.close();
        server.close();
    }

    @Test
    void signsInRefreshesAndRevokes() throws Exception {
        JsonNode result = signIn(TEAM_ID, KEY_ID, key);
        assertThat(result.path("subject").asText()).as(result.toString()).isNotBlank();
        assertThat(result.path("refreshed").asBoolean()).as(result.toString()).isTrue();
        assertThat(result.path("afterRevocation").asText()).isEqualTo("invalid_grant");
        assertThat(server.received())
                .allSatisfy(received -> assertThat(received.diagnosis().blocking()).isEmpty());
        record("_authorization_code_", "accepted");
        record("verification of the identity token", "accepted");
        record("_refresh_token_", "accepted");
        record("_refresh_token_ after revocation", "refused: `invalid_grant`");
    }

    @Test
    void isRefusedWithTheTeamOfAnotherDeveloper() throws Exception {
        assertThat(signIn("ZZZ123GHIJ", KEY_ID, key).path("error").asText()).isEqualTo("invalid_client");
        run().refused("`iss` is another Team ID", PROVIDER + ".iss");
    }

    @Test
    void isRefusedWithAnUnknownKeyId() throws Exception {
        assertThat(signIn(TEAM_ID, "ZZZ123DEFG", key).path("error").asText()).isEqualTo("invalid_client");
        run().refused("`kid` is unknown", PROVIDER + ".kid");
    }

    @Test
    void isRefusedWithAnotherKey() throws Exception {
        ECKey other = new ECKeyGenerator(Curve.P_256).keyID(KEY_ID).generate();
        assertThat(signIn(TEAM_ID, KEY_ID, other).path("error").asText()).isEqualTo("invalid_client");
        run().refused("signed with another key", PROVIDER + ".signature.verifies");
    }

    private static ClientRun run() {
        return new ClientRun(Judge.APPLE_SIGNIN_AUTH, server, server.provider(PROVIDER));
    }

    private static void record(String request, String result) {
        JudgeResults.record(
                Judge.APPLE_SIGNIN_AUTH, server.provider(PROVIDER).profile().name(), request, result);
    }

    private static JsonNode signIn(String teamId, String keyId, ECKey signedWith) throws Exception {
        server.clear();
        Map<String, Object> message = new HashMap<>();
        message.put("mock", server.base() + "/" + PROVIDER);
        message.put("clientId", CLIENT_ID);
        message.put("teamId", teamId);
        message.put("keyId", keyId);
        message.put(
                "privateKey",
                "-----BEGIN PRIVATE KEY-----\n"
                        + Base64.getMimeEncoder()
                                .encodeToString(signedWith.toECPrivateKey().getEncoded())
                        + "\n-----END PRIVATE KEY-----\n");
        message.put("code", server.provider(PROVIDER).authorizationCode(CLIENT_ID, REDIRECT));
        message.put("redirectUri", REDIRECT.toString());
        return client.call(message);
    }
}
