// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.mock.apple;

import com.fasterxml.jackson.databind.JsonNode;
import dev.clientauth.mock.AppleTestServer;
import dev.clientauth.mock.TestHttp;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.URI;
import java.net.http.HttpResponse;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

/** /auth/revoke, by Apple's "Token revocation". */
@Timeout(60)
class AppleRevocationTest {
    private final AppleTestServer server = new AppleTestServer();
    private final URI revoke = server.at("/auth/revoke");
    private JsonNode tokens;

    @BeforeEach
    void signIn() {
        tokens = TestHttp.json(server.exchange(server.continued().get("code")));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"refresh_token", "access_token"})
    void revokingEitherTokenRevokesTheWholeAuthorization(String type) {
        String pending = server.continued().get("code");
        emptyOk(revoke("token", tokens.get(type).asText(), "token_type_hint", type));
        assertThat(server.broken()).isEmpty();
        assertThat(refresh().body()).contains("invalid_grant", "The token has expired or has been revoked.");
        assertThat(server.exchange(pending).body()).contains("The code has expired or has been revoked.");
    }

    @Test
    void theHintIsOptional() {
        emptyOk(revoke("token", tokens.get("refresh_token").asText()));
        assertThat(refresh().statusCode()).isEqualTo(400);
    }

    @Test
    void theHintMayNameTheOtherType() {
        emptyOk(revoke("token", tokens.get("refresh_token").asText(), "token_type_hint", "access_token"));
        assertThat(refresh().statusCode()).isEqualTo(400);
    }

    @Test
    void anInvalidTokenGetsTheSameResponseAndIsRecorded() {
        revoke("token", tokens.get("refresh_token").asText());
        emptyOk(revoke("token", tokens.get("refresh_token").asText()));
        assertThat(server.broken()).containsExactly("token.good");
        emptyOk(revoke("token", "never given out"));
        assertThat(server.broken()).containsExactly("token.good");
    }

    @Test
    void theTokenOfAnotherClientStaysValid() {
        emptyOk(server.team.post(
                revoke,
                AppleTestServer.APP,
                "token",
                tokens.get("refresh_token").asText()));
        assertThat(server.broken()).containsExactly("token.good");
        assertThat(refresh().statusCode()).isEqualTo(200);
    }

    @Test
    void afterARevocationTheUserIsNewToTheClient() {
        assertThat(server.continued()).doesNotContainKey("user");
        revoke("token", tokens.get("refresh_token").asText());
        assertThat(server.continued()).containsKey("user");
    }

    @Test
    void theSubjectStaysTheSame() {
        String before = server.apple.subject(AppleTestServer.ADA, AppleTestServer.WEB);
        revoke("token", tokens.get("refresh_token").asText());
        JsonNode again = TestHttp.json(server.exchange(server.continued().get("code")));
        assertThat(TestHttp.claims(again.get("id_token").asText()).getSubject()).isEqualTo(before);
    }

    @Test
    void withoutATokenTheRequestIsMalformed() {
        HttpResponse<String> response = revoke();
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).isEqualTo("{\"error\":\"invalid_request\"}");
        assertThat(server.broken()).containsExactly("token");
    }

    @Test
    void anotherHintIsMalformed() {
        revoke("token", "t", "token_type_hint", "id_token");
        assertThat(server.last().error()).contains("invalid_request");
        assertThat(server.broken()).containsExactlyInAnyOrder("token-type-hint", "token.good");
    }

    /** Seed 002: a client secret with an empty audience. */
    @Test
    void theClientSecretIsCheckedAsAtTheTokenEndpoint() {
        Map<String, String> form = server.team.form(
                AppleTestServer.WEB, "token", tokens.get("refresh_token").asText());
        form.put("client_secret", server.team.clientSecret(AppleTestServer.WEB, ""));
        assertThat(TestHttp.post(revoke, form).body()).isEqualTo("{\"error\":\"invalid_client\"}");
        assertThat(server.broken()).containsExactly("aud");
        assertThat(refresh().statusCode()).isEqualTo(200);
    }

    private HttpResponse<String> revoke(String... more) {
        return server.team.post(revoke, AppleTestServer.WEB, more);
    }

    private HttpResponse<String> refresh() {
        return server.token(
                "grant_type",
                "refresh_token",
                "refresh_token",
                tokens.get("refresh_token").asText());
    }

    private static void emptyOk(HttpResponse<String> response) {
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEmpty();
        assertThat(response.headers().firstValue("Content-Type")).isEmpty();
    }
}
