// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.mock.apple;

import dev.clientauth.mock.ApplePerson;
import dev.clientauth.mock.AppleTestServer;
import dev.clientauth.mock.TestHttp;
import dev.clientauth.mock.server.MockApple;
import dev.clientauth.mock.token.LeftHalfHash;
import dev.clientauth.profile.Registration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/** The page at /auth/authorize, by Apple's "Request an authorization to the Sign in with Apple server". */
@Timeout(60)
class AppleAuthorizeTest {
    private final AppleTestServer server = new AppleTestServer();

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void thePageOffersEachUserAndCancel() {
        server.apple.register(
                ApplePerson.of("Grace", "Hopper", "grace@example.com").hidingEmail());
        HttpResponse<String> page = TestHttp.get(server.authorize());
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.headers().firstValue("Content-Type")).contains("text/html;charset=UTF-8");
        assertThat(page.body())
                .contains("<html lang=\"en\">", "<h1>Sign in to com.example.web</h1>", "Continue as Ada Lovelace")
                .contains("Shares name and ada@example.com.", "Continue as Grace Hopper", ">Cancel</button>")
                .contains("an address that hides grace@example.com");
        assertThat(server.last().diagnosis().broken()).isEmpty();
        assertThat(server.last().diagnosis().unknown()).isEmpty();
    }

    @Test
    void thePageHasAStrictPolicy() {
        String policy = TestHttp.get(server.authorize())
                .headers()
                .firstValue("Content-Security-Policy")
                .orElseThrow();
        assertThat(policy)
                .contains("default-src 'none'", "frame-ancestors 'none'", "base-uri 'none'")
                .doesNotContain("unsafe");
        assertThat(TestHttp.get(server.authorize("client_id", "x"))
                        .headers()
                        .firstValue("Content-Security-Policy")
                        .orElseThrow())
                .contains("form-action 'none'");
    }

    @Test
    void withoutUsersThePageSaysWhatToDo() throws Exception {
        try (MockApple empty = MockApple.start()) {
            empty.register(server.team.owning(AppleTestServer.WEB), AppleTestServer.CALLBACK);
            URI page = URI.create(server.authorize()
                    .toString()
                    .replace(server.apple.base().toString(), empty.base().toString()));
            assertThat(TestHttp.get(page).body()).contains("register a person with the mock");
        }
    }

    @Test
    void formPostReturnsAFormThatSubmitsItself() {
        HttpResponse<String> page = server.press(server.authorize(), "person", "0");
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body())
                .contains("<form method=\"post\" action=\"https://app.example.com/callback\">")
                .contains("<button>Continue</button>", "document.querySelector('form').submit();");
        assertThat(TestHttp.inputs(page))
                .containsOnlyKeys("state", "code", "user")
                .containsEntry("state", "st4te");
    }

    @Test
    void queryReturnsTheParametersInTheQuery() {
        HttpResponse<String> response =
                server.press(server.authorize("scope", null, "response_mode", "query"), "person", "0");
        assertThat(response.statusCode()).isEqualTo(303);
        assertThat(response.headers().firstValue("Location").orElseThrow())
                .matches("https://app\\.example\\.com/callback\\?state=st4te&code=[\\w-]{43}");
    }

    @Test
    void byDefaultTheCodeIsInTheQueryAndATokenInTheFragment() {
        HttpResponse<String> code = server.press(server.authorize("scope", null, "response_mode", null), "person", "0");
        assertThat(code.headers().firstValue("Location").orElseThrow()).contains("callback?state=");
        HttpResponse<String> token = server.press(
                server.authorize("scope", null, "response_mode", null, "response_type", "code id_token"),
                "person",
                "0");
        assertThat(token.headers().firstValue("Location").orElseThrow())
                .contains("callback#state=", "&id_token=")
                .doesNotContain("?");
    }

    @Test
    void theQueryOfTheRedirectUriIsKept() {
        URI callback = URI.create("https://app.example.com/callback?tenant=7");
        server.apple.register(server.team.owning(AppleTestServer.WEB), callback);
        HttpResponse<String> response = server.press(
                server.authorize("scope", null, "response_mode", "query", "redirect_uri", callback.toString()),
                "person",
                "0");
        assertThat(response.headers().firstValue("Location").orElseThrow()).startsWith(callback + "&state=");
    }

    @Test
    void theIdentityTokenHasNonceAndCodeHash() {
        Map<String, String> response = server.continued("response_type", "code id_token");
        assertThat(TestHttp.claims(response.get("id_token")).getClaims())
                .containsEntry("nonce", "n0nce")
                .containsEntry("nonce_supported", true)
                .containsEntry("c_hash", LeftHalfHash.of(response.get("code")))
                .doesNotContainKeys("at_hash", "real_user_status");
    }

    @Test
    void nameAndEmailAreSentOnlyAtTheFirstAuthorization() {
        assertThat(server.continued())
                .containsEntry(
                        "user",
                        "{\"name\":{\"firstName\":\"Ada\",\"lastName\":\"Lovelace\"},\"email\":\"ada@example.com\"}");
        assertThat(server.continued()).containsOnlyKeys("state", "code");
        assertThat(TestHttp.get(server.authorize()).body()).contains("Apple does not send the name again");
    }

    @Test
    void theFirstAuthorizationIsTrackedForEachClient() {
        URI callback = URI.create("https://other.example.com/callback");
        server.apple.register(server.team.owning("com.example.other"), callback);
        server.continued();
        assertThat(server.continued("client_id", "com.example.other", "redirect_uri", callback.toString()))
                .containsKey("user");
    }

    @Test
    void onlyRequestedScopesAreShared() {
        assertThat(server.continued("scope", "email")).containsEntry("user", "{\"email\":\"ada@example.com\"}");
    }

    @Test
    void hideMyEmailReturnsAPrivateRelayAddress() {
        ApplePerson grace =
                ApplePerson.of("Grace", "Hopper", "grace@example.com").hidingEmail();
        server.apple.register(grace);
        Map<String, String> response = TestHttp.inputs(server.press(server.authorize(), "person", "1"));
        assertThat(response.get("user"))
                .containsPattern("\"email\":\"[a-z0-9]{10}@privaterelay\\.appleid\\.com\"")
                .doesNotContain("grace@");
    }

    @Test
    void bothDomainsOfThePrivateRelayAreInUse() {
        List<ApplePerson> people = List.of(
                ApplePerson.of("Grace", "Hopper", "grace@example.com").hidingEmail(),
                ApplePerson.of("Mary", "Jackson", "mary@example.com").hidingEmail());
        people.forEach(server.apple::register);
        List<String> users = new ArrayList<>();
        for (String person : List.of("1", "2")) {
            users.add(TestHttp.inputs(server.press(server.authorize(), "person", person))
                    .get("user"));
        }
        assertThat(users.get(0)).containsPattern("\"email\":\"[a-z0-9]{10}@privaterelay\\.appleid\\.com\"");
        assertThat(users.get(1)).containsPattern("\"email\":\"[a-z0-9]{10}@private\\.icloud\\.com\"");
    }

    @Test
    void cancelReturnsUserCancelledAuthorize() {
        HttpResponse<String> response = server.press(server.authorize(), "cancel", "yes");
        assertThat(TestHttp.inputs(response))
                .containsExactly(Map.entry("state", "st4te"), Map.entry("error", "user_cancelled_authorize"));
    }

    @ParameterizedTest
    @CsvSource({
        "client_id, com.example.stranger, invalid_client, client-id",
        "client_id, , invalid_client, client-id",
        "redirect_uri, https://app.example.com/callback/, unauthorized_client, redirect-uri",
        "redirect_uri, , unauthorized_client, redirect-uri",
        "response_type, token, invalid_request, response-type",
        "response_type, , invalid_request, response-type",
        "response_mode, query, invalid_request, response-mode.form-post",
        "response_mode, , invalid_request, response-mode.form-post",
        "scope, name phone, invalid_scope, scope",
    })
    void anInvalidRequestShowsAnErrorPageWithoutARedirect(String parameter, String value, String error, String rule) {
        HttpResponse<String> page = TestHttp.get(server.authorize(parameter, value));
        assertThat(page.statusCode()).isEqualTo(400);
        assertThat(page.body()).contains("<h1>" + error + "</h1>").doesNotContain("<form");
        assertThat(page.headers().firstValue("Location")).isEmpty();
        assertThat(server.last().error()).contains(error);
        assertThat(server.broken()).containsExactly(rule);
    }

    @Test
    void anotherResponseModeIsRejected() {
        TestHttp.get(server.authorize("response_mode", "web_message"));
        assertThat(server.last().error()).contains("invalid_request");
        assertThat(server.broken()).containsExactly("response-mode", "response-mode.form-post");
    }

    @Test
    void anIdentityTokenIsNotReturnedInTheQuery() {
        TestHttp.get(server.authorize("scope", null, "response_type", "code id_token", "response_mode", "query"));
        assertThat(server.last().error()).contains("invalid_request");
        assertThat(server.broken()).containsExactly("response-mode.no-token-in-query");
    }

    @Test
    void anAppIdHasNoRedirectUri() {
        TestHttp.get(server.authorize("client_id", AppleTestServer.APP));
        assertThat(server.last().error()).contains("unauthorized_client");
        assertThat(server.last().diagnosis().toString()).contains("an App ID has no return URL");
    }

    @Test
    void repeatedParametersAreRejected() {
        TestHttp.get(URI.create(server.authorize() + "&client_id=com.example.web"));
        assertThat(server.last().error()).contains("invalid_request");
        assertThat(server.broken()).containsExactly("parameters.unrepeated");
    }

    @Test
    void theUrlAcceptsOnlyGet() {
        assertThat(TestHttp.post(server.authorize(), "").statusCode()).isEqualTo(400);
        assertThat(server.broken()).containsExactly("http.get");
    }

    @Test
    void aBrokenRecommendationIsRecordedButNotRejected() {
        URI loopback = URI.create("http://localhost:8080/callback");
        server.apple.register(server.team.owning(AppleTestServer.WEB), loopback);
        HttpResponse<String> page = TestHttp.get(
                server.authorize("redirect_uri", loopback.toString(), "state", null, "code_challenge", "x"));
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(server.broken()).containsExactlyInAnyOrder("redirect-uri.domain", "state", "parameters.known");
    }

    @Test
    void aPageCanBeUsedOnceWithinTenMinutes() {
        Map<String, String> form = TestHttp.inputs(TestHttp.get(server.authorize()));
        form.put("person", "0");
        URI decision = server.at("/auth/authorize/decision");
        assertThat(TestHttp.post(decision, form).statusCode()).isEqualTo(200);
        assertThat(TestHttp.post(decision, form).statusCode()).isEqualTo(400);
        assertThat(server.broken()).containsExactly("request");

        Map<String, String> late = TestHttp.inputs(TestHttp.get(server.authorize()));
        late.put("person", "0");
        server.clock.advance(Duration.ofMinutes(10).plusSeconds(1));
        assertThat(TestHttp.post(decision, late).statusCode()).isEqualTo(400);
    }

    @ParameterizedTest
    @CsvSource({"person, 1", "person, -1", "person, 99999999999", "person, x", "nobody, 0"})
    void onlyRegisteredUsersCanBeChosen(String field, String value) {
        HttpResponse<String> page = server.press(server.authorize(), field, value);
        assertThat(page.statusCode()).isEqualTo(400);
        assertThat(page.body()).contains("invalid_request");
    }

    @Test
    void approveAsWorksWithoutABrowser() {
        Map<String, String> response = server.apple.approveAs(AppleTestServer.ADA, server.authorize());
        assertThat(response).containsOnlyKeys("state", "code", "user");
        assertThat(server.exchange(response.get("code")).statusCode()).isEqualTo(200);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> server.apple.approveAs(AppleTestServer.ADA, server.authorize("scope", "phone")))
                .withMessageContaining("sign-in-with-apple-authorize.scope");
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        server.apple.approveAs(ApplePerson.of("No", "Body", "no@example.com"), server.authorize()))
                .withMessageContaining("No Body is not registered");
    }

    @ParameterizedTest
    @CsvSource({
        "http://app.example.com/callback",
        "https://app.example.com/callback#x",
        "https://me@app.example.com/callback",
        "app:callback"
    })
    void invalidRedirectUrisCannotBeRegistered(String uri) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> server.apple.register(server.team.owning("com.example.x"), URI.create(uri)))
                .withMessageContaining(uri);
    }

    @Test
    void aClientRequiresATeamIdAndAKey() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> server.apple.register(Registration.of("com.example.x")))
                .withMessageContaining("withTeamId");
    }

    @Test
    void aRequestWithAnotherMediaTypeHasNoParameters() {
        HttpResponse<String> response = TestHttp.send(HttpRequest.newBuilder(server.at("/auth/authorize"))
                .header("Content-Type", "application/json")
                .GET());
        assertThat(response.statusCode()).isEqualTo(400);
    }
}
