// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.mock.apple;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.SignedJWT;
import dev.clientauth.mock.AppleTestServer;
import dev.clientauth.mock.TestHttp;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.net.URI;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

/** /auth/keys and the discovery document, by Apple's "Fetch Apple's public key" and panva/wellknown. */
@Timeout(60)
class MockAppleKeysTest {
    private final AppleTestServer server = new AppleTestServer();

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void severalKeysArePublishedAndTheFirstDoesNotSign() throws Exception {
        List<JWK> keys = published().getKeys();
        assertThat(keys).hasSize(2).allSatisfy(key -> {
            assertThat(key.isPrivate()).isFalse();
            assertThat(key.toJSONObject()).containsOnlyKeys("kty", "kid", "use", "alg", "n", "e");
            assertThat(key.getAlgorithm().getName()).isEqualTo("RS256");
        });
        SignedJWT token = token();
        assertThat(token.getHeader().getKeyID()).isNotEqualTo(keys.get(0).getKeyID());
        assertThat(verifies(token, published())).isTrue();
    }

    @Test
    void tokensVerifyAfterOneRotationButNotAfterTwo() throws Exception {
        SignedJWT old = token();
        server.apple.rotateKeys();
        SignedJWT young = token();
        assertThat(young.getHeader().getKeyID()).isNotEqualTo(old.getHeader().getKeyID());
        assertThat(verifies(old, published())).isTrue();
        assertThat(verifies(young, published())).isTrue();
        server.apple.rotateKeys();
        assertThat(published().getKeyByKeyId(old.getHeader().getKeyID())).isNull();
        assertThat(verifies(young, published())).isTrue();
    }

    @Test
    void discoveryHasApplesIssuerAndTheMocksEndpoints() {
        HttpResponse<String> response = TestHttp.get(server.at("/.well-known/openid-configuration"));
        JsonNode document = TestHttp.json(response);
        assertThat(document.get("issuer").asText()).isEqualTo("https://appleid.apple.com");
        Map.of(
                        "authorization_endpoint", "/auth/authorize",
                        "token_endpoint", "/auth/token",
                        "revocation_endpoint", "/auth/revoke",
                        "jwks_uri", "/auth/keys")
                .forEach((name, path) -> assertThat(document.get(name).asText()).isEqualTo(server.apple.base() + path));
        assertThat(document.get("token_endpoint_auth_methods_supported").toString())
                .isEqualTo("[\"client_secret_post\"]");
    }

    @Test
    void publishedDocumentsRequireGet() {
        assertThat(TestHttp.post(server.at("/auth/keys"), "").statusCode()).isEqualTo(400);
        assertThat(server.broken()).containsExactly("http.get");
    }

    /** Forum 818652: the token endpoint of another product of Apple's. */
    @Test
    void anotherPathIsNotFoundAndIsRecorded() {
        assertThat(TestHttp.post(server.at("/auth/oauth2/v2/token"), "grant_type=x")
                        .statusCode())
                .isEqualTo(404);
        assertThat(server.broken()).containsExactly("endpoint.known");
        assertThat(TestHttp.get(URI.create(server.apple.base() + "/")).statusCode())
                .isEqualTo(404);
    }

    private JWKSet published() throws Exception {
        return JWKSet.parse(TestHttp.get(server.at("/auth/keys")).body());
    }

    private SignedJWT token() throws Exception {
        return SignedJWT.parse(
                server.apple.signIn(AppleTestServer.APP, AppleTestServer.ADA).identityToken());
    }

    private static boolean verifies(SignedJWT token, JWKSet keys) throws Exception {
        return token.verify(new RSASSAVerifier(
                keys.getKeyByKeyId(token.getHeader().getKeyID()).toRSAKey()));
    }
}
