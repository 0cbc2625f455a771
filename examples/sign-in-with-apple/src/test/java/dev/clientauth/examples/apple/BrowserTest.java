// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.examples.apple;

import com.nimbusds.jose.JWSAlgorithm;
import com.sun.net.httpserver.HttpServer;
import dev.clientauth.examples.browser.Browser;
import dev.clientauth.examples.browser.Waiting;
import dev.clientauth.key.SigningKey;
import dev.clientauth.profile.Registration;
import dev.clientauth.mock.AppleEvent;
import dev.clientauth.mock.ApplePerson;
import dev.clientauth.mock.server.MockApple;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import static org.assertj.core.api.Assertions.assertThat;

/** The shop in a real browser, which enforces the rules for cookies, redirects and content. */
@Timeout(180)
class BrowserTest {
    private static final Path SCREENSHOTS = Path.of("target/screenshots");

    private MockApple mock;
    private Shop shop;
    private Browser browser;

    @BeforeEach
    void open() throws IOException {
        browser = Browser.start().orElseGet(() -> {
            String why = "SKIPPED: there is no chromium with a chromedriver on the path, so no browser was driven.";
            System.out.println(why);
            return Assumptions.abort(why);
        });
        mock = MockApple.start();
        shop = ShopApplication.start(mock, 0);
    }

    @AfterEach
    void close() throws IOException {
        if (browser != null) {
            browser.close();
        }
        if (shop != null) {
            shop.close();
            mock.close();
        }
    }

    @Test
    void aUserCanSignInAndDeleteTheAccount() throws Exception {
        browser.open(shop.base());
        assertThat(browser.text(".apple")).isEqualTo("Sign in with Apple");
        look("door");

        browser.press("Sign in with Apple");
        assertThat(browser.address()).startsWith(mock.base() + "/auth/authorize?");
        assertThat(browser.text("h1")).isEqualTo("Sign in to com.example.shop.web");
        look("consent");

        browser.press("Continue as Ada Lovelace");
        arrive("/");
        assertThat(browser.text("h1")).isEqualTo("Hello, Ada Lovelace");
        assertThat(browser.text("#email")).isEqualTo("ada@example.com");

        browser.press("Sign out");
        arrive("/");
        browser.press("Sign in with Apple");
        assertThat(browser.text("form")).contains("Apple does not send the name again");
        look("consent-again");
        browser.press("Continue as Ada Lovelace");
        arrive("/");
        assertThat(browser.text("h1")).isEqualTo("Hello, Ada Lovelace");

        mock.sendEvent(AppleEvent.EMAIL_DISABLED, ShopApplication.ADA, ShopApplication.SERVICES_ID);
        mock.repeat(mock.notifications().get(0));
        browser.open(shop.base());
        assertThat(browser.text("#reachable")).isEqualTo("is not forwarded any more");
        assertThat(browser.text("#notifications")).isEqualTo("e-mail disabled");
        assertThat(mock.notifications())
                .allSatisfy(posted -> assertThat(posted.status()).hasValue(200));
        look("account");

        browser.press("Delete my account");
        assertThat(browser.text("[role=status]")).isEqualTo("Your account is deleted, and Apple knows.");
        Waiting.until(() -> mock.notifications().size() == 3);
        browser.open(shop.base());
        assertThat(browser.text("#notifications")).isEqualTo("e-mail disabled\nconsent revoked");
        assertThat(browser.has(".apple")).isTrue();
        look("door-after");
    }

    @Test
    void aUserWithAHiddenAddressIsReachedThroughTheRelay() {
        signIn("Grace Hopper");
        assertThat(browser.text("h1")).isEqualTo("Hello, Grace Hopper");
        assertThat(browser.text("#email")).endsWith("@privaterelay.appleid.com");
    }

    @Test
    void cancelReturnsToTheStartPage() throws Exception {
        browser.open(shop.base());
        browser.press("Sign in with Apple");
        browser.press("Cancel");
        Waiting.until(() -> browser.address().startsWith(shop.base() + "/callback"));
        assertThat(browser.text("[role=status]")).isEqualTo("You did not sign in. Come back whenever you like.");
        look("cancelled");
    }

    @Test
    void aRevokedConsentSignsTheUserOut() {
        signIn("Ada Lovelace");
        mock.sendEvent(AppleEvent.CONSENT_REVOKED, ShopApplication.ADA, ShopApplication.SERVICES_ID);
        browser.open(shop.base());
        assertThat(browser.has(".apple")).isTrue();
    }

