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
    private final AppleTestServer desk = new AppleTestServer();

    @AfterEach
    void stop() {
        desk.close();
    }

    @Test
    void thePageOffersToContinueAsEachPersonOrToCancel() {
        desk.apple.register(
                ApplePerson.of("Grace", "Hopper", "grace@example.com").hidingEmail());
        HttpResponse<String> page = TestHttp.get(desk.authorize());
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.headers().firstValue("Content-Type")).contains("text/html;charset=UTF-8");
        assertThat(page.body())
                .contains("<html lang=\"en\">", "<h1>Sign in to com.example.web</h1>", "Continue as Ada Lovelace")
                .contains("Shares name and ada@example.com.", "Continue as Grace Hopper", ">Cancel</button>")
                .contains("an address that hides grace@example.com");
        assertThat(desk.last().diagnosis().broken()).isEmpty();
        assertThat(desk.last().diagnosis().unknown()).isEmpty();
    }

    @Test
    void thePageLetsNothingIn() {
        String policy = TestHttp.get(desk.authorize())
                .headers()
                .firstValue("Content-Security-Policy")
                .orElseThrow();
        assertThat(policy)
                .contains("default-src 'none'", "frame-ancestors 'none'", "base-uri 'none'")
                .doesNotContain("unsafe");
        assertThat(TestHttp.get(desk.authorize("client_id", "x"))
                        .headers()
                        .firstValue("Content-Security-Policy")
                        .orElseThrow())
                .contains("form-action 'none'");
    }

    @Test
    void withoutAnybodyToContinueAsThePageSaysWhatToDo() throws Exception {
        try (MockApple empty = MockApple.start()) {
            empty.register(desk.team.owning(AppleTestServer.WEB), AppleTestServer.CALLBACK);
            URI page = URI.create(desk.authorize()
                    .toString()
                    .replace(desk.apple.base().toString(), empty.base().toString()));
            assertThat(TestHttp.get(page).body()).contains("register a person with the mock");
        }
    }

    @Test
    void formPostRespondsWithAFormThatPostsItself() {
        HttpResponse<String> page = desk.press(desk.authorize(), "person", "0");
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body())
                .contains("<form method=\"post\" action=\"https://app.example.com/callback\">")
                .contains("<button>Continue</button>", "document.querySelector('form').submit();");
        assertThat(TestHttp.inputs(page))
                .containsOnlyKeys("state", "code", "user")
                .containsEntry("state", "st4te");
    }

    @Test
    void queryRespondsInTheQuery() {
        HttpResponse<String> answer =
                desk.press(desk.authorize("scope", null, "response_mode", "query"), "person", "0");
        assertThat(answer.statusCode()).isEqualTo(303);
        assertThat(answer.headers().firstValue("Location").orElseThrow())
                .matches("https://app\\.example\\.com/callback\\?state=st4te&code=[\\w-]{43}");
    }

    @Test
    void withoutAResponseModeTheCodeIsInTheQueryAndATokenInTheFragment() {
        HttpResponse<String> code = desk.press(desk.authorize("scope", null, "response_mode", null), "person", "0");
        assertThat(code.headers().firstValue("Location").orElseThrow()).contains("callback?state=");
        HttpResponse<String> token = desk.press(
                desk.authorize("scope", null, "response_mode", null, "response_type", "code id_token"), "person", "0");
        assertThat(token.headers().firstValue("Location").orElseThrow())
                .contains("callback#state=", "&id_token=")
                .doesNotContain("?");
    }

    @Test
    void aQueryOfTheRedirectUriIsKept() {
        URI callback = URI.create("https://app.example.com/callback?tenant=7");
        desk.apple.register(desk.team.owning(AppleTestServer.WEB), callback);
        HttpResponse<String> answer = desk.press(
                desk.authorize("scope", null, "response_mode", "query", "redirect_uri", callback.toString()),
                "person",
                "0");
        assertThat(answer.headers().firstValue("Location").orElseThrow()).startsWith(callback + "&state=");
    }

    @Test
    void theIdentityTokenBesideACodeCarriesNonceAndCodeHash() {
        Map<String, String> answer = desk.continued("response_type", "code id_token");
        assertThat(TestHttp.claims(answer.get("id_token")).getClaims())
                .containsEntry("nonce", "n0nce")
                .containsEntry("nonce_supported", true)
                .containsEntry("c_hash", LeftHalfHash.of(answer.get("code")))
                .doesNotContainKeys("at_hash", "real_user_status");
    }

    @Test
    void nameAndEmailComeAtTheFirstAuthorizationOnly() {
        assertThat(desk.continued())
                .containsEntry(
                        "user",
                        "{\"name\":{\"firstName\":\"Ada\",\"lastName\":\"Lovelace\"},\"email\":\"ada@example.com\"}");
        assertThat(desk.continued()).containsOnlyKeys("state", "code");
        assertThat(TestHttp.get(desk.authorize()).body()).contains("Apple sends no name again");
    }

    @Test
    void theFirstAuthorizationIsCountedForEachClient() {
        URI callback = URI.create("https://other.example.com/callback");
        desk.apple.register(desk.team.owning("com.example.other"), callback);
        desk.continued();
        assertThat(desk.continued("client_id", "com.example.other", "redirect_uri", callback.toString()))
                .containsKey("user");
    }

    @Test
    void onlyRequestedScopesAreShared() {
        assertThat(desk.continued("scope", "email")).containsEntry("user", "{\"email\":\"ada@example.com\"}");
    }

    @Test
    void hideMyEmailShowsAnAddressOfThePrivateRelay() {
        ApplePerson grace =
                ApplePerson.of("Grace", "Hopper", "grace@example.com").hidingEmail();
        desk.apple.register(grace);
        Map<String, String> answer = TestHttp.inputs(desk.press(desk.authorize(), "person", "1"));
        assertThat(answer.get("user"))
                .containsPattern("\"email\":\"[a-z0-9]{10}@privaterelay\\.appleid\\.com\"")
                .doesNotContain("grace@");
    }

    @Test
    void bothDomainsOfThePrivateRelayAreInUse() {
        List<ApplePerson> people = List.of(
                ApplePerson.of("Grace", "Hopper", "grace@example.com").hidingEmail(),
                ApplePerson.of("Mary", "Jackson", "mary@example.com").hidingEmail());
        people.forEach(desk.apple::register);
        List<String> users = new ArrayList<>();
        for (String person : List.of("1", "2")) {
            users.add(TestHttp.inputs(desk.press(desk.authorize(), "person", person))
                    .get("user"));
        }
        assertThat(users.get(0)).containsPattern("\"email\":\"[a-z0-9]{10}@privaterelay\\.appleid\\.com\"");
        assertThat(users.get(1)).containsPattern("\"email\":\"[a-z0-9]{10}@private\\.icloud\\.com\"");
    }

    @Test
    void cancelRespondsWithUserCancelledAuthorize() {
        HttpResponse<String> answer = desk.press(desk.authorize(), "cancel", "yes");
        assertThat(TestHttp.inputs(answer))
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
    void whatBreaksARuleIsShownAnErrorAndSentNowhere(String parameter, String value, String error, String rule) {
        HttpResponse<String> page = TestHttp.get(desk.authorize(parameter, value));
        assertThat(page.statusCode()).isEqualTo(400);
        assertThat(page.body()).contains("<h1>" + error + "</h1>").doesNotContain("<form");
        assertThat(page.headers().firstValue("Location")).isEmpty();
        assertThat(desk.last().error()).contains(error);
        assertThat(desk.broken()).containsExactly(rule);
    }

    @Test
    void anotherWordForTheResponseModeIsRefused() {
        TestHttp.get(desk.authorize("response_mode", "web_message"));
        assertThat(desk.last().error()).contains("invalid_request");
        assertThat(desk.broken()).containsExactly("response-mode", "response-mode.form-post");
    }

    @Test
    void noIdentityTokenTravelsInAQuery() {
        TestHttp.get(desk.authorize("scope", null, "response_type", "code id_token", "response_mode", "query"));
        assertThat(desk.last().error()).contains("invalid_request");
        assertThat(desk.broken()).containsExactly("response-mode.no-token-in-query");
    }

    @Test
    void anAppIdHasNoReturnUrl() {
        TestHttp.get(desk.authorize("client_id", AppleTestServer.APP));
        assertThat(desk.last().error()).contains("unauthorized_client");
        assertThat(desk.last().diagnosis().toString()).contains("an App ID has no return URL");
    }

    @Test
    void repeatedParametersAreRefused() {
        TestHttp.get(URI.create(desk.authorize() + "&client_id=com.example.web"));
        assertThat(desk.last().error()).contains("invalid_request");
        assertThat(desk.broken()).containsExactly("parameters.unrepeated");
    }

    @Test
    void theUrlIsForGet() {
        assertThat(TestHttp.post(desk.authorize(), "").statusCode()).isEqualTo(400);
        assertThat(desk.broken()).containsExactly("http.get");
    }

    @Test
    void adviceIsRecordedButNotRefused() {
        URI loopback = URI.create("http://localhost:8080/callback");
        desk.apple.register(desk.team.owning(AppleTestServer.WEB), loopback);
        HttpResponse<String> page =
                TestHttp.get(desk.authorize("redirect_uri", loopback.toString(), "state", null, "code_challenge", "x"));
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(desk.broken()).containsExactlyInAnyOrder("redirect-uri.domain", "state", "parameters.known");
    }

    @Test
    void aPageServesOnceAndForTenMinutes() {
        Map<String, String> form = TestHttp.inputs(TestHttp.get(desk.authorize()));
        form.put("person", "0");
        URI decision = desk.at("/auth/authorize/decision");
        assertThat(TestHttp.post(decision, form).statusCode()).isEqualTo(200);
        assertThat(TestHttp.post(decision, form).statusCode()).isEqualTo(400);
        assertThat(desk.broken()).containsExactly("request");

        Map<String, String> late = TestHttp.inputs(TestHttp.get(desk.authorize()));
        late.put("person", "0");
        desk.clock.advance(Duration.ofMinutes(10).plusSeconds(1));
        assertThat(TestHttp.post(decision, late).statusCode()).isEqualTo(400);
    }

    @ParameterizedTest
    @CsvSource({"person, 1", "person, -1", "person, 99999999999", "person, x", "nobody, 0"})
    void onlyRegisteredPeopleCanBeChosen(String field, String value) {
        HttpResponse<String> page = desk.press(desk.authorize(), field, value);
        assertThat(page.statusCode()).isEqualTo(400);
        assertThat(page.body()).contains("invalid_request");
    }

    @Test
    void continueAsPressesTheButtonWithoutABrowser() {
        Map<String, String> answer = desk.apple.approveAs(AppleTestServer.ADA, desk.authorize());
        assertThat(answer).containsOnlyKeys("state", "code", "user");
        assertThat(desk.exchange(answer.get("code")).statusCode()).isEqualTo(200);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> desk.apple.approveAs(AppleTestServer.ADA, desk.authorize("scope", "phone")))
                .withMessageContaining("sign-in-with-apple-authorize.scope");
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> desk.apple.approveAs(ApplePerson.of("No", "Body", "no@example.com"), desk.authorize()))
                .withMessageContaining("No Body is not registered");
    }

    @ParameterizedTest
    @CsvSource({
        "http://app.example.com/callback",
        "https://app.example.com/callback#x",
        "https://me@app.example.com/callback",
        "app:callback"
    })
    void appleRegistersNoSuchReturnUrl(String uri) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> desk.apple.register(desk.team.owning("com.example.x"), URI.create(uri)))
                .withMessageContaining(uri);
    }

    @Test
    void aClientHasATeamAndAKey() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> desk.apple.register(Registration.of("com.example.x")))
                .withMessageContaining("withTeamId");
    }

    @Test
    void aRequestOfAnotherMediaTypeHasNoParameters() {
        HttpResponse<String> answer = TestHttp.send(HttpRequest.newBuilder(desk.at("/auth/authorize"))
                .header("Content-Type", "application/json")
                .GET());
        assertThat(answer.statusCode()).isEqualTo(400);
    }
}
