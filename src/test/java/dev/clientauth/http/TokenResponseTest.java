// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.http;

import dev.clientauth.fakes.Clients;
import dev.clientauth.fakes.MovableClock;
import dev.clientauth.fakes.TokenServer;
import dev.clientauth.token.AccessToken;
import dev.clientauth.token.Grant;
import dev.clientauth.token.TokenRefusedException;
import dev.clientauth.token.TokenResponse;
import dev.clientauth.token.TokenTransportException;
import mockwebserver3.MockResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/** Responses are read as providers send them, not only as the standard requires. */
@Timeout(20)
class TokenResponseTest {
    private TokenServer server;

    @BeforeEach
    void start() {
        server = TokenServer.start();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    /** BCDA sends a string; some proxies send floats. An invalid value counts as five minutes. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            3600          | 3600
            "3600"        | 3600
            " 3600 "      | 3600
            300.9         | 300
            "300.9"       | 300
            3.6e3         | 3600
            null          | 300
            "soon"        | 300
            ""            | 300
            true          | 300
            {}            | 300
            [3600]        | 300
            "Infinity"    | 300
            "0x10"        | 300
            99999999999999999999999 | 315360000
            1e300         | 315360000
            """)
    void theLifetimeIsExpiresIn(String expiresIn, long seconds) {
        server.respondingWith(200, "{\"access_token\":\"t\",\"expires_in\":" + expiresIn + "}");
        assertThat(life(Clients.epic(server.endpoint()).build().request(Grant.clientCredentials())))
                .isEqualTo(Duration.ofSeconds(seconds));
    }

    /** RFC 6749 section 5.1: the lifetime in seconds. Zero means that it has expired. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "0",
                "-0",
                "-1",
                "-5",
                "0.4",
                "0.999",
                "\"0\"",
                "\" 0 \"",
                "\"-3600\"",
                "1e-400",
                "-1e300",
                "-99999999999999999999999",
                "\"0.0\""
            })
    void aTokenThatHasExpiredOnArrivalIsAnUnusableResponse(String expiresIn) {
        server.respondingWith(200, "{\"access_token\":\"t-secret\",\"expires_in\":" + expiresIn + "}");
        TokenTransportException unusable = catchThrowableOfType(
                TokenTransportException.class,
                () -> Clients.epic(server.endpoint()).build().request(Grant.clientCredentials()));
        assertThat(unusable)
                .hasMessageContaining("HTTP 200")
                .hasMessageContaining("had already expired when it arrived: it is valid for 0 s");
        assertThat(unusable.getMessage()).doesNotContain("t-secret");
        assertThat(unusable.status()).isEqualTo(200);
        assertThat(unusable.isRetryable()).isFalse();
        assertThat(server.requestCount()).isEqualTo(1);
    }

    @Test
    void aTokenThatExpiresDuringTheRequestIsAnUnusableResponse() {
        server.respondingWith(new MockResponse.Builder()
                .headersDelay(1100, TimeUnit.MILLISECONDS)
                .body("{\"access_token\":\"t\",\"expires_in\":1}")
                .build());
        assertThatThrownBy(() -> Clients.epic(server.endpoint()).build().request(Grant.clientCredentials()))
                .isInstanceOf(TokenTransportException.class)
                .hasMessageContaining("valid for 1 s, and the request took 1");
    }

    /** A code and a rotated refresh token cannot be used again, so the other tokens are kept. */
    @ParameterizedTest
    @ValueSource(strings = {"refresh_token", "id_token"})
    void anExpiredAccessTokenDoesNotDiscardTheOtherTokens(String other) {
        server.respondingWith(200, "{\"access_token\":\"t\",\"expires_in\":0,\"" + other + "\":\"x\"}");
        TokenResponse response = Clients.apple(server.endpoint()).build().request(Grant.authorizationCode("c"));
        assertThat(response.members()).containsEntry(other, "x");
        assertThat(life(response)).isZero();
    }

    @Test
    void withoutExpiresInTheDefaultLifetimeIsUsed() {
        server.respondingWith(200, "{\"access_token\":\"t\"}");
        assertThat(life(Clients.epic(server.endpoint()).build().request(Grant.clientCredentials())))
                .isEqualTo(Duration.ofMinutes(5));
    }

    /** Reading a number takes time that grows with the square of its length. */
    @Timeout(5)
    @ParameterizedTest
    @ValueSource(strings = {"\"1e999999999\"", "MANY"})
    void aHugeLifetimeIsReadQuickly(String expiresIn) {
        String text = expiresIn.equals("MANY") ? '"' + "9".repeat(1_000_000) + '"' : expiresIn;
        server.respondingWith(200, "{\"access_token\":\"t\",\"expires_in\":" + text + "}");
        assertThat(life(Clients.epic(server.endpoint()).build().request(Grant.clientCredentials())))
                .isBetween(Duration.ZERO, Duration.ofDays(3650));
    }

    @Timeout(5)
    @ParameterizedTest
    @ValueSource(strings = {"\"1e-999999999\"", "\"-1e999999999\""})
    void aTinyLifetimeIsReadQuickly(String expiresIn) {
        server.respondingWith(200, "{\"access_token\":\"t\",\"expires_in\":" + expiresIn + "}");
        assertThatThrownBy(() -> Clients.epic(server.endpoint()).build().request(Grant.clientCredentials()))
                .isInstanceOf(TokenTransportException.class);
    }

    @Test
    void theLifetimeCountsFromTheStartOfTheRequest() {
        MovableClock clock = new MovableClock();
        server.granting("t", 60);
        AccessToken token = Clients.epic(server.endpoint()).clock(clock).build().accessToken();
        assertThat(token.issuedAt()).isEqualTo(clock.instant());
        assertThat(token.expiresAt()).isEqualTo(clock.instant().plusSeconds(60));
    }

    /** Epic writes bearer, Apple Bearer. */
    @ParameterizedTest
    @CsvSource({"bearer, Bearer t", "Bearer, Bearer t", "BEARER, Bearer t", "bEaReR, Bearer t"})
    void tokenTypeInAnyCase(String type, String authorization) {
        server.respondingWith(200, "{\"access_token\":\"t\",\"token_type\":\"" + type + "\"}");
        AccessToken token = Clients.epic(server.endpoint()).build().accessToken();
        assertThat(token.type()).isEqualTo(type);
        assertThat(token.authorizationHeader()).isEqualTo(authorization);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ",\"token_type\":null"})
    void tokenTypeMissing(String member) {
        server.respondingWith(200, "{\"access_token\":\"t\"" + member + "}");
        assertThat(Clients.epic(server.endpoint()).build().accessToken().authorizationHeader())
                .isEqualTo("Bearer t");
    }

