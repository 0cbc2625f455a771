// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.examples.mock;

import dev.clientauth.examples.browser.Waiting;
import dev.clientauth.mock.server.MockProviderServer;
import org.junit.jupiter.api.Test;

import java.net.URI;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

/** Requests that arrive while the page is open, visible or hidden. */
class ArrivalTest extends BrowserTestCase {
    @Test
    void theFirstRequestIsExplainedWithoutAClick() throws Exception {
        assertThat(browser.text("#tally")).isEqualTo("No requests");
        post(tokenEndpoint(), "grant_type=client_credentials");
        Waiting.until(() -> browser.has("#report .rule.broken"));
        assertThat(browser.text("#tally")).isEqualTo("1 request, 1 refused");
        assertThat(browser.address()).doesNotContain("#");
        String first = browser.text("#report");
        post(tokenEndpoint(), "grant_type=password");
        Waiting.until(() -> texts("#list [role=option]").size() == 2);
        assertThat(browser.text("#report")).as("the open report stays").isEqualTo(first);
    }

    @Test
    void requestsClearedByAnotherPageAreRemoved() throws Exception {
        post(tokenEndpoint(), "grant_type=client_credentials");
        Waiting.until(() -> browser.has("#report .rule.broken"));
        mock.provider("school").clear();
        Waiting.until(() -> browser.text("#none").startsWith("No requests yet"));
        assertThat(browser.has(".item, #report .rule")).isFalse();
    }

    /** A browser has six connections to a server. */
    @Test
    void hiddenPagesLeaveTheConnectionsToTheVisibleOne() throws Exception {
        browser.devTools("Emulation.setFocusEmulationEnabled", Map.of("enabled", false));
        try {
            for (int tab = 0; tab < 7; tab++) {
                browser.openTab();
                browser.open(URI.create(mock.base() + "/"));
                Waiting.until(() -> browser.has("#live[data-state=on]"));
            }
            post(tokenEndpoint(), "grant_type=client_credentials");
            Waiting.until(() -> browser.has(".item.refused"));
        } finally {
            browser.closeTabs();
        }
        Waiting.until(() -> browser.has("#live[data-state=on]") && browser.has(".item.refused"));
    }

    @Test
    void aHiddenPageStillCountsRefusals() throws Exception {
        hide(true);
        post(tokenEndpoint(), "grant_type=client_credentials");
        Waiting.until(() -> browser.run("return document.title").contains("(1) 1 refusal"));
        assertThat(browser.has("#live[data-state=rest]")).isTrue();
        hide(false);
        Waiting.until(() -> browser.has("#live[data-state=on]"));
        post(tokenEndpoint(), "grant_type=password");
        Waiting.until(() -> texts("#list [role=option]").size() == 2);
    }

    @Test
    void theTitleCountsUnseenRefusals() throws Exception {
        browser.run("document.hasFocus = () => false");
        post(tokenEndpoint(), "grant_type=client_credentials");
        Waiting.until(() -> browser.run("return document.title").contains("(1) 1 refusal"));
        browser.run("dispatchEvent(new Event('focus'))");
        assertThat(browser.run("return document.title")).isEqualTo("clientauth mock");
    }

    @Test
    void theLast500RequestsAreKept() throws Exception {
        browser.click("Pause");
        post(tokenEndpoint(), "grant_type=paused");
        Waiting.until(() -> browser.text("#pause").equals("Resume (1 waiting)"));
        assertThat(browser.has("#list .item")).isFalse();
        browser.click("Resume");
        browser.run("window.heard = 0; new MutationObserver(() => heard++)"
                + ".observe(document.getElementById('said'), { childList: true, characterData: true, subtree: true })");
        long start = System.nanoTime();
        for (int i = 0; i < 520; i++) {
            post(tokenEndpoint(), "grant_type=n" + i);
        }
        Waiting.until(() -> browser.text("#count").equals("500"));
        long silences = (System.nanoTime() - start) / 3_000_000_000L;
        assertThat(Long.parseLong(browser.run("return String(heard)")))
                .as("what a screen reader says")
                .isBetween(1L, silences + 2);
        browser.open(URI.create("about:blank"));
        browser.open(URI.create(mock.base() + "/#request-521"));
        Waiting.until(() -> browser.has("#request-521[aria-selected=true]"));
        assertThat(texts("#list [role=option]")).hasSize(500);
    }

    @Test
    void thePageFollowsARestartedMock() throws Exception {
        for (int i = 0; i < 3; i++) {
            post(tokenEndpoint(), "grant_type=client_credentials");
        }
        Waiting.until(() -> texts("#list [role=option]").size() == 3);
        browser.run("document.querySelector('#request-3').click()");
        assertThat(browser.address()).endsWith("#request-3");
        mock.close();
        Waiting.until(() -> browser.text("#live").startsWith("Connection lost"));
        mock = MockProviderServer.builder().port(mock.base().getPort()).start();
        post(tokenEndpoint(), "grant_type=client_credentials");
        Waiting.until(() -> browser.has("#live[data-state=on]"));
        Waiting.until(() -> texts("#list [role=option]").size() == 1);
        post(tokenEndpoint(), "grant_type=client_credentials");
        Waiting.until(() -> texts("#list [role=option]").size() == 2);
        assertThat(browser.console()).allMatch(line -> line.contains("ERR_"));
    }

    private static void hide(boolean hidden) {
        browser.run("Object.defineProperty(document, 'hidden', { value: " + hidden + ", configurable: true });"
                + "document.dispatchEvent(new Event('visibilitychange'))");
    }
}
