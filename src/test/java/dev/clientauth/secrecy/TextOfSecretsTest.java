// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.secrecy;

import com.nimbusds.jose.JWSAlgorithm;
import dev.clientauth.ClientAssertion;
import dev.clientauth.profile.TokenRequest;
import dev.clientauth.token.AccessToken;
import dev.clientauth.token.Grant;
import dev.clientauth.token.TokenResponse;
import dev.clientauth.transport.HttpTransport;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

@DisplayName("The text of an object that holds a secret")
class TextOfSecretsTest {
    private static final String SECRET = "s3cret-value";
    private static final Instant ISSUED = Instant.parse("2026-11-27T00:00:00Z");
    private static final Instant EXPIRES = ISSUED.plusSeconds(300);
    private static final URI ENDPOINT = URI.create("https://server.example.com/token");

    static Stream<Object> holders() {
        AccessToken token = new AccessToken(SECRET, "Bearer", "system/Patient.rs", ISSUED, EXPIRES);
        TokenResponse response = new TokenResponse(
                token, Map.of("access_token", SECRET, "refresh_token", SECRET, "id_token", SECRET, SECRET, SECRET));
        Grant code = new Grant.AuthorizationCode(
                SECRET, Optional.of(URI.create("https://app.example.com/back")), Optional.of(SECRET));
        return Stream.of(
                token,
                response,
                code,
                Grant.refreshToken(SECRET),
                Grant.jwtBearer(SECRET),
                new ClientAssertion(SECRET, JWSAlgorithm.ES256, "key", "jti", ISSUED, EXPIRES),
                TokenRequest.ofAssertion(SECRET),
                TokenRequest.builder()
                        .endpoint(ENDPOINT)
                        .parameter("code", SECRET)
                        .parameter("client_secret", SECRET)
                        .header("Authorization", "Basic " + SECRET)
                        .build(),
                HttpTransport.Request.post(
                        ENDPOINT,
                        Map.of("Authorization", "Bearer " + SECRET),
                        ("client_secret=" + SECRET).getBytes(UTF_8),
                        1 << 20,
                        Duration.ofSeconds(5)),
                new HttpTransport.Response(
                        200,
                        Map.of("Set-Cookie", List.of(SECRET)),
                        ("{\"access_token\":\"" + SECRET + "\"}").getBytes(UTF_8)));
    }

    @ParameterizedTest
    @MethodSource("holders")
    void doesNotContainIt(Object holder) {
        assertThat(holder.toString()).isNotBlank().doesNotContain(SECRET);
    }
}
