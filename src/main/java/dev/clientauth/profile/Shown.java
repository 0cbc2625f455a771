package dev.clientauth.profile;

import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.util.Set;
import java.util.regex.Pattern;

/** What may be shown of a value to people: short, and never a secret. */
final class Shown {
    private static final int LONGEST = 120;
    private static final Set<String> PUBLIC_PARAMETERS = Set.of(
            "grant_type",
            "client_id",
            "client_assertion_type",
            "scope",
            "redirect_uri",
            "token_type_hint",
            "response_type");
    private static final Pattern LIKE_A_TOKEN = Pattern.compile("eyJ[A-Za-z0-9_.-]{8,}|-----BEGIN[\\s\\S]*");

    private Shown() {}

    /** A parameter's value where it is no secret, else how long it is. */
    static String parameter(String name, String value) {
        return isPublic(name) ? quoted(value) : hidden(value);
    }

    /** Whether a parameter of that name never holds a secret. */
    static boolean isPublic(String parameter) {
        return PUBLIC_PARAMETERS.contains(parameter);
    }

    /** A text with everything that looks like a token or a key taken out. */
    static String withoutTokens(String text) {
        return LIKE_A_TOKEN.matcher(text).replaceAll("(not shown)");
    }

    /** A header member or claim. */
    static String member(@Nullable Object value) {
        if (value == null) {
            return "null";
        }
        if (value instanceof String text) {
            return quoted(text);
        }
        String written = String.valueOf(value);
        return LIKE_A_TOKEN.matcher(written).find() ? hidden(written) : cut(written);
    }

    /** A text in quotes, cut where it is long, hidden where it looks like a token or a key. */
    static String quoted(String text) {
        return LIKE_A_TOKEN.matcher(text).find() ? hidden(text) : '"' + cut(text) + '"';
    }

    /** A URL without its user information, and with no more than the names of its query. */
    static String endpoint(URI uri) {
        String shown = uri.getScheme() + "://" + uri.getHost() + (uri.getPort() < 0 ? "" : ":" + uri.getPort())
                + (uri.getRawPath() == null ? "" : uri.getRawPath());
        return uri.getRawQuery() == null ? cut(shown) : cut(shown) + "?…";
    }

    private static String hidden(String value) {
        return "(" + value.length() + " characters, not shown)";
    }

    private static String cut(String text) {
        StringBuilder clean = new StringBuilder();
        text.codePoints()
                .limit(LONGEST)
                .map(c -> Character.isISOControl(c) ? '\uFFFD' : c)
                .forEach(clean::appendCodePoint);
        return text.codePointCount(0, text.length()) > LONGEST ? clean + "…" : clean.toString();
    }
}
