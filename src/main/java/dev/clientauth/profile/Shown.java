package dev.clientauth.profile;

import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.util.Set;
import java.util.regex.Pattern;

/** What may be shown of a value to people: short, and never a secret. */
public final class Shown {
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
    /**
     * The base64 or base64url of the first bytes of a private key in DER, in all its lengths: a SEQUENCE that begins with the
     * version of PKCS #8, PKCS #1, SEC 1 or PKCS #12, so {@code 30 LL 02 01 0v}, {@code 30 81 LL 02 01 0v} or {@code 30 82 LL
     * LL 02 01 0v}. The length takes bits of several characters, hence the classes.
     */
    private static final String DER_KEY = "M(?:[A-H][AEIMQUYcgkosw048]CAQ[A-P]|I[E-H][A-Za-z0-9+/_-]AgE[A-D]"
            + "|I[I-L][A-Za-z0-9+/_-]{2}[AQgw]IBA)[A-Za-z0-9+/=_%\\s\\\\-]{16,}";

    /**
     * A JWT, whose header may begin with white space; a PEM file; the base64 of a DER key without its PEM lines, also of an
     * encrypted one, which has no version.
     */
    private static final Pattern LIKE_A_TOKEN = Pattern.compile("eyJ[A-Za-z0-9_.-]{8,}"
            + "|(?<![A-Za-z0-9])(?:ey[AI]|ew[0ok])[A-Za-z0-9_.-]{16,}"
            + "|-----BEGIN[\\s\\S]*"
            + "|" + DER_KEY
            + "|(?<![A-Za-z0-9+/_-])M(?:I[A-Za-z0-9]|H[a-z])[A-Za-z0-9+/=_\\s\\\\-]{48,}");

    private static final Pattern URL_USER = Pattern.compile("(?<=://)[^/?#\\s@]+@");
    private static final Pattern URL_PARAMETER = Pattern.compile("(?<=[?&#])([A-Za-z0-9_.%-]{1,64}=)[^&#\\s\"]+");
    private static final Pattern WORDS = Pattern.compile("(?:[A-Z]?[a-z]{1,20}+[-_. ]?){1,6}");

    private Shown() {}

    /**
     * A text that somebody else wrote, fit to be printed: without what looks like a token, a key or a value in a URL, on
     * one line, without characters that steer a terminal, and cut after {@value #LONGEST_TEXT} characters.
     */
    public static String text(String text) {
        return cut(withoutTokens(text), LONGEST_TEXT);
    }

    /** A parameter's value where it is no secret, else how long it is. */
    static String parameter(String name, String value) {
        return isPublic(name) ? quoted(value) : hidden(value);
    }

    /** Whether a parameter of that name never holds a secret. */
    static boolean isPublic(String parameter) {
        return PUBLIC_PARAMETERS.contains(parameter);
    }

    /** An HTTP header's value where it is no secret, else how long it is. */
    static String httpHeader(String lowerCaseName, String value) {
        return PUBLIC_HEADERS.contains(lowerCaseName) ? quoted(value) : hidden(value);
    }

    /** A name that a client chose, where it looks like a name: a body that is no form has all of itself for names. */
    static String name(String name) {
        return WORDS.matcher(name).matches() || name.length() <= SHORT_NAME ? cut(name) : hidden(name);
    }

    /** A text with everything taken out that looks like a token, a key or a value in a URL. */
    static String withoutTokens(String text) {
        return withoutUrlValues(LIKE_A_TOKEN.matcher(text).replaceAll(NOT_SHOWN));
    }

    private static String withoutUrlValues(String text) {
        String userless = URL_USER.matcher(text).replaceAll("…@");
        return URL_PARAMETER.matcher(userless).replaceAll("$1…");
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
        return LIKE_A_TOKEN.matcher(written).find() ? hidden(written) : cut(withoutUrlValues(written));
    }

    /** A text in quotes, cut where it is long, hidden where it looks like a token or a key. */
    static String quoted(String text) {
        return LIKE_A_TOKEN.matcher(text).find() ? hidden(text) : '"' + cut(withoutUrlValues(text)) + '"';
    }

    /** A URL without its user information, and with no more than the names of its query. */
    static String endpoint(URI uri) {
        if (uri.isOpaque()) {
            return "a URL of scheme " + uri.getScheme() + " without a host";
        }
        String authority = uri.getRawAuthority();
        String shown = (uri.getScheme() == null ? "" : uri.getScheme() + ":")
                + (authority == null ? "" : "//" + authority.substring(authority.lastIndexOf('@') + 1))
                + (uri.getRawPath() == null ? "" : uri.getRawPath());
        return cut(LIKE_A_TOKEN.matcher(shown).replaceAll("(not shown)")) + (uri.getRawQuery() == null ? "" : "?…");
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
