package dev.clientauth.profile;

import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.util.Set;
import java.util.regex.Pattern;

/** Shortens values for display and removes secrets from them. */
public final class Redactor {
    /** What stands in the place of a secret. */
    static final String NOT_SHOWN = "(not shown)";

    private static final int LONGEST = 120;
    private static final int LONGEST_TEXT = 2_000;
    private static final int SHORT_NAME = 8;
    private static final Set<String> PUBLIC_PARAMETERS = Set.of(
            "grant_type",
            "client_id",
            "client_assertion_type",
            "scope",
            "redirect_uri",
            "token_type_hint",
            "response_type");
    private static final Set<String> PUBLIC_HEADERS =
            Set.of("accept", "content-length", "content-type", "host", "user-agent");
    private static final Pattern URL_USER = Pattern.compile("(?<=://)[^/?#\\s@]+@");
    private static final Pattern URL_PARAMETER = Pattern.compile("(?<=[?&#])([A-Za-z0-9_.%-]{1,64}=)[^&#\\s\"]+");
    private static final Pattern WORDS = Pattern.compile("(?:[A-Z]?[a-z]{1,20}+[-_. ]?){1,6}");

    private Redactor() {}

    /**
     * A text that somebody else wrote, fit to be printed: without what looks like a token, a key or a value in a URL, on
     * one line, without characters that steer a terminal, and cut after {@value #LONGEST_TEXT} characters.
     */
    public static String text(String text) {
        return cut(withoutTokens(text), LONGEST_TEXT);
    }

    /** A parameter's value where it is no secret, else how long it is. */
    public static String parameter(String name, String value) {
        return isPublic(name) ? quoted(value) : hidden(value);
    }

    /** Whether a parameter of that name never holds a secret. */
    public static boolean isPublic(String parameter) {
        return PUBLIC_PARAMETERS.contains(parameter);
    }

    /** An HTTP header's value where it is no secret, else how long it is. */
    public static String httpHeader(String lowerCaseName, String value) {
        return PUBLIC_HEADERS.contains(lowerCaseName) ? quoted(value) : hidden(value);
    }

    /** A name that a client chose, where it looks like a name: a body that is no form has all of itself for names. */
    public static String name(String name) {
        boolean isName = WORDS.matcher(name).matches() && !SecretShapes.isIn(name);
        return isName || name.length() <= SHORT_NAME ? cut(name) : hidden(name);
    }

    /** A text with everything taken out that looks like a token, a key or a value in a URL. */
    public static String withoutTokens(String text) {
        return withoutUrlValues(SecretShapes.replaceIn(text, NOT_SHOWN));
    }

    private static String withoutUrlValues(String text) {
        String userless = URL_USER.matcher(text).replaceAll("…@");
        return URL_PARAMETER.matcher(userless).replaceAll("$1…");
    }

    /** A header member or claim; nothing of one with the name of a secret. */
    public static String member(String name, @Nullable Object value) {
        String written = String.valueOf(value);
        return SecretShapes.isSecretMember(name, written) ? hidden(written) : member(value);
    }

    /** A header member or claim. */
    public static String member(@Nullable Object value) {
        if (value == null) {
            return "null";
        }
        if (value instanceof String text) {
            return quoted(text);
        }
        String written = String.valueOf(value);
        return SecretShapes.isIn(written) ? hidden(written) : cut(withoutUrlValues(written));
    }

    /** A text in quotes, cut where it is long; without what is glued to it or looks like a token or a key. */
    public static String quoted(String text) {
        int length = SecretShapes.publicLength(text);
        if (length == text.length()) {
            return '"' + cut(withoutUrlValues(text)) + '"';
        }
        return length == 0
                ? hidden(text)
                : '"' + cut(withoutUrlValues(text.substring(0, length))) + "\" and " + hidden(text.substring(length));
    }

    /** A URL without its user information, and with no more than the names of its query. */
    public static String endpoint(URI uri) {
        if (uri.isOpaque()) {
            return "a URL of scheme " + uri.getScheme() + " without a host";
        }
        String authority = uri.getRawAuthority();
        String shown = (uri.getScheme() == null ? "" : uri.getScheme() + ":")
                + (authority == null ? "" : "//" + authority.substring(authority.lastIndexOf('@') + 1))
                + (uri.getRawPath() == null ? "" : uri.getRawPath());
        return cut(SecretShapes.replaceIn(shown, NOT_SHOWN)) + (uri.getRawQuery() == null ? "" : "?…");
    }

    private static String hidden(String value) {
        return "(" + value.length() + " characters, not shown)";
    }

    private static String cut(String text) {
        return cut(text, LONGEST);
    }

    private static String cut(String text, int longest) {
        StringBuilder clean = new StringBuilder();
        text.codePoints().limit(longest).map(c -> isVisible(c) ? c : '\uFFFD').forEach(clean::appendCodePoint);
        return text.codePointCount(0, text.length()) > longest ? clean + "…" : clean.toString();
    }

    /** Not so for what steers a terminal, turns the direction of writing, breaks the line or hides between letters. */
    private static boolean isVisible(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED -> false;
            default -> true;
        };
    }
}
