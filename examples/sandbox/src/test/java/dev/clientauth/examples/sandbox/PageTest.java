package dev.clientauth.examples.sandbox;

import com.nimbusds.jose.JWSAlgorithm;
import dev.clientauth.ClientAuthenticator;
import dev.clientauth.examples.browser.Browser;
import dev.clientauth.examples.browser.Waiting;
import dev.clientauth.key.SigningKey;
import dev.clientauth.profile.Registration;
import dev.clientauth.provider.AppleSchoolManager;
import dev.clientauth.sandbox.SandboxServer;
import dev.clientauth.token.Grant;
import dev.clientauth.token.TokenRefusedException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** The sandbox's page in a real browser. */
@Timeout(120)
class PageTest {
    private static final String GOTCHA = "<script>alert('gotcha')</script><img src=x onerror=alert(1)>\u202e";

    private static Browser browser;

    private final HttpClient http = HttpClient.newHttpClient();
    private SandboxServer sandbox;
    private Looks looks;

    @BeforeAll
    static void start() throws IOException {
        browser = Browser.start().orElseGet(() -> {
            String why = "SKIPPED: there is no chromium with a chromedriver on the path, so no browser was driven.";
            System.out.println(why);
            return Assumptions.abort(why);
        });
    }

    @AfterAll
    static void stop() throws IOException {
        if (browser != null) {
            browser.close();
        }
    }

    @BeforeEach
    void open() throws IOException {
        sandbox = SandboxServer.start();
        looks = new Looks(browser);
        looks.plain();
        browser.devTools("Emulation.setFocusEmulationEnabled", Map.of("enabled", true));
        browser.open(URI.create(sandbox.base() + "/"));
        Waiting.until(() -> browser.has("#live[data-state=on]"));
    }

    /** Whatever a test does, the page reports no error, breaks no policy and opens no dialog. */
    @AfterEach
    void close() {
        assertThat(browser.hasDialog()).isFalse();
        assertThat(browser.console()).isEmpty();
        browser.open(URI.create("about:blank"));
        sandbox.close();
    }

    @Test
    void aNewcomerIsToldTheNextStep() throws Exception {
        assertThat(browser.text("h1")).isEqualTo("Refused? See why.");
        assertThat(browser.text(".lead")).contains("Apple School Manager", "Sign in with Apple", "Epic");
        assertThat(browser.text("#provider")).contains(sandbox.base() + "/apple-school-manager/auth/oauth2/token");
        assertThat(browser.text("#none")).contains("No requests yet", "curl");
        assertThat(browser.text("#clients")).contains("every request is refused", "openssl");
        looks.at("empty", "h1");
    }

    @Test
    void theRequestOfTheForumIsPastedAndItsSixFaultsAreRead() throws Exception {
        browser.type("#text", Texts.forumRequest());
        browser.click("Explain it");
        Waiting.until(() -> browser.has(".rule.broken"));
        assertThat(texts(".rule.broken h5 .soft"))
                .containsExactlyInAnyOrder(
                        "apple-school-manager.aud",
                        "apple-school-manager.client-id",
                        "apple-school-manager.endpoint",
                        "apple-school-manager.iss",
                        "apple-school-manager.jti",
                        "apple-school-manager.scope");
        assertThat(browser.text("#report"))
                .contains("\"55155430\"", "Apple School Manager", "What to do", "Source: Apple, ", "(documented)");
        assertThat(browser.text(".window")).contains("exp", "30 days ahead", "the allowed time");
        assertThat(browser.text("#list")).contains("Pasted", Texts.CLIENT_ID);
        assertThat(sandbox.received()).isEmpty();
        looks.at("pasted", "#attempts");
        looks.at("broken-rule", ".rule.broken");
        looks.at("time-window", ".window");
        looks.at("what-was-sent", ".sent");
    }

    @Test
    void eachExampleShowsWhatIsBroken() {
        for (String example : List.of("School Manager, from", "Sign in with Apple, empty", "Epic, an hour")) {
            browser.click("Clear list");
            Waiting.until(() -> !browser.has(".rule"));
            browser.click(example);
            Waiting.until(() -> browser.has(".rule.broken"));
        }
        assertThat(texts(".rule.broken h5 .soft")).contains("epic.exp.within-five-minutes", "epic.aud");
    }

