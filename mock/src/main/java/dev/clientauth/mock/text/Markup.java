// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.mock.text;

import java.util.Collection;

/**
 * A piece of HTML. Inserted values are escaped unless they are markup themselves.
 *
 * @param html the HTML
 */
public record Markup(String html) {
    public static final Markup NONE = new Markup("");
    private static final String GAP = "{}";

    /** Returns a template with its placeholders replaced in order. */
    public static Markup of(String template, Object... values) {
        StringBuilder html = new StringBuilder();
        int from = 0;
        for (Object value : values) {
            int gap = template.indexOf(GAP, from);
            html.append(template, from, gap).append(value instanceof Markup markup ? markup.html() : escaped(value));
            from = gap + GAP.length();
        }
        return new Markup(html.append(template.substring(from)).toString());
    }

    /** Concatenates pieces. */
    public static Markup join(Collection<Markup> pieces) {
        StringBuilder html = new StringBuilder();
        pieces.forEach(piece -> html.append(piece.html()));
        return new Markup(html.toString());
    }

    private static String escaped(Object value) {
        StringBuilder text = new StringBuilder();
        String.valueOf(value).codePoints().forEach(c -> {
            switch (c) {
                case '&' -> text.append("&amp;");
                case '<' -> text.append("&lt;");
                case '>' -> text.append("&gt;");
                case '"' -> text.append("&quot;");
                case '\'' -> text.append("&#39;");
                default -> text.appendCodePoint(c);
            }
        });
        return text.toString();
    }
}
