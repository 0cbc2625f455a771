// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.http;

import dev.clientauth.fakes.Clients;
import dev.clientauth.fakes.TokenServer;
import dev.clientauth.token.Grant;
import dev.clientauth.token.TokenTransportException;
import mockwebserver3.MockResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * HTTP responses that are neither tokens nor an OAuth error: one request, and a typed exception that describes the response.
 */
@Timeout(20)
class UnusableResponseTest {
    private TokenServer server;

    @BeforeEach
    void start() {
        server = TokenServer.start();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 429, 500, 502, 503, 504})
    void aTransientStatusIsRetryableButACodeIsNotSentAgain(int status) {
        server.respondingWith(new MockResponse.Builder()
                .code(status)
                .addHeader("Retry-After", "0")
                .build());
        TokenTransportException fault = fault(status, "an empty body");
        assertThat(fault.isRetryable()).isTrue();
    }

    @Test
    void aRateLimitWithRetryAfter() {
        server.respondingWith(new MockResponse.Builder()
                .code(429)
                .addHeader("Retry-After", "60")
                .body("slow down")
                .build());
        assertThat(fault(429, "not a JSON object").isRetryable()).isTrue();
    }

    @Test
    void anErrorPageOfAProxy() {
        server.respondingWith(new MockResponse.Builder()
                .code(500)
                .addHeader("Content-Type", "text/html")
                .body("\r\n<!DOCTYPE html><html><body>Internal Server Error</body></html>")
                .build());
        assertThat(fault(500, "an HTML or XML page").isRetryable()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    void aRedirectIsNotFollowed(int status) {
        try (TokenServer elsewhere = TokenServer.start().granting("stolen", 60)) {
            server.respondingWith(new MockResponse.Builder()
                    .code(status)
                    .addHeader("Location", elsewhere.endpoint().toString())
                    .build());
            assertThat(fault(status, "a redirect to 127.0.0.1, which is not followed")
                            .isRetryable())
                    .isFalse();
            assertThat(elsewhere.requestCount()).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://[", "", "%"})
    void aRedirectWithoutALocation(String location) {
        server.respondingWith(new MockResponse.Builder()
                .code(302)
                .addHeader("Location", location)
                .build());
        fault(302, "a redirect");
    }

    @Test
    void anEmptyResponse() {
        server.respondingWith(new MockResponse.Builder().code(204).build());
        assertThat(fault(204, "an empty body").isRetryable()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            [{"access_token":"t"}]            | not a JSON object
            null                              | not a JSON object
            "access_token"                    | not a JSON object
            42                                | not a JSON object
            access_token=t&expires_in=60      | not a JSON object
            {"access_token":"t"               | not a JSON object
            {"access_token":"t"} {}           | not a JSON object
            {}                                | JSON with neither an access_token nor an error
            {"token_type":"Bearer"}           | JSON with neither an access_token nor an error
            {"access_token":null}             | JSON with neither an access_token nor an error
            {"access_token":""}               | JSON with neither an access_token nor an error
            {"access_token":42}               | JSON with neither an access_token nor an error
            {"access_token":"t\\r\\nX: y"}     | invalid characters in access_token
            {"access_token":"t\\u001b[2J"}     | invalid characters in access_token
            {"access_token":"t\\u00e4"}        | invalid characters in access_token
            {"error":null}                    | JSON with neither an access_token nor an error
            {"error":{"code":"x"}}            | JSON with neither an access_token nor an error
            <token>t</token>                  | an HTML or XML page
            """)
    void aTextThatIsNotATokenResponse(String body, String what) {
        server.respondingWith(200, body);
        assertThat(fault(200, what).isRetryable()).isFalse();
    }

    /** Apple's resource servers respond like this. */
    @Test
    void anErrorThatIsNotAnOAuthError() {
        server.respondingWith(
                400,
                "{\"errors\":[{\"id\":\"1\",\"status\":\"400\",\"code\":\"PARAMETER_ERROR.INVALID\","
                        + "\"title\":\"A parameter has an invalid value\",\"detail\":\"limit\"}]}");
        fault(400, "JSON with neither an access_token nor an error");
    }

    @Test
    void anAccessTokenInAnErrorResponse() {
        server.respondingWith(500, "{\"access_token\":\"t\"}");
        fault(500, "JSON with neither an access_token nor an error");
    }

    @Test
    void endlesslyNestedJson() {
        server.respondingWith(200, "{\"a\":" + "[".repeat(100_000));
        fault(200, "not a JSON object");
    }

    @Test
    void moreThanOneMebibyte() {
        server.respondingWith(200, "{\"access_token\":\"" + "t".repeat(1 << 20) + "\"}");
        fault(200, "longer than 1048576 bytes and was not read");
    }

    private TokenTransportException fault(int status, String message) {
        TokenTransportException fault = catchThrowableOfType(
                TokenTransportException.class,
                () -> Clients.apple(server.endpoint()).build().request(Grant.authorizationCode("c0de")));
        assertThat(fault)
                .hasMessageStartingWith("The response from " + server.endpoint() + " with HTTP " + status + " is ")
                .hasMessageContaining(message);
        assertThat(fault.status()).isEqualTo(status);
        assertThat(server.requestCount()).as("requests").isEqualTo(1);
        return fault;
    }
}
