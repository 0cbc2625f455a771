// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.http;

import dev.clientauth.ClientAuthenticator;
import dev.clientauth.fakes.Clients;
import dev.clientauth.fakes.LogCapture;
import dev.clientauth.fakes.RawServer;
import dev.clientauth.fakes.Secrets;
import dev.clientauth.fakes.TokenServer;
import dev.clientauth.json.Json;
import dev.clientauth.token.AccessToken;
import dev.clientauth.token.Grant;
import dev.clientauth.token.TokenResponse;
import dev.clientauth.token.TokenTransportException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.URI;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/** Each member of a successful response must have the syntax of RFC 6749 and RFC 6750, or the response is rejected. */
@Timeout(20)
class SuccessSyntaxTest {
    private static final Instant NOW = Instant.parse("2026-11-26T12:00:00Z");
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
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            "mac"                          | "mac"
            "DPoP"                         | "DPoP"
            "N_A"                          | "N_A"
            "pop"                          | "pop"
            ""                             | ""
            " "                            | " "
            "Bearer "                      | "Bearer "
            "Bearer,mac"                   | "Bearer,mac"
            "Bearer\\r\\nX-Evil: 1"        | "Bearer\uFFFD\uFFFDX-Evil: 1"
            "Bearer\\u0000"                | "Bearer\uFFFD"
            "\\u001b[31mBearer"            | "\uFFFD[31mBearer"
            "\\u202eresaeB"                | "\uFFFDresaeB"
            "urn:ietf:params:oauth:token-type:an-extension-token" | "urn:ietf:params:oauth:token-type:an-exte…"
            1                              | that is not a string
            true                           | that is not a string
            ["Bearer"]                     | that is not a string
            {"Bearer":1}                   | that is not a string
            """)
    void aTokenTypeOtherThanBearerIsRejectedByName(String type, String name) {
        assertThat(fault("\"access_token\":\"t\",\"token_type\":" + type))
                .hasMessageContaining(
                        "is JSON with the unsupported token_type " + name + "; only Bearer is supported.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                " ",
                "  ",
                "a b",
                " a",
                "a ",
                "a\\tb",
                "a\\nb",
                "a\\r\\nX-Evil: 1",
                "a\\u0000",
                "a\\u007f",
                "a\\u0080",
                "\\u00e9",
                "\\ud83d\\ude00",
                "\\ud800"
            })
    void anAccessTokenThatIsNotAValidHeaderValueIsRejected(String token) {
        assertThat(fault("\"access_token\":\"" + token + "\""))
                .hasMessageContaining("invalid characters in access_token");
    }

    /** Providers issue tokens beyond b64token: with a bar, a colon, an at sign. */
    @ParameterizedTest
    @ValueSource(strings = {"t", "a.b-c_d~e+f/g==", "123|abc", "user:token", "a@b", "a,b;c", "(%41)"})
    void anAccessTokenOfVisibleCharactersIsAccepted(String token) {
        server.respondingWith(200, "{\"access_token\":\"" + token + "\",\"token_type\":\"bearer\"}");
        assertThat(Clients.epic(server.endpoint()).build().accessToken().authorizationHeader())
                .isEqualTo("Bearer " + token);
    }

    @ParameterizedTest
    @CsvSource({
        "scope, a\\nb",
        "scope, a\\u001b[2J",
        "scope, \\u202ea",
        "scope, a\\u2028b",
        "scope, \\u00e4",
        "refresh_token, a\\r\\nb",
        "refresh_token, \\u0000",
        "refresh_token, \\u00e4",
        "id_token, a\\nb",
        "id_token, \\u202e"
    })
    void otherMembersWithInvalidCharactersAreRejected(String member, String value) {
        assertThat(fault("\"access_token\":\"t\",\"" + member + "\":\"" + value + "\""))
                .hasMessageContaining("invalid characters in " + member);
    }

    @Test
    void unusedMembersAreNotChecked() {
        server.respondingWith(
                200,
                "{\"access_token\":\"t\",\"scope\":\"\",\"refresh_token\":\"\",\"id_token\":null,\"expires_in\":\"60\"}");
        TokenResponse response = Clients.epic(server.endpoint()).build().request(Grant.clientCredentials());
        assertThat(response.refreshToken()).isEmpty();
        assertThat(response.idToken()).isEmpty();
        assertThat(response.accessToken().scope()).contains("");
    }

    @Test
    void aScopeWithAQueryIsKept() {
        String scope = "system/Observation.rs?category=http://terminology.hl7.org/CodeSystem/oc|laboratory a";
        server.respondingWith(200, "{\"access_token\":\"t\",\"scope\":\"" + scope + "\"}");
        assertThat(Clients.epic(server.endpoint()).build().accessToken().scope())
                .contains(scope);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"token_type", "scope", "expires_in", "name of a member", "value of a member", "access_token"})
    void anEchoedCredentialIsNotShown(String where) throws Exception {
        AtomicReference<String> form = new AtomicReference<>("");
        RawServer.Script echo = (request, socket, out) -> {
            form.set(request.substring(request.indexOf("\r\n\r\n") + 4));
            String secret = Secrets.parameters(form.get()).get(0);
            Map<String, Object> members = new LinkedHashMap<>(Map.of("access_token", "issued-token-1"));
            switch (where) {
                case "name of a member" -> members.put(secret, "x");
                case "value of a member" -> members.put("message", secret);
                default -> members.put(where, secret);
            }
            byte[] json = Json.write(members).getBytes(java.nio.charset.StandardCharsets.UTF_8);
            out.write(("HTTP/1.1 200 OK\r\nContent-Length: " + json.length + "\r\n\r\n").getBytes(UTF_8));
            out.write(json);
        };
        try (RawServer endpoint = RawServer.after(echo);
                LogCapture logs = new LogCapture()) {
            ClientAuthenticator client = Clients.epic(endpoint.endpoint()).build();
            String shown;
            try {
                TokenResponse response = client.request(Grant.clientCredentials());
                AccessToken token = response.accessToken();
                shown = response + "\n" + token + "\n" + token.scope() + "\n" + token.type() + "\n"
                        + response.members().keySet();
            } catch (TokenTransportException e) {
                shown = LogCapture.printed(e);
            }
            Secrets secrets = new Secrets().withForm(form.get()).with("issued-token-1");
            secrets.assertAbsentFrom("response", shown);
            secrets.assertAbsentFrom("log", logs.text());
        }
    }

    /** Otherwise a credential of the token endpoint would be sent to the API. */
    @Test
    void anAccessTokenThatEchoesTheCodeIsRejected() {
        server.respondingWith(200, "{\"access_token\":\"c0de-of-one-use\"}");
        TokenTransportException fault = catchThrowableOfType(
                TokenTransportException.class,
                () -> Clients.apple(server.endpoint()).build().request(Grant.authorizationCode("c0de-of-one-use")));
        assertThat(fault).hasMessageContaining("whose access_token is a credential from the request");
        assertThat(LogCapture.printed(fault)).doesNotContain("c0de-of-one-use");
    }

    @Test
    void aCodeOfOneLetterDoesNotHideMemberNames() {
        server.respondingWith(200, "{\"access_token\":\"t\",\"token_type\":\"Bearer\"}");
        assertThat(Clients.apple(server.endpoint()).build().request(Grant.authorizationCode("c")))
                .hasToString("TokenResponse[access_token, token_type]");
    }

    @Test
    void aTokenAsAMemberNameIsNotShown() {
        server.respondingWith(200, "{\"access_token\":\"issued_token\",\"issued_token\":1,\"\\u001b[2J\":2}");
        TokenResponse response = Clients.epic(server.endpoint()).build().request(Grant.clientCredentials());
        assertThat(response).hasToString("TokenResponse[access_token] and 2 more");
    }

    @ParameterizedTest
    @CsvSource(
            value = {
                "'',Bearer,a",
                "' ',Bearer,a",
                "t,mac,a",
                "t,'',a",
                "'a\nb',Bearer,a",
                "t,'Bearer\n',a",
                "t,Bearer,'a\nb'"
            })
    void aTokenFromAStoreIsCheckedTheSameWay(String value, String type, String scope) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new AccessToken(value, type, scope, NOW, NOW.plusSeconds(60)))
                .withMessageMatching("(value|type|scope) (is|contains) .*");
    }

    @Test
    @SuppressWarnings("NullAway")
    void aTokenOfNullCharactersIsRejected() {
        assertThatNullPointerException().isThrownBy(() -> new AccessToken(null, "Bearer", null, NOW, NOW));
        assertThatNullPointerException().isThrownBy(() -> new AccessToken("t", null, null, NOW, NOW));
        assertThatNullPointerException().isThrownBy(() -> new AccessToken("t", "Bearer", null, null, NOW));
        assertThatNullPointerException().isThrownBy(() -> new AccessToken("t", "Bearer", null, NOW, null));
    }

    private TokenTransportException fault(String members) {
        server.respondingWith(200, "{" + members + "}");
        URI endpoint = server.endpoint();
        TokenTransportException fault = catchThrowableOfType(
                TokenTransportException.class,
                () -> Clients.epic(endpoint).build().request(Grant.clientCredentials()));
        assertThat(fault).isNotNull();
        assertThat(fault.status()).isEqualTo(200);
        assertThat(fault.isRetryable()).isFalse();
        assertThat(server.requestCount()).isEqualTo(1);
        return fault;
    }
}