    @Test
    void theLibrarysOwnClientIsSeenToArrive() throws Exception {
        SigningKey key = SigningKey.generate(JWSAlgorithm.ES256).withKeyId(Texts.KEY_ID);
        ClientAuthenticator school = ClientAuthenticator.builder(AppleSchoolManager.profile())
                .clientId(Texts.CLIENT_ID)
                .signingKey(key)
                .tokenEndpoint(tokenEndpoint())
                .build();
        assertThatThrownBy(school::accessToken).isInstanceOf(TokenRefusedException.class);
        Waiting.until(() -> browser.has(".item.refused"));
        assertThat(browser.text("#list")).contains("This client is not on file here.");
        browser.run("document.querySelector('.item.refused').click()");
        Waiting.until(() -> browser.has("#report .note"));
        looks.at("not-on-file", "#attempts");
        browser.click("Register it");
        assertThat(browser.run("return document.getElementById('client-id').value"))
                .isEqualTo(Texts.CLIENT_ID);
        assertThat(focused()).isEqualTo("TEXTAREA:client-key");
        sandbox.register("school", Registration.of(Texts.CLIENT_ID).withKeys(List.of(key.publicJwk())));
        Waiting.until(() -> browser.text("#clients").contains(Texts.CLIENT_ID));
        assertThat(school.request(Grant.clientCredentials()).accessToken()).isNotNull();
        Waiting.until(() -> browser.has(".item.accepted"));
        assertThat(browser.text("#list")).startsWith("✓ Accepted 200").contains("✕ Refused 400", "invalid_");
        Waiting.until(() -> browser.run("return document.getElementById('said').textContent")
                .startsWith("Apple School Manager: accepted."));
        browser.run("document.querySelector('.item.accepted').click()");
        Waiting.until(() -> browser.has("#report .badge"));
        assertThat(browser.text("#report"))
                .contains("What was sent", "rules that hold")
                .doesNotContain("eyJ");
        assertThat(browser.has(".rule.broken")).isFalse();
        looks.at("accepted", "#attempts");

        browser.run("document.getElementById('refused').click()");
        assertThat(texts("#list [role=option]:not([hidden])")).hasSize(1);
        assertThat(browser.text("#count")).isEqualTo("1 of 2");
    }

    @Test
    void whatIsHostileStaysText() throws Exception {
        sandbox.register("epic", Registration.of(GOTCHA));
        Waiting.until(() -> texts("#clients .client").size() == 1);
        assertThat(browser.text("#clients"))
                .contains("<script>alert('gotcha')</script>")
                .doesNotContain("\u202e");
        String jwt = Texts.encoded("{\"alg\":\"ES256\",\"kid\":" + Texts.quoted(GOTCHA) + "}") + "."
                + Texts.encoded("{\"iss\":" + Texts.quoted(GOTCHA) + ",\"sub\":" + Texts.quoted(GOTCHA.repeat(200))
                        + ",\"aud\":" + Texts.quoted(GOTCHA) + ",\"jti\":" + Texts.quoted(GOTCHA) + ",\"exp\":9e99}")
                + ".AAAA";
        String form = "grant_type=" + Texts.escaped(GOTCHA) + "&client_id=" + Texts.escaped(GOTCHA) + "&scope="
                + Texts.escaped(GOTCHA)
                + "&" + Texts.escaped(GOTCHA) + "=" + Texts.escaped(GOTCHA) + "&client_assertion_type="
                + Texts.escaped(GOTCHA)
                + "&client_assertion=" + jwt;
        for (String provider : sandbox.providers()) {
            HttpRequest request = HttpRequest.newBuilder(
                            URI.create(sandbox.sandbox(provider).tokenEndpoint() + "?state=" + Texts.escaped(GOTCHA)))
                    .header("Content-Type", "application/x-www-form-urlencoded")
                    .header("User-Agent", "<script>alert('gotcha')</script>")
                    .header("X-Script", "<script>alert('gotcha')</script>")
                    .POST(HttpRequest.BodyPublishers.ofString(form))
                    .build();
            assertThat(http.send(request, HttpResponse.BodyHandlers.ofString()).statusCode())
                    .isEqualTo(400);
        }
        Waiting.until(
                () -> texts("#list [role=option]").size() == sandbox.providers().size());
        for (int i = 0; i < sandbox.providers().size(); i++) {
            browser.run("document.querySelectorAll('#list [role=option]')[" + i + "].click()");
            String summary = browser.run("return document.querySelectorAll('#list .why')[" + i + "].textContent");
            Waiting.until(() -> texts("#report-title").contains(summary));
            assertThat(browser.text("#report")).contains("<script>").doesNotContain("\u202e");
        }
        browser.type("#text", "<script>alert('gotcha')</script>");
        browser.click("Explain it");
        Waiting.until(() -> browser.has(".item.pasted"));
        assertThat(browser.run("return document.scripts.length + document.querySelectorAll('img').length"))
                .as("the page's own two scripts")
                .isEqualTo("2");
        browser.run("document.querySelectorAll('#list [role=option]')[1].click()");
        looks.at("hostile", "#attempts");
    }

