package dev.clientauth.mock.text;

import java.util.Collection;

/**
 * A piece of HTML. Whatever is put into one is escaped, unless it is one itself, so that no value becomes markup.
 *
 * @param html the text
 */
public record Markup(String html) {
    public static final Markup NONE = new Markup("");
    private static final String GAP = "{}";

    /** A template of ours, with its gaps filled in turn. */
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

    /** Several, one after the other. */
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
