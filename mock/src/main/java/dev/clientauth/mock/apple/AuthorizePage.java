// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.mock.apple;

import dev.clientauth.mock.http.ProviderResponse;
import dev.clientauth.mock.text.Markup;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Creates the pages at {@code /auth/authorize}. */
final class AuthorizePage {
    /** Relative, so that it works under any base path. */
    private static final String DECISION = "authorize/decision";

    private static final Markup MARK =
            Markup.of("<p class=\"mark\">This is a local mock of Apple. No Apple Account is involved.</p>\n");

    /**
     * A person to choose.
     *
     * @param key the key in the form
     * @param name the name
     * @param shares what the client receives
     */
    record Choice(String key, String name, String shares) {}

    private AuthorizePage() {}

    /** Returns the page that asks whether to sign in, and as whom. */
    static ProviderResponse question(AuthorizeRequest request, String name, List<Choice> choices) {
        List<Markup> buttons = new ArrayList<>();
        for (Choice choice : choices) {
            buttons.add(Markup.of(
                    "<button name=\"person\" value=\"{}\">Continue as {}<small>{}</small></button>\n",
                    choice.key(),
                    choice.name(),
                    choice.shares()));
        }
        Markup body = Markup.of(
                """
                {}<h1>Sign in to {}</h1>
                <p>{}</p>
                <form method="post" action="{}">
                <input type="hidden" name="request" value="{}">
                {}<button class="plain" name="cancel" value="yes">Cancel</button>
                </form>
                """,
                MARK,
                request.client().id(),
                choices.isEmpty()
                        ? "There is no account yet: register a person with the mock, and reload this page."
                        : "Use an Apple Account. You will return to " + request.redirectUri() + ".",
                DECISION,
                name,
                Markup.join(buttons));
        return HtmlPage.of(200, "Sign in with Apple", body, true, Optional.empty());
    }

    /** Returns a form that posts itself to the client, or on a click if scripts are disabled. */
    static ProviderResponse selfPosting(URI target, Map<String, String> parameters) {
        List<Markup> inputs = new ArrayList<>();
        parameters.forEach((name, value) ->
                inputs.add(Markup.of("<input type=\"hidden\" name=\"{}\" value=\"{}\">\n", name, value)));
        Markup body = Markup.of("""
                {}<h1>Back to {}</h1>
                <p>If nothing happens, press Continue.</p>
                <form method="post" action="{}">
                {}<button>Continue</button>
                </form>
                """, MARK, target.getHost(), target, Markup.join(inputs));
        return HtmlPage.of(
                200, "Sign in with Apple", body, true, Optional.of("document.querySelector('form').submit();"));
    }

    /** Returns an error page, as terse as Apple's. The browser is not redirected. */
    static ProviderResponse refusal(String error) {
        Markup body = Markup.of(
                """
                {}<h1>{}</h1>
                <p>{}</p>
                <p>Apple shows no more than this. See the mock's page or <code>received()</code> for the reasons.</p>
                """,
                MARK,
                error,
                error.equals("unauthorized_client")
                        ? "Invalid web redirect url."
                        : "Your request could not be completed because of an error.");
        ProviderResponse page = HtmlPage.of(400, "Sign in with Apple", body);
        return new ProviderResponse(page.status(), page.headers(), page.body(), Optional.of(error));
    }
}
