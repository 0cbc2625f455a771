// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.examples.mock;

import com.nimbusds.jose.JWSAlgorithm;
import dev.clientauth.ClientAuthenticator;
import dev.clientauth.examples.browser.Waiting;
import dev.clientauth.key.SigningKey;
import dev.clientauth.profile.Registration;
import dev.clientauth.provider.AppleSchoolManager;
import dev.clientauth.token.Grant;
import dev.clientauth.token.TokenRefusedException;
import org.junit.jupiter.api.Test;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Clock;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** How the page shows a request, and which input it accepts. */
class PageTest extends BrowserTestCase {
    private static final String GOTCHA = "<script>alert('gotcha')</script><img src=x onerror=alert(1)>\u202e";

    @Test
    void theEmptyPageShowsTheNextStep() throws Exception {
        assertThat(browser.text("h1")).isEqualTo("Refused? See why.");
        assertThat(browser.text(".lead")).contains("Apple School Manager", "Sign in with Apple", "Epic");
        assertThat(browser.text("#provider")).contains(mock.base() + "/apple-school-manager/auth/oauth2/token");
        assertThat(browser.text("#none")).contains("No requests yet", "curl");
        assertThat(browser.text("#clients")).contains("every request is refused", "openssl");
        looks.at("empty", "h1");
    }

    @Test
    void aPastedForumRequestBreaksFiveRules() throws Exception {
        browser.type("#text", SampleRequests.forumRequest());
        browser.click("Diagnose");
        Waiting.until(() -> browser.has(".rule.broken"));
        assertThat(texts(".rule.broken h5 .soft"))
                .containsExactlyInAnyOrder(
                        "apple-school-manager.aud",
                        "apple-school-manager.client-id",
                        "apple-school-manager.endpoint",
                        "apple-school-manager.iss",
                        "apple-school-manager.scope");
        assertThat(browser.text("#report"))
                .contains("\"55155430\"", "Apple School Manager", "How to fix it", "Source: Apple, ", "(documented)");
        assertThat(browser.text(".window")).contains("exp", "30 days ahead", "the allowed time");
        assertThat(browser.text("#list")).contains("Pasted", SampleRequests.CLIENT_ID);
        assertThat(mock.received()).isEmpty();
        looks.at("pasted", "#requests");
        looks.at("broken-rule", ".rule.broken");
        looks.at("time-window", ".window");
        looks.at("what-was-sent", ".sent");
    }

    @Test
    void aPastedCurlCommandWithoutItsSecretsIsRead() {
        browser.type("#text", SampleRequests.curlOfTheForum());
        browser.click("Diagnose");
        Waiting.until(() -> browser.has(".rule.broken"));
        assertThat(texts(".rule.broken h5 .soft")).containsExactly("neutral.parameters.unquoted");
        assertThat(browser.text("#report .note"))
                .contains("a stray quote", "The URL was left out");
        assertThat(browser.text("#report")).contains("The value of client_secret was left out", "Could not be checked");
    }

    @Test
    void theTimesAreDescribedIfTheyCannotBeDrawn() {
        long now = Clock.systemUTC().instant().getEpochSecond();
        explain(now * 1000, now * 1000 + 300_000);
        Waiting.until(() -> browser.text(".window figcaption").contains("in seconds since 1970"));
        explain(now - 900, now - 600);
        Waiting.until(() -> browser.text(".window figcaption").startsWith("It expired 10 minutes"));
        assertThat(browser.text(".window figcaption")).endsWith("issued too long ago for any exp to be valid now.");
        assertThat(browser.has(".window .life.wrong")).isTrue();
        assertThat(browser.has(".window .allowed")).isFalse();
        explain(now, now + 240);
        Waiting.until(() -> browser.text(".window figcaption").equals("It expires within the allowed time."));
        assertThat(browser.has(".window .allowed")).isTrue();
    }

    /** Diagnoses an assertion for Epic on the page. */
    private static void explain(long issued, long expiry) {
        browser.run("document.getElementById('paste-provider').value = 'epic';"
                + "document.getElementById('text').value = "
                + SampleRequests.quoted(SampleRequests.encoded("{\"alg\":\"RS384\"}") + "."
                        + SampleRequests.encoded("{\"iat\":" + issued + ",\"exp\":" + expiry + "}") + "." + "A".repeat(342)));
        browser.click("Diagnose");
    }

