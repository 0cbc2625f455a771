// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.examples.mock;

import dev.clientauth.examples.browser.Browser;
import dev.clientauth.examples.browser.Waiting;
import org.junit.jupiter.api.Test;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;

/** Accessibility and content policy of the page: keyboard, screen readers, both themes, and no content from elsewhere. */
class AccessTest extends BrowserTestCase {
    @Test
    void everythingIsReachableByKeyboard() throws Exception {
        post(tokenEndpoint(), "grant_type=client_credentials");
        post(tokenEndpoint(), "grant_type=password");
        Waiting.until(() -> texts("#list [role=option]").size() == 2);
        browser.run("document.activeElement.blur()");
        browser.keys(Browser.TAB);
        assertThat(focused()).isEqualTo("A:Skip to the requests");

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
                .contains("TEXTAREA:text", "BUTTON:Diagnose", "UL:list", "ARTICLE:report", "BUTTON:Add client")
                .anyMatch(here -> here.startsWith("BUTTON:429"));

        browser.run("document.getElementById('list').focus()");
        browser.keys(Browser.HOME);
        Waiting.until(() -> browser.has("#list li:nth-child(1)[aria-selected=true]"));
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
    void everyControlHasANameAndHeadingsSkipNoLevel() throws Exception {
        post(tokenEndpoint(), "grant_type=client_credentials");
        Waiting.until(() -> browser.has("#report .rule.broken"));
        assertThat(browser.run("""
                const controls = [...document.querySelectorAll('input, select, textarea, button, a, [role=listbox], summary')];
                const name = (e) => (e.labels?.[0]?.textContent || e.getAttribute('aria-label') || e.textContent).trim();
                return controls.length < 40 ? 'few controls' : controls.filter((e) => !name(e)).map((e) => e.outerHTML).join();
                """)).isEmpty();
        assertThat(browser.run("""
                const levels = [...document.querySelectorAll('h1, h2, h3, h4, h5')]
                  .filter((e) => e.checkVisibility()).map((e) => Number(e.tagName[1]));
                return levels.filter((level, i) => level > (levels[i - 1] ?? 0) + 1).length + ' of ' + (levels.length > 10);
                """)).isEqualTo("0 of true");
        assertThat(texts("[aria-labelledby], [aria-describedby]")).isNotEmpty();
        assertThat(browser.run("""
                return [...document.querySelectorAll('[aria-labelledby], [aria-describedby], [aria-controls]')]
                  .flatMap((e) => ['aria-labelledby', 'aria-describedby', 'aria-controls']
                    .flatMap((a) => (e.getAttribute(a) ?? '').split(' ').filter((id) => id && !document.getElementById(id)))).join();
                """)).isEmpty();
        assertThat(browser.run("return getComputedStyle(document.querySelector('.item')).animationName"))
                .isEqualTo("none");
        looks.moving();
        assertThat(browser.run("return getComputedStyle(document.querySelector('.item')).animationName"))
                .isEqualTo("arrive");
    }

    @Test
    void theChosenThemeIsRemembered() {
        browser.click("Theme: system");
        browser.click("Theme: light");
        assertThat(browser.run("return getComputedStyle(document.documentElement).colorScheme"))
                .contains("dark");
        browser.open(URI.create(mock.base() + "/"));
        assertThat(browser.text("#theme")).isEqualTo("Theme: dark");
        browser.click("Theme: dark");
        assertThat(browser.text("#theme")).isEqualTo("Theme: system");
    }

    @Test
    void thePolicyAllowsOnlyThePagesOwnFiles() throws Exception {
        HttpResponse<String> page = http.send(
                HttpRequest.newBuilder(URI.create(mock.base() + "/")).build(), HttpResponse.BodyHandlers.ofString());
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
}