    @Test
    void aFaultIsInjectedByItsButtonAndHappensOnce() throws Exception {
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
        Waiting.until(() -> browser.text("#waiting").startsWith("Nothing."));
        assertThat(post(tokenEndpoint(), "grant_type=client_credentials").statusCode())
                .isEqualTo(400);

        browser.click("correct");
        browser.click("Slow answer");
        Waiting.until(() -> browser.text("#pending").contains("Slow answer"));
        browser.click("Clear all faults");
        Waiting.until(() ->
                !browser.run("return document.querySelector('#pending').hidden").equals("false"));
    }

    @Test
    void aClientIsRegisteredByTheFormButNoPrivateKeyLeavesIt() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(256);
        KeyPair pair = generator.generateKeyPair();
        browser.type("#client-id", Texts.CLIENT_ID);
        browser.type("#client-key", Texts.pem("PRIVATE KEY", pair.getPrivate().getEncoded()));
        browser.click("Add client");
        assertThat(browser.text("#client-error")).contains("private key", "not sent");
        assertThat(browser.run("return document.querySelector('#client-key').value"))
                .doesNotContain("PRIVATE");
        assertThat(browser.text("#clients")).contains("Nobody is registered");

        browser.type("#client-key", Texts.pem("PUBLIC KEY", pair.getPublic().getEncoded()));
        browser.type("#key-id", Texts.KEY_ID);
        browser.click("Add client");
        Waiting.until(() -> browser.text("#clients").contains(Texts.CLIENT_ID));
        assertThat(browser.text("#clients")).contains("Apple School Manager", "EC", Texts.KEY_ID);
        looks.at("clients", "#clients-title");
        browser.click("Remove");
        Waiting.until(() -> browser.text("#clients").contains("Nobody is registered"));
    }

    @Test
    void allIsReachedByTheKeyboardAlone() throws Exception {
        post(tokenEndpoint(), "grant_type=client_credentials");
        post(tokenEndpoint(), "grant_type=password");
        Waiting.until(() -> texts("#list [role=option]").size() == 2);
        browser.run("document.activeElement.blur()");
        browser.keys(Browser.TAB);
        assertThat(focused()).isEqualTo("A:Skip to the attempts");

        List<String> walked = IntStream.range(0, 80)
                .mapToObj(step -> {
                    browser.keys(Browser.TAB);
                    String here = focused();
                    assertThat(browser.run("const s = getComputedStyle(document.activeElement);"
                                    + "return document.activeElement === document.body || s.outlineStyle !== 'none'"))
                            .as("focus is seen on " + here)
                            .isEqualTo("true");
                    return here;
                })
                .takeWhile(here -> !here.startsWith("BODY") && !here.startsWith("A:Skip"))
                .toList();
        assertThat(walked)
                .contains("TEXTAREA:text", "BUTTON:Explain it", "UL:list", "ARTICLE:report", "BUTTON:Add client")
                .anyMatch(here -> here.startsWith("BUTTON:429"));

        browser.run("document.getElementById('list').focus()");
        browser.keys(Browser.DOWN);
        Waiting.until(() -> browser.has("#list [aria-selected=true]"));
        browser.keys(Browser.DOWN);
        Waiting.until(() -> browser.has("#list li:nth-child(2)[aria-selected=true]"));
        browser.keys(Browser.ENTER);
        assertThat(focused()).startsWith("H3:");
        browser.run("document.querySelector('[role=tab][aria-selected=true]').focus()");
        browser.keys(Browser.RIGHT);
        assertThat(focused()).isEqualTo("BUTTON:Apple Business");
        assertThat(browser.text("#provider")).contains("/apple-business/");
    }

    @Test
    void theTitleCountsRefusalsThatNobodySaw() throws Exception {
        browser.run("document.hasFocus = () => false");
        post(tokenEndpoint(), "grant_type=client_credentials");
        Waiting.until(() -> browser.run("return document.title").contains("(1) 1 refusal"));
        browser.run("dispatchEvent(new Event('focus'))");
        assertThat(browser.run("return document.title")).isEqualTo("clientauth sandbox");
    }

    @Test
    void ofManyAttemptsTheLast500AreKept() throws Exception {
        browser.click("Pause");
        post(tokenEndpoint(), "grant_type=paused");
        Waiting.until(() -> browser.text("#pause").equals("Resume (1 waiting)"));
        assertThat(browser.has("#list .item")).isFalse();
        browser.click("Resume");
        for (int i = 0; i < 520; i++) {
            post(tokenEndpoint(), "grant_type=n" + i);
        }
        Waiting.until(() -> browser.text("#count").equals("500"));
        browser.open(URI.create("about:blank"));
        browser.open(URI.create(sandbox.base() + "/#attempt-521"));
        Waiting.until(() -> browser.has("#attempt-521[aria-selected=true]"));
        assertThat(texts("#list [role=option]")).hasSize(500);
    }

    @Test
    void anotherSandboxMayTakeThePlaceOfTheFirst() throws Exception {
        for (int i = 0; i < 3; i++) {
            post(tokenEndpoint(), "grant_type=client_credentials");
        }
        Waiting.until(() -> texts("#list [role=option]").size() == 3);
        sandbox.close();
        Waiting.until(() -> browser.text("#live").startsWith("Connection lost"));
        sandbox = SandboxServer.builder().port(sandbox.base().getPort()).start();
        post(tokenEndpoint(), "grant_type=client_credentials");
        Waiting.until(() -> browser.has("#live[data-state=on]"));
        Waiting.until(() -> texts("#list [role=option]").size() == 1);
        post(tokenEndpoint(), "grant_type=client_credentials");
        Waiting.until(() -> texts("#list [role=option]").size() == 2);
        assertThat(browser.console()).allMatch(line -> line.contains("ERR_"));
    }

    @Test
    void thePolicyLetsNothingIntoThePageButItsOwnFiles() throws Exception {
        HttpResponse<String> page = http.send(
                HttpRequest.newBuilder(URI.create(sandbox.base() + "/")).build(), HttpResponse.BodyHandlers.ofString());
        assertThat(page.headers().firstValue("Content-Security-Policy").orElseThrow())
                .contains("default-src 'none'", "script-src 'self'", "require-trusted-types-for 'script'")
                .doesNotContain("unsafe");
        assertThat(page.body()).doesNotContainPattern("(?i)https?://(?!www\\.w3\\.org/2000/svg|127\\.0\\.0\\.1)");
        assertThat(
                        browser.run(
                                "try { document.body.innerHTML = '<b>markup</b>'; return 'taken' } catch (e) { return e.name }"))
                .isEqualTo("TypeError");
        assertThat(browser.console()).allMatch(line -> line.contains("TrustedHTML"));
    }

    @Test
    void theThemeIsChosenAndRemembered() {
        browser.click("Theme: system");
        browser.click("Theme: light");
        assertThat(browser.run("return getComputedStyle(document.documentElement).colorScheme"))
                .contains("dark");
        browser.open(URI.create(sandbox.base() + "/"));
        assertThat(browser.text("#theme")).isEqualTo("Theme: dark");
        browser.click("Theme: dark");
        assertThat(browser.text("#theme")).isEqualTo("Theme: system");
    }

    private URI tokenEndpoint() {
        return sandbox.sandbox("school").tokenEndpoint();
    }

    private HttpResponse<String> post(URI endpoint, String form) throws Exception {
        return http.send(
                HttpRequest.newBuilder(endpoint)
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString(form))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static List<String> texts(String selector) {
        String joined = browser.run(
                "return [...document.querySelectorAll('" + selector + "')].map(e => e.textContent).join('\\u0001')");
        return joined.isEmpty() ? List.of() : List.of(joined.split("\u0001"));
    }

    private static String focused() {
        return browser.run("const a = document.activeElement;"
                + "return a.tagName + ':' + (a.id && a.tagName !== 'BUTTON' ? a.id : a.textContent.trim())");
    }
}