    @Test
    void eachExampleShowsWhatIsBroken() {
        for (String example : List.of("School Manager, from", "Sign in with Apple, empty", "Epic, valid")) {
            browser.click("Clear list");
            Waiting.until(() -> !browser.has(".rule"));
            browser.click(example);
            Waiting.until(() -> browser.has(".rule.broken"));
        }
        assertThat(texts(".rule.broken h5 .soft")).contains("epic.exp.within-five-minutes", "epic.aud");
    }

    @Test
    void aRequestFromTheLibraryIsShown() throws Exception {
        SigningKey key = SigningKey.generate(JWSAlgorithm.ES256).withKeyId(SampleRequests.KEY_ID);
        ClientAuthenticator school = ClientAuthenticator.builder(AppleSchoolManager.profile())
                .clientId(SampleRequests.CLIENT_ID)
                .signingKey(key)
                .tokenEndpoint(tokenEndpoint())
                .build();
        assertThatThrownBy(school::accessToken).isInstanceOf(TokenRefusedException.class);
        Waiting.until(() -> browser.has(".item.refused"));
        assertThat(browser.text("#list")).contains("is not registered with this mock.");
        browser.run("document.querySelector('.item.refused').click()");
        Waiting.until(() -> browser.has("#report .note"));
        looks.at("not-registered", "#requests");
        browser.click("Register it");
        assertThat(browser.run("return document.getElementById('client-id').value"))
                .isEqualTo(SampleRequests.CLIENT_ID);
        assertThat(focused()).isEqualTo("TEXTAREA:client-key");
        mock.register("school", Registration.of(SampleRequests.CLIENT_ID).withKeys(List.of(key.publicJwk())));
        Waiting.until(() -> browser.text("#clients").contains(SampleRequests.CLIENT_ID));
        assertThat(school.request(Grant.clientCredentials()).accessToken()).isNotNull();
        Waiting.until(() -> browser.has(".item.accepted"));
        assertThat(browser.text("#list")).startsWith("✓ Accepted 200").contains("✕ Refused 400", "invalid_");
        Waiting.until(() -> browser.run("return document.getElementById('said').textContent")
                .startsWith("Apple School Manager: accepted."));
        browser.run("document.querySelector('.item.accepted').click()");
        Waiting.until(() -> browser.has("#report .badge"));
        assertThat(browser.text("#report"))
                .contains("What was sent", "rules satisfied")
                .doesNotContain("eyJ");
        assertThat(browser.has(".rule.broken")).isFalse();
        looks.at("accepted", "#requests");

        browser.run("document.getElementById('refused').click()");
        assertThat(texts("#list [role=option]:not([hidden])")).hasSize(1);
        assertThat(browser.text("#count")).isEqualTo("1 of 2");
    }