    @Test
    void unknownMembersAreKeptInOrder() {
        server.respondingWith(
                200,
                "{\"state\":\"s\",\"access_token\":\"t\",\"patient\":null,\"email_verified\":false,\"n\":[1,{\"a\":\"b\"}],"
                        + "\"refresh_token\":\"r\",\"id_token\":\"i\",\"scope\":\"a b\"}");
        TokenResponse response = Clients.epic(server.endpoint()).build().request(Grant.clientCredentials());
        assertThat(response.members().keySet())
                .containsExactly("state", "access_token", "email_verified", "n", "refresh_token", "id_token", "scope");
        assertThat(response.members()).containsEntry("email_verified", false);
        assertThat(response.refreshToken()).contains("r");
        assertThat(response.idToken()).contains("i");
        assertThat(response.accessToken().scope()).contains("a b");
    }

    @Test
    void compressionIsNotRequested() {
        server.granting("t", 60);
        Clients.epic(server.endpoint()).build().accessToken();
        assertThat(server.take().getHeaders().values("Accept-Encoding")).containsExactly("identity");
    }

    @Test
    void aWrongContentTypeIsAccepted() {
        server.respondingWith(new MockResponse.Builder()
                .addHeader("Content-Type", "text/html;charset=iso-8859-1")
                .body("{\"access_token\":\"t\"}")
                .build());
        assertThat(Clients.epic(server.endpoint()).build().accessToken().value())
                .isEqualTo("t");
    }

    @Test
    void aRefusalWithANullDescription() {
        server.respondingWith(400, "{\"error\":\"invalid_client\",\"error_description\":null}");
        TokenRefusedException refused = refused();
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.error().code()).isEqualTo("invalid_client");
        assertThat(refused.error().description()).isEmpty();
        assertThat(refused.diagnosis().blocking()).isEmpty();
        assertThat(refused.diagnosis().knownCauses()).isNotEmpty();
        assertThat(refused).hasMessageStartingWith("Epic refused the request with HTTP 400, invalid_client. ");
    }

    @Test
    void aRefusalWithDescriptionAndUri() {
        server.respondingWith(
                401,
                "{\"error\":\"invalid_client\",\"error_description\":\"who?\",\"error_uri\":\"https://e.example/\","
                        + "\"email_verified\":false}");
        TokenRefusedException refused = refused();
        assertThat(refused.status()).isEqualTo(401);
        assertThat(refused.error().description()).contains("who?");
        assertThat(refused.error().uri()).contains("https://e.example/");
        assertThat(refused.isRetryable()).isFalse();
    }

    /** The HTTP status is a success but the body is an OAuth error: the error takes precedence. */
    @Test
    void anErrorWithStatus200() {
        server.respondingWith(200, "{\"error\":\"invalid_grant\",\"access_token\":\"t\"}");
        TokenRefusedException refused = refused();
        assertThat(refused.status()).isEqualTo(200);
        assertThat(refused.error().code()).isEqualTo("invalid_grant");
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 429, 500, 503})
    void aTransientRefusal(int status) {
        for (int i = 0; i < 4; i++) {
            server.respondingWith(status, "{\"error\":\"temporarily_unavailable\"}");
        }
        assertThat(refused().isRetryable()).isTrue();
    }

    @Test
    void aDescriptionCannotForgeLogLines() {
        server.respondingWith(
                400,
                "{\"error\":\"invalid_client\",\"error_description\":\"x\\r\\nERROR all is lost\\u001b[31m\\u009b2J\\u202e\"}");
        assertThat(refused().error().description().orElseThrow())
                .isEqualTo("x\uFFFD\uFFFDERROR all is lost\uFFFD[31m\uFFFD2J\uFFFD");
    }

    @Test
    void aLongDescriptionIsTruncated() {
        server.respondingWith(
                400, "{\"error\":\"invalid_client\",\"error_description\":\"" + "x".repeat(100_000) + "\"}");
        assertThat(refused().error().description().orElseThrow()).hasSizeLessThan(1000);
    }

    private TokenRefusedException refused() {
        TokenRefusedException refused = catchThrowableOfType(
                TokenRefusedException.class,
                () -> Clients.epic(server.endpoint()).build().accessToken());
        assertThat(refused).isNotNull();
        assertThat(server.requestCount()).as("requests").isEqualTo(refused.isRetryable() ? 4 : 1);
        return refused;
    }

    private static Duration life(TokenResponse response) {
        AccessToken token = response.accessToken();
        return Duration.between(token.issuedAt(), token.expiresAt());
    }
}
