// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.examples.mock;

import dev.clientauth.examples.browser.Browser;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How the page looks: light and dark, on a desk, on a tablet and on a phone, and whether it fits the narrowest screen and
 * 200%.
 */
final class Looks {
    private static final Path SCREENSHOTS = Path.of("target/screenshots");
    private static final List<Integer> WIDTHS = List.of(1280, 768, 640, 390, 320);
    private static final List<Integer> DRAWN = List.of(1280, 768, 390);

    /** Each text whose contrast with what is behind it is below 4.5:1. */
    private static final String FAINT = """
            const channel = (c) => (c /= 255) <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
            const luminance = ([r, g, b]) => 0.2126 * channel(r) + 0.7152 * channel(g) + 0.0722 * channel(b);
            const rgba = (text) => { const n = text.match(/[\\d.]+/g).map(Number); return n.length === 3 ? [...n, 1] : n; };
            const ground = (e) => {
              for (; e; e = e.parentElement) {
                const style = getComputedStyle(e);
                const c = rgba(e.tagName === 'rect' ? style.fill : style.backgroundColor);
                if (c[3] === 1) return c;
              }
              return rgba(getComputedStyle(document.body).backgroundColor);
            };
            const faint = new Set();
            const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
            while (texts.nextNode()) {
              const e = texts.currentNode.parentElement;
              if (!texts.currentNode.data.trim() || !e.checkVisibility() || e.closest('.unseen, noscript, .skip')) continue;
              const style = getComputedStyle(e);
              const [a, b] = [rgba(e instanceof SVGElement ? style.fill : style.color), ground(e)].map(luminance).sort((x, y) => y - x);
              const ratio = (a + 0.05) / (b + 0.05);
              if (ratio < 4.5) faint.add(`${ratio.toFixed(2)} ${e.tagName}.${e.className} ${texts.currentNode.data.trim().slice(0, 40)}`);
            }
            return [...faint].join(', ');
            """;

    /** Returns the elements that are wider than the page, except those that scroll. */
    private static final String WIDE = """
            const wide = [...document.querySelectorAll('.list, .report')].filter((e) => e.scrollWidth > e.clientWidth);
            if (document.documentElement.scrollWidth > innerWidth) wide.push(document.documentElement);
            return wide.map((e) => e.tagName + '.' + e.className).join(', ');
            """;

    private final Browser browser;

    Looks(Browser browser) {
        this.browser = browser;
    }

    /**
     * Takes screenshots of the element that the selector matches, and checks that all text is legible and nothing overflows.
     */
    void at(String name, String selector) throws IOException {
        for (String theme : List.of("light", "dark")) {
            wish(theme);
            assertThat(browser.run(FAINT)).as(name + ", too faint in " + theme).isEmpty();
            // The layout is the same in both themes.
            for (int width : theme.equals("light") ? WIDTHS : DRAWN) {
                browser.devTools(
                        "Emulation.setDeviceMetricsOverride",
                        Map.of(
                                "width",
                                width,
                                "height",
                                width < 1000 ? 720 : 900,
                                "deviceScaleFactor",
                                width == 640 ? 2 : 1,
                                "mobile",
                                false));
                assertThat(browser.run(WIDE))
                        .as(name + ", too wide at " + width)
                        .isEmpty();
                if (DRAWN.contains(width)) {
                    browser.run("document.querySelector('" + selector + "').scrollIntoView()");
                    browser.screenshot(SCREENSHOTS.resolve(name + "-" + theme + "-" + width + ".png"));
                }
            }
        }
        browser.devTools("Emulation.clearDeviceMetricsOverride", Map.of());
        plain();
    }

    /** The light theme, without animations. */
    void plain() {
        wish("light");
    }

    /** The light theme, with animations. */
    void moving() {
        wish("light", "no-preference");
    }

    private void wish(String theme) {
        wish(theme, "reduce");
    }

    private void wish(String theme, String motion) {
        browser.devTools(
                "Emulation.setEmulatedMedia",
                Map.of(
                        "features",
                        List.of(
                                Map.of("name", "prefers-color-scheme", "value", theme),
                                Map.of("name", "prefers-reduced-motion", "value", motion))));
    }
}