    /**
     * The pitfall of form_post: the browser does not send SameSite=Lax cookies with a form that another site posts. It sends
     * them with a redirected GET request, which the shop relies on.
     */
    @Test
    void theFormPostFromAppleHasNoCookiesAndTheFollowingGetHas() throws Exception {
        Map<String, String> cookies = new ConcurrentHashMap<>();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            try (exchange) {
                cookies.put(
                        exchange.getRequestMethod() + " " + exchange.getRequestURI(),
                        String.valueOf(exchange.getRequestHeaders().getFirst("Cookie")));
                exchange.getResponseHeaders().set("Set-Cookie", Sessions.cookie("session", "s3ssion"));
                exchange.getResponseHeaders().set("Location", "/after");
                exchange.sendResponseHeaders(exchange.getRequestMethod().equals("POST") ? 303 : 204, -1);
            }
        });
        server.start();
        try {
            URI origin = URI.create("http://localhost:" + server.getAddress().getPort());
            URI callback = URI.create(origin + "/callback");
            mock.register(
                    Registration.of("com.example.trap")
                            .withTeamId(ShopApplication.TEAM_ID)
                            .withKeys(List.of(
                                    SigningKey.generate(JWSAlgorithm.ES256).publicJwk())),
                    callback);
            browser.open(URI.create(origin + "/before"));
            browser.open(URI.create(mock.base() + "/auth/authorize?client_id=com.example.trap&response_type=code"
                    + "&response_mode=form_post&redirect_uri=" + callback));
            browser.click("Continue as Ada");
            Waiting.until(() -> cookies.containsKey("GET /after"));
            assertThat(cookies)
                    .containsEntry("GET /before", "null")
                    .containsEntry("POST /callback", "null")
                    .containsEntry("GET /after", "session=s3ssion");
        } finally {
            server.stop(0);
        }
    }

    @Test
    void withoutScriptsAButtonContinues() throws Exception {
        browser.devTools("Emulation.setScriptExecutionDisabled", Map.of("value", true));
        browser.open(shop.base());
        browser.press("Sign in with Apple");
        browser.press("Continue as Ada Lovelace");
        assertThat(browser.text("h1")).isEqualTo("Back to localhost");
        browser.screenshot(SCREENSHOTS.resolve("back.png"));
        browser.press("Continue");
        arrive("/");
        assertThat(browser.text("h1")).isEqualTo("Hello, Ada Lovelace");
    }

    /** Login CSRF: a response to another browser's request does not sign anyone in. */
    @Test
    void theCallbackOfAnotherBrowserIsRejected() throws Exception {
        browser.open(shop.base());
        browser.press("Sign in with Apple");
        String theirs = browser.address();
        try (Browser other = Browser.start().orElseThrow()) {
            other.open(URI.create(theirs));
            other.press("Continue as Grace Hopper");
            Waiting.until(() -> other.address().startsWith(shop.base() + "/callback"));
            assertThat(other.text("[role=status]")).contains("Please try again");
            other.open(shop.base());
            assertThat(other.has(".apple")).isTrue();
        }
    }

    @Test
    void anErrorPageIsShownByApple() throws Exception {
        browser.open(
                URI.create(
                        mock.base()
                                + "/auth/authorize?client_id=com.example.shop.web&response_type=code&redirect_uri=https://evil.example"));
        assertThat(browser.text("h1")).isEqualTo("unauthorized_client");
        look("refusal");
    }

    @Test
    void aScriptInANameIsNotRun() throws Exception {
        mock.register(ApplePerson.of(
                "<script>document.title='gotcha'</script>",
                "<img src=x onerror=document.title='gotcha'>",
                "x@example.com"));
        browser.open(shop.base());
        browser.press("Sign in with Apple");
        assertThat(browser.run("return document.title")).contains("Sign in with Apple");
        look("consent-hostile");
        browser.press("Continue as <script>");
        arrive("/");
        assertThat(browser.text("h1")).contains("<script>document.title='gotcha'</script>");
        assertThat(browser.run("return document.title")).contains("Your account");
    }

    private void signIn(String name) {
        browser.open(shop.base());
        browser.press("Sign in with Apple");
        browser.press("Continue as " + name);
        arrive("/");
    }

    private void arrive(String path) {
        Waiting.until(() -> browser.address().equals(shop.base() + path));
    }

    /** Screenshots of the page: light and dark, desktop and phone. */
    private void look(String page) throws IOException {
        for (String theme : List.of("light", "dark")) {
            browser.devTools(
                    "Emulation.setEmulatedMedia",
                    Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", theme))));
            for (int width : List.of(1000, 360)) {
                browser.devTools(
                        "Emulation.setDeviceMetricsOverride",
                        Map.of("width", width, "height", 720, "deviceScaleFactor", 1, "mobile", false));
                assertThat(browser.run("return document.documentElement.scrollWidth <= innerWidth"))
                        .as(page + " needs no scrolling sideways at " + width)
                        .isEqualTo("true");
                browser.screenshot(SCREENSHOTS.resolve(page + "-" + theme + "-" + width + ".png"));
            }
        }
        browser.devTools("Emulation.clearDeviceMetricsOverride", Map.of());
    }
}
