// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.interop;

import com.nimbusds.jose.JWSAlgorithm;
import dev.clientauth.ClientAuthenticator;
import dev.clientauth.fakes.ForgedAssertion;
import dev.clientauth.fakes.RawPost;
import dev.clientauth.key.SigningKey;
import dev.clientauth.profile.Profile;
import dev.clientauth.provider.PrivateKeyJwt;
import dev.clientauth.token.AccessToken;
import dev.clientauth.token.TokenRefusedException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Spring Authorization Server accepts requests of this library, and refuses each request with one fault. */
class SpringAuthorizationServerTest {
    private static final SigningKey STRANGER = SigningKey.generate(JWSAlgorithm.ES256);
    private static final SigningKey ES256 = SigningKey.generate(JWSAlgorithm.ES256);
    private static final SigningKey ES384 = SigningKey.generate(JWSAlgorithm.ES384);
    private static final SigningKey RSA = SigningKey.generate(JWSAlgorithm.RS256);

    private static SpringServer server;

    @BeforeAll
    static void start() throws Exception {
        server = SpringServer.start();
        server.register("client-ES256", SignatureAlgorithm.ES256, ES256.publicJwk());
        server.register("client-ES384", SignatureAlgorithm.ES384, ES384.publicJwk());
        server.register("client-RS256", SignatureAlgorithm.RS256, RSA.publicJwk());
        server.register("client-RS384", SignatureAlgorithm.RS384, RSA.publicJwk());
    }

    @AfterAll
    static void stop() throws Exception {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ES256", "ES384", "RS256", "RS384"})
    void acceptsAnAssertionWithTheTokenEndpointAsAudience(String algorithm) {
        AccessToken token = client(PrivateKeyJwt.withTokenEndpointAudience(server.tokenEndpoint()), algorithm)
                .accessToken();
        assertThat(token.value()).isNotBlank();
        assertThat(token.authorizationHeader()).isEqualTo("Bearer " + token.value());
        assertThat(token.scope()).contains("read");
        assertThat(Duration.between(token.issuedAt(), token.expiresAt()))
                .isCloseTo(Duration.ofMinutes(5), Duration.ofSeconds(2));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ES256", "RS384"})
    void acceptsAnAssertionWithTheIssuerAsAudienceAndTheTypeOfTheUpdatedRfc7523(String algorithm) {
        ClientAuthenticator client = client(PrivateKeyJwt.profile(server.issuer(), server.tokenEndpoint()), algorithm);
        assertThat(client.accessToken().value()).isNotBlank();
    }

    @Test
    void rejectsARequestWithoutClientId() {
        HttpResponse<String> response = RawPost.to(server.tokenEndpoint())
                .with("grant_type", "client_credentials")
                .withAssertion(assertion().signed(JWSAlgorithm.ES256, ES256))
                .send();
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).contains("\"invalid_request\"");
    }

    @Test
    void acceptsAHandWrittenAssertion() {
        assertThat(post(assertion().signed(JWSAlgorithm.ES256, ES256)).statusCode())
                .isEqualTo(200);
    }

    /** Each request has one fault; the control above shows that there is no other. */
    static Stream<String> mutants() {
        String good = assertion().signed(JWSAlgorithm.ES256, ES256);
        Instant now = Instant.now();
        return Stream.of(
                assertion().signed(JWSAlgorithm.ES256, STRANGER),
                assertion().claim("exp", now.minusSeconds(120).getEpochSecond()).signed(JWSAlgorithm.ES256, ES256),
                assertion().claim("nbf", now.plusSeconds(300).getEpochSecond()).signed(JWSAlgorithm.ES256, ES256),
                assertion().claim("exp", null).signed(JWSAlgorithm.ES256, ES256),
                assertion().claim("aud", "https://other.example.com/token").signed(JWSAlgorithm.ES256, ES256),
                assertion().claim("aud", server.tokenEndpoint() + "/").signed(JWSAlgorithm.ES256, ES256),
                assertion().claim("aud", null).signed(JWSAlgorithm.ES256, ES256),
                assertion().claim("iss", "client-RS256").signed(JWSAlgorithm.ES256, ES256),
                assertion().claim("sub", "client-RS256").signed(JWSAlgorithm.ES256, ES256),
                assertion().claim("jti", "another").withSignatureOf(good),
                assertion().header("typ", "JOSE").withSignatureOf(good),
                assertion()
                        .header("alg", "RS256")
                        .header("kid", RSA.thumbprint())
                        .signed(JWSAlgorithm.RS256, RSA),
                assertion().header("alg", "none").withSignatureOf("."),
                good.substring(0, good.length() - 4));
    }

    @ParameterizedTest
    @MethodSource("mutants")
    void refusesAnAssertionWithOneFault(String mutant) {
        HttpResponse<String> response = post(mutant);
        assertThat(response.statusCode()).isEqualTo(401);
        assertThat(response.body()).contains("\"invalid_client\"");
    }

    @Test
    void refusesTheAssertionOfAnotherClient() {
        String assertion = assertion().signed(JWSAlgorithm.ES256, ES256);
        assertThat(RawPost.to(server.tokenEndpoint())
                        .with("grant_type", "client_credentials")
                        .with("client_id", "client-RS256")
                        .withAssertion(assertion)
                        .send()
                        .statusCode())
                .isEqualTo(401);
    }

    @Test
    void theExceptionHasStatusAndErrorCode() {
        ClientAuthenticator stranger = ClientAuthenticator.builder(
                        PrivateKeyJwt.withTokenEndpointAudience(server.tokenEndpoint()))
                .clientId("client-ES256")
                .signingKey(STRANGER)
                .scopes(SpringServer.SCOPE)
                .build();
        assertThatExceptionOfType(TokenRefusedException.class)
                .isThrownBy(stranger::accessToken)
                .satisfies(refused -> {
                    assertThat(refused.status()).isEqualTo(401);
                    assertThat(refused.error().code()).isEqualTo("invalid_client");
                    assertThat(refused.isRetryable()).isFalse();
                    assertThat(refused.diagnosis().blocking()).isEmpty();
                });
    }

    private static ClientAuthenticator client(Profile profile, String algorithm) {
        SigningKey key = algorithm.startsWith("RS") ? RSA : algorithm.equals("ES256") ? ES256 : ES384;
        return ClientAuthenticator.builder(profile)
                .clientId("client-" + algorithm)
                .signingKey(key)
                .algorithm(JWSAlgorithm.parse(algorithm))
                .scopes(SpringServer.SCOPE)
                .build();
    }

    private static ForgedAssertion assertion() {
        Instant now = Instant.now();
        return new ForgedAssertion()
                .header("alg", "ES256")
                .header("kid", ES256.thumbprint())
                .header("typ", "JWT")
                .claim("iss", "client-ES256")
                .claim("sub", "client-ES256")
                .claim("aud", server.tokenEndpoint().toString())
                .claim("iat", now.getEpochSecond())
                .claim("exp", now.plusSeconds(60).getEpochSecond())
                .claim("jti", UUID.randomUUID().toString());
    }

    private static HttpResponse<String> post(String assertion) {
        return RawPost.to(server.tokenEndpoint())
                .with("grant_type", "client_credentials")
                .with("client_id", "client-ES256")
                .with("scope", "read")
                .withAssertion(assertion)
                .send();
    }
}
