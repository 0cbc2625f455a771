// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.mock.apple;

import dev.clientauth.mock.http.ProviderResponse;
import dev.clientauth.mock.text.Markup;
import dev.clientauth.mock.token.TokenStorage;

import java.util.Map;
import java.util.Optional;

/** Creates HTML pages that load nothing else, for light and dark themes and all screen sizes. */
final class HtmlPage {
    private static final String STYLE = """
            :root { color-scheme: light dark; --ink: #1d1d1f; --soft: #5c5c61; --paper: #f5f5f7; --card: #fff;
              --line: #c9c9ce; --press: #000; --on-press: #fff; --link: #0058b0; }
            @media (prefers-color-scheme: dark) { :root { --ink: #f5f5f7; --soft: #b0b0b6; --paper: #161617;
              --card: #232326; --line: #4a4a50; --press: #fff; --on-press: #000; --link: #6cb4ff; } }
            * { box-sizing: border-box; }
            body { margin: 0; min-height: 100vh; display: grid; place-items: center; padding: 1rem;
              background: var(--paper); color: var(--ink); font: 1rem/1.5 system-ui, sans-serif; }
            main { width: 100%; max-width: 27rem; padding: 2rem 1.5rem; background: var(--card);
              border: 1px solid var(--line); border-radius: 1rem; }
            h1 { margin: 0 0 .5rem; font-size: 1.25rem; line-height: 1.3; overflow-wrap: anywhere; }
            p { margin: 0 0 1rem; color: var(--soft); overflow-wrap: anywhere; }
            p:last-child { margin-bottom: 0; }
            .mark { font-size: .8125rem; margin-bottom: 1.25rem; }
            form { display: grid; gap: .75rem; margin: 0; }
            button { font: inherit; text-align: left; padding: .75rem 1rem; border-radius: .75rem; cursor: pointer;
              border: 1px solid var(--press); background: var(--press); color: var(--on-press); overflow-wrap: anywhere; }
            button small { display: block; opacity: .85; }
            button.plain { background: none; color: var(--ink); border-color: var(--line); text-align: center; }
            button:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
            code { font-size: .9375em; }
            """;

    private HtmlPage() {}

    /**
     * Returns a page.
     *
     * @param body the content
     * @param hasForm whether it has a form. Its target is not restricted by the policy, because browsers would apply the policy
     *     to the client's redirects too
     * @param script a script that it runs
     */
    static ProviderResponse of(int status, String title, Markup body, boolean hasForm, Optional<String> script) {
        String nonce = TokenStorage.opaque();
        Markup html = Markup.of(
                """
                <!doctype html>
                <html lang="en">
                <head>
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <link rel="icon" href="data:,">
                <title>{}</title>
                <style nonce="{}">
                {}</style>
                </head>
                <body>
                <main>
                {}</main>
                {}</body>
                </html>
                """,
                title,
                nonce,
                new Markup(STYLE),
                body,
                script.map(text -> Markup.of("<script nonce=\"{}\">{}</script>\n", nonce, new Markup(text)))
                        .orElse(Markup.NONE));
        return new ProviderResponse(
                status,
                Map.of(
                        "Content-Type", "text/html;charset=UTF-8",
                        "Content-Security-Policy", policy(nonce, hasForm),
                        "Referrer-Policy", "strict-origin",
                        "X-Content-Type-Options", "nosniff"),
                html.html(),
                Optional.empty());
    }

    /** Returns a page without a form or a script. */
    static ProviderResponse of(int status, String title, Markup body) {
        return of(status, title, body, false, Optional.empty());
    }

    private static String policy(String nonce, boolean hasForm) {
        return "default-src 'none'; img-src data:; style-src 'nonce-" + nonce + "'; script-src 'nonce-" + nonce
                + "'; frame-ancestors 'none'; base-uri 'none'" + (hasForm ? "" : "; form-action 'none'");
    }
}
