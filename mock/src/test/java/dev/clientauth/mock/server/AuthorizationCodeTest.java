// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.mock.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jwt.SignedJWT;
import dev.clientauth.fakes.Clients;
import dev.clientauth.fakes.ForgedAssertion;
import dev.clientauth.fakes.MovableClock;
import dev.clientauth.fakes.RawPost;
import dev.clientauth.json.Json;
import dev.clientauth.profile.Registration;
import dev.clientauth.provider.SignInWithApple;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/** Authorization codes and refresh tokens at the mock of Sign in with Apple, with failures known from bug reports. */
@Timeout(30)
class AuthorizationCodeTest {
    private static final URI CALLBACK = URI.create("https://app.example.com/callback");
    private static final String OTHER = "com.example.app";

    private final MovableClock clock = new MovableClock();
    private MockProvider apple;

    @BeforeEach
    void start() throws IOException {
        apple = MockProvider.start(SignInWithApple.profile(), clock);
        for (String client : List.of(Clients.APPLE_ID, OTHER)) {
            apple.register(Registration.of(client).withTeamId("DEF123GHIJ").withKeys(List.of(Clients.EC.publicJwk())));
        }
    }

    @AfterEach
    void stop() {
        apple.close();
    }

    @Test
    void aCodeIsExchangedOnce() throws Exception {
        String code = apple.authorizationCode(Clients.APPLE_ID, CALLBACK);
        HttpResponse<String> response = exchange(Clients.APPLE_ID, code, CALLBACK);
        assertThat(response.statusCode()).isEqualTo(200);
        JsonNode tokens = Json.parse(response.body());
        assertThat(tokens.fieldNames())
                .toIterable()
                .containsExactly("access_token", "token_type", "expires_in", "refresh_token", "id_token");
        SignedJWT identity = SignedJWT.parse(tokens.get("id_token").asText());
        assertThat(identity.getHeader().getAlgorithm()).isEqualTo(JWSAlgorithm.RS256);
        assertThat(identity.getJWTClaimsSet().getIssuer()).isEqualTo("https://appleid.apple.com");
        assertThat(identity.getJWTClaimsSet().getAudience()).containsExactly(Clients.APPLE_ID);
        assertRefused(exchange(Clients.APPLE_ID, code, CALLBACK), "The code has already been used.");
    }

    @Test
    void aCodeExpiresAfterFiveMinutes() {
        String code = apple.authorizationCode(Clients.APPLE_ID, CALLBACK);
        String late = apple.authorizationCode(Clients.APPLE_ID, CALLBACK);
        clock.advance(Duration.ofMinutes(5));
        assertThat(exchange(Clients.APPLE_ID, code, CALLBACK).statusCode()).isEqualTo(200);
        clock.advance(Duration.ofSeconds(1));
        assertRefused(exchange(Clients.APPLE_ID, late, CALLBACK), "The code has expired or has been revoked.");
    }

    @Test
    void aCodeOfAnotherClientIsRefused() {
        String code = apple.authorizationCode(OTHER, CALLBACK);
        assertRefused(
                exchange(Clients.APPLE_ID, code, CALLBACK),
                "client_id mismatch. The code was not issued to com.example.web.");
        assertThat(exchange(OTHER, code, CALLBACK).statusCode()).isEqualTo(200);
    }

    @Test
    void anotherRedirectUriIsRefused() {
        String code = apple.authorizationCode(Clients.APPLE_ID, CALLBACK);
        assertRefused(
                exchange(Clients.APPLE_ID, code, URI.create("https://app.example.com/callback/")),
                "redirect_uri mismatch. The code was not issued to https://app.example.com/callback/.");
        assertThat(exchange(Clients.APPLE_ID, code, null).statusCode()).isEqualTo(400);
    }

    @Test
    void aNativeCodeHasNoRedirectUri() {
        String code = apple.authorizationCode(Clients.APPLE_ID);
        assertThat(exchange(Clients.APPLE_ID, code, CALLBACK).statusCode()).isEqualTo(400);
        assertThat(exchange(Clients.APPLE_ID, code, null).statusCode()).isEqualTo(200);
    }

    @Test
    void anUnknownCodeIsRefused() {
        assertRefused(exchange(Clients.APPLE_ID, "c0de", null), "The code has expired or has been revoked.");
    }

    @Test
    void aRefreshTokenBelongsToItsClientAndIsNotRotated() {
        HttpResponse<String> response = exchange(Clients.APPLE_ID, apple.authorizationCode(Clients.APPLE_ID), null);
        String refreshToken = Json.parse(response.body()).get("refresh_token").asText();
        HttpResponse<String> refreshed = refresh(Clients.APPLE_ID, refreshToken);
        assertThat(refreshed.statusCode()).isEqualTo(200);
        assertThat(refreshed.body())
                .contains("\"access_token\"", "\"id_token\"")
                .doesNotContain("refresh_token");
        assertRefused(refresh(OTHER, refreshToken), "The token has expired or has been revoked.");
    }

    @Test
    void anUnknownClientGetsNoCode() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> apple.authorizationCode("com.example.stranger"))
                .withMessageContaining("register it first");
    }

    private HttpResponse<String> exchange(String clientId, String code, URI redirectUri) {
        RawPost post = RawPost.to(apple.tokenEndpoint())
                .with("grant_type", "authorization_code")
                .with("code", code)
                .with("client_id", clientId)
                .with("client_secret", clientSecret(clientId));
        return (redirectUri == null ? post : post.with("redirect_uri", redirectUri.toString())).send();
    }

    private HttpResponse<String> refresh(String clientId, String refreshToken) {
        return RawPost.to(apple.tokenEndpoint())
                .with("grant_type", "refresh_token")
                .with("refresh_token", refreshToken)
                .with("client_id", clientId)
                .with("client_secret", clientSecret(clientId))
                .send();
    }

    private String clientSecret(String clientId) {
        long now = clock.instant().getEpochSecond();
        return new ForgedAssertion()
                .header("alg", "ES256")
                .header("kid", "ABC123DEFG")
                .claim("iss", "DEF123GHIJ")
                .claim("iat", now)
                .claim("exp", now + 300)
                .claim("aud", "https://appleid.apple.com")
                .claim("sub", clientId)
                .signed(JWSAlgorithm.ES256, Clients.EC);
    }

    private static void assertRefused(HttpResponse<String> response, String description) {
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body())
                .isEqualTo("{\"error\":\"invalid_grant\",\"error_description\":\"" + description + "\"}");
    }
}
