// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.examples.apple;

import dev.clientauth.examples.apple.Sessions.Session;

import java.util.List;
import java.util.stream.Collectors;

/** The shop's pages. */
final class Pages {
    /** Allows only the page's own content, no framing, and forms that post to the shop only. */
    static final String POLICY = "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self';"
            + " frame-ancestors 'none'; base-uri 'none'";

    static final String STYLE = """
            :root { color-scheme: light dark; --ink: #1f2328; --soft: #57606a; --paper: #f6f4ef; --card: #fff;
              --line: #d5d0c4; --warm: #8a3d12; --apple: #000; --on-apple: #fff; }
            @media (prefers-color-scheme: dark) { :root { --ink: #f0ede6; --soft: #b5b0a5; --paper: #17150f;
              --card: #221f18; --line: #454034; --warm: #f0a070; --apple: #fff; --on-apple: #000; } }
            * { box-sizing: border-box; }
            body { margin: 0; min-height: 100vh; padding: 1rem; background: var(--paper); color: var(--ink);
              font: 1rem/1.55 system-ui, sans-serif; display: grid; place-items: center; }
            main { width: 100%; max-width: 30rem; padding: 2rem 1.5rem; background: var(--card);
              border: 1px solid var(--line); border-radius: .75rem; }
            h1 { margin: 0 0 .25rem; font: 600 1.75rem/1.2 Georgia, serif; overflow-wrap: anywhere; }
            p { margin: 0 0 1.25rem; color: var(--soft); overflow-wrap: anywhere; }
            h2 { margin: 2rem 0 .5rem; font-size: 1rem; }
            ul { margin: 0; padding-left: 1.25rem; color: var(--soft); }
            dl { display: grid; grid-template-columns: max-content 1fr; gap: .25rem 1rem; margin: 0 0 1.5rem; }
            dt { color: var(--soft); }
            dd { margin: 0; overflow-wrap: anywhere; }
            .actions { display: flex; flex-wrap: wrap; gap: .75rem; }
            form { margin: 0; }
            button { font: inherit; padding: .5rem 1rem; border-radius: .5rem; border: 1px solid var(--line);
              background: none; color: inherit; cursor: pointer; }
            button.danger { color: var(--warm); border-color: var(--warm); }
            .apple { display: inline-flex; align-items: center; justify-content: center; gap: .4em; width: 100%;
              max-width: 20rem; min-width: 140px; height: 44px; padding: 0 1rem; border-radius: 8px;
              background: var(--apple); color: var(--on-apple); text-decoration: none;
              font: 500 19px/1 -apple-system, system-ui, sans-serif; white-space: nowrap; }
            .apple:focus-visible, button:focus-visible { outline: 3px solid var(--warm); outline-offset: 2px; }
            """;

    private Pages() {}

    /**
     * The sign-in page: a button that follows Apple's guidelines, black on light and white on dark, with one of the
     * permitted titles.
     */
    static String door(String message, List<String> notifications) {
        return page("Example Shop", """
                <h1>Example Shop</h1>
                <p role="status">%s</p>
                <a class="apple" href="/sign-in">Sign in with Apple</a>
                %s""".formatted(text(message), notifications(notifications)));
    }

    static String account(Account account, Session session, List<String> notifications) {
        return page("Your account", """
                <h1>Hello, %s</h1>
                <p role="status">You are signed in.</p>
                <dl>
                <dt>E-mail</dt><dd id="email">%s</dd>
                <dt>Mail</dt><dd id="reachable">%s</dd>
                </dl>
                <div class="actions">
                <form method="post" action="/sign-out">%s<button>Sign out</button></form>
                <form method="post" action="/account/delete">%s<button class="danger">Delete my account</button></form>
                </div>
                %s""".formatted(
                        text(account.name()),
                        text(account.email().orElse("not shared")),
                        account.reachable() ? "reaches you" : "is not forwarded any more",
                        formToken(session),
                        formToken(session),
                        notifications(notifications)));
    }

    private static String formToken(Session session) {
        return "<input type=\"hidden\" name=\"token\" value=\"" + text(session.formToken()) + "\">";
    }

    private static String notifications(List<String> notifications) {
        return notifications.isEmpty()
                ? ""
                : "<h2>Notifications from Apple</h2>\n<ul id=\"notifications\">"
                        + notifications.stream()
                                .map(event -> "<li>" + text(event) + "</li>")
                                .collect(Collectors.joining())
                        + "</ul>\n";
    }

    private static String page(String title, String body) {
        return """
                <!doctype html>
                <html lang="en">
                <head>
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <link rel="icon" href="data:,">
                <link rel="stylesheet" href="/style.css">
                <title>%s</title>
                </head>
                <body>
                <main>
                %s</main>
                </body>
                </html>
                """.formatted(text(title), body);
    }

    private static String text(String value) {
        return value.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
