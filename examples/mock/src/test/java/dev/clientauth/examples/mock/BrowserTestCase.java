// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.examples.mock;

import dev.clientauth.examples.browser.Browser;
import dev.clientauth.examples.browser.Waiting;
import dev.clientauth.mock.server.MockProviderServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

/** The mock's page in a real browser. */
@Timeout(120)
abstract class BrowserTestCase {
    static Browser browser;

    final HttpClient http = HttpClient.newHttpClient();
    MockProviderServer mock;
    Looks looks;

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
        mock = MockProviderServer.start();
        looks = new Looks(browser);
        looks.plain();
        browser.devTools("Emulation.setFocusEmulationEnabled", Map.of("enabled", true));
        browser.open(URI.create(mock.base() + "/"));
        Waiting.until(() -> browser.has("#live[data-state=on]"));
    }

    /** Whatever a test does, the page reports no error, breaks no policy and opens no dialog. */
    @AfterEach
    void close() {
        assertThat(browser.hasDialog()).isFalse();
        assertThat(browser.console()).isEmpty();
        assertThat(browser.run("return performance.getEntriesByType('resource')"
                        + ".map(e => e.name).filter(n => !n.startsWith(location.origin + '/')).join(', ')"))
                .as("what was loaded from elsewhere")
                .isEmpty();
        browser.open(URI.create("about:blank"));
        mock.close();
    }

    URI tokenEndpoint() {
        return mock.provider("school").tokenEndpoint();
    }

    HttpResponse<String> post(URI endpoint, String form) throws Exception {
        return http.send(
                HttpRequest.newBuilder(endpoint)
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString(form))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    static List<String> texts(String selector) {
        String joined = browser.run(
                "return [...document.querySelectorAll('" + selector + "')].map(e => e.textContent).join('\\u0001')");
        return joined.isEmpty() ? List.of() : List.of(joined.split("\u0001"));
    }

    static String focused() {
        return browser.run("const a = document.activeElement;"
                + "return a.tagName + ':' + (a.id && a.tagName !== 'BUTTON' ? a.id : a.textContent.trim())");
    }
}