    @Test
    void hostileValuesStayText() throws Exception {
        mock.register("epic", Registration.of(GOTCHA));
        Waiting.until(() -> texts("#clients .client").size() == 1);
        assertThat(browser.text("#clients"))
                .contains("<script>alert('gotcha')</script>")
                .doesNotContain("\u202e");
        String jwt = SampleRequests.encoded("{\"alg\":\"ES256\",\"kid\":" + SampleRequests.quoted(GOTCHA) + "}") + "."
                + SampleRequests.encoded("{\"iss\":" + SampleRequests.quoted(GOTCHA) + ",\"sub\":" + SampleRequests.quoted(GOTCHA.repeat(200))
                        + ",\"aud\":" + SampleRequests.quoted(GOTCHA) + ",\"jti\":" + SampleRequests.quoted(GOTCHA) + ",\"exp\":9e99}")
                + ".AAAA";
        String form = "grant_type=" + SampleRequests.escaped(GOTCHA) + "&client_id=" + SampleRequests.escaped(GOTCHA) + "&scope="
                + SampleRequests.escaped(GOTCHA)
                + "&" + SampleRequests.escaped(GOTCHA) + "=" + SampleRequests.escaped(GOTCHA + "unknown") + "&client_assertion_type="
                + SampleRequests.escaped(GOTCHA)
                + "&client_assertion=" + jwt;
        for (String provider : mock.providers()) {
            String query = "?state=" + SampleRequests.escaped(GOTCHA + "state");
            HttpRequest request = HttpRequest.newBuilder(
                            URI.create(mock.provider(provider).tokenEndpoint() + query))
                    .header("Content-Type", "application/x-www-form-urlencoded")
                    .header("User-Agent", "<script>alert('gotcha')</script>")
                    .header("X-Script", "<script>alert('gotcha')</script>")
                    .POST(HttpRequest.BodyPublishers.ofString(form))
                    .build();
            assertThat(http.send(request, HttpResponse.BodyHandlers.ofString()).statusCode())
                    .isEqualTo(400);
        }
        Waiting.until(
                () -> texts("#list [role=option]").size() == mock.providers().size());
        assertThat(texts("#list .value"))
                .as("client IDs")
                .allSatisfy(id -> assertThat(id).startsWith("<script>alert('gotcha')</script><img"));
        for (int i = 0; i < mock.providers().size(); i++) {
            browser.run("document.querySelectorAll('#list [role=option]')[" + i + "].click()");
            String summary = browser.run("return document.querySelectorAll('#list .why')[" + i + "].textContent");
            Waiting.until(() -> texts("#report-title").stream().anyMatch(summary::endsWith));
            assertThat(browser.text("#report")).contains("<script>").doesNotContain("\u202e");
        }
        browser.type("#text", "<script>alert('gotcha')</script>");
        browser.click("Diagnose");
        Waiting.until(() -> browser.text("#text-error").contains("neither a JWT nor a request"));
        browser.run("document.getElementById('text').value = ''");
        browser.run("document.getElementById('text').value = " + SampleRequests.quoted(form.replace("'", "%27")));
        browser.click("Diagnose");
        Waiting.until(() -> browser.has(".item.pasted") && browser.text("#report").contains("<script>"));
        assertThat(browser.run("return document.scripts.length + document.querySelectorAll('img').length"))
                .as("the page's own two scripts")
                .isEqualTo("2");
        browser.run("document.querySelectorAll('#list [role=option]')[1].click()");
        looks.at("hostile", "#requests");
    }

    @Test
    void aFaultButtonAffectsTheNextRequestOnly() throws Exception {
        browser.click("429 Too Many Requests");
        Waiting.until(
                () -> browser.text("#pending").contains("429 Too Many Requests at any provider, for the next request"));
        browser.click("10 min ahead");
        Waiting.until(() -> browser.text("#pending").contains("10 minutes ahead"));
        looks.at("faults", "#faults-title");

        HttpResponse<String> limited = post(tokenEndpoint(), "grant_type=client_credentials");
        assertThat(limited.statusCode()).isEqualTo(429);
        assertThat(limited.headers().firstValue("Retry-After")).hasValue("5");
        Waiting.until(() -> browser.has("#list .item"));
        assertThat(browser.text("#list")).contains("Refused 429", "Injected: 429 Too Many Requests");
        Waiting.until(() -> browser.text("#waiting").startsWith("None."));
        assertThat(post(tokenEndpoint(), "grant_type=client_credentials").statusCode())
                .isEqualTo(400);

        browser.click("correct");
        browser.click("Slow response");
        Waiting.until(() -> browser.text("#pending").contains("Slow response"));
        browser.click("Clear all faults");
        Waiting.until(() ->
                !browser.run("return document.querySelector('#pending').hidden").equals("false"));
    }

    @Test
    void theFormRegistersAClientAndNeverSendsAPrivateKey() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(256);
        KeyPair pair = generator.generateKeyPair();
        browser.type("#client-id", SampleRequests.CLIENT_ID);
        browser.type("#client-key", SampleRequests.pem("PRIVATE KEY", pair.getPrivate().getEncoded()));
        browser.click("Add client");
        assertThat(browser.text("#client-error")).contains("private key", "not sent");
        assertThat(browser.run("return document.querySelector('#client-key').value"))
                .doesNotContain("PRIVATE");
        assertThat(browser.text("#clients")).contains("No clients are registered");

        browser.type("#client-key", SampleRequests.pem("PUBLIC KEY", pair.getPublic().getEncoded()));
        browser.type("#key-id", SampleRequests.KEY_ID);
        browser.click("Add client");
        Waiting.until(() -> browser.text("#clients").contains(SampleRequests.CLIENT_ID));
        assertThat(browser.text("#clients")).contains("Apple School Manager", "EC", SampleRequests.KEY_ID);
        looks.at("clients", "#clients-title");
        browser.click("Remove");
        Waiting.until(() -> browser.text("#clients").contains("No clients are registered"));
    }
}
