// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.profile.text;

import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.util.Set;
import java.util.regex.Pattern;

/** Shortens values for display and removes secrets from them. */
public final class Redactor {
    /** The placeholder for a secret. */
    public static final String NOT_SHOWN = "(not shown)";

    private static final int MAX_LENGTH = 120;
    private static final int MAX_TEXT_LENGTH = 2_000;
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
     * Makes untrusted text safe to print: without anything that looks like a token, a key or a value in a URL, on one line,
     * with control characters escaped, and cut after {@value #MAX_TEXT_LENGTH} characters.
     */
    public static String text(String text) {
        return cut(withoutTokens(text), MAX_TEXT_LENGTH);
    }

    /** Returns the value of a parameter if it is not a secret, otherwise its length. */
    public static String parameter(String name, String value) {
        return isPublic(name) ? quoted(value) : hidden(value);
    }

    /** Returns whether a parameter with this name never contains a secret. */
    public static boolean isPublic(String parameter) {
        return PUBLIC_PARAMETERS.contains(parameter);
    }

    /** Returns the value of an HTTP header if it is not a secret, otherwise its length. */
    public static String httpHeader(String lowerCaseName, String value) {
        return PUBLIC_HEADERS.contains(lowerCaseName) ? quoted(value) : hidden(value);
    }

    /** Returns a parameter name if it looks like one: a body that is not a form is parsed as names. */
    public static String name(String name) {
        boolean isName = WORDS.matcher(name).matches() && !SecretShapes.isIn(name);
        return isName || name.length() <= SHORT_NAME ? cut(name) : hidden(name);
    }

    /** Removes everything that looks like a token, a key or a value in a URL. */
    public static String withoutTokens(String text) {
        return withoutUrlValues(SecretShapes.replaceIn(text, NOT_SHOWN));
    }

    private static String withoutUrlValues(String text) {
        String userless = URL_USER.matcher(text).replaceAll("…@");
        return URL_PARAMETER.matcher(userless).replaceAll("$1…");
    }

    /** Returns a header member or claim; not its value if its name is that of a secret. */
    public static String member(String name, @Nullable Object value) {
        String written = String.valueOf(value);
        return SecretShapes.isSecretMember(name, written) ? hidden(written) : member(value);
    }

    /** Returns a header member or claim. */
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

    /**
     * Returns a text in quotes, cut if it is long, and without anything that is appended to it or looks like a token or a
     * key.
     */
    public static String quoted(String text) {
        int length = SecretShapes.publicLength(text);
        if (length == text.length()) {
            return '"' + cut(withoutUrlValues(text)) + '"';
        }
        return length == 0
                ? hidden(text)
                : '"' + cut(withoutUrlValues(text.substring(0, length))) + "\" and " + hidden(text.substring(length));
    }

    /** Returns a URL without user information, and with only the names of its query parameters. */
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
        return "(" + DurationFormat.counted(value.length(), "character") + ", not shown)";
    }

    private static String cut(String text) {
        return cut(text, MAX_LENGTH);
    }

    private static String cut(String text, int longest) {
        StringBuilder clean = new StringBuilder();
        text.codePoints().limit(longest).map(c -> isVisible(c) ? c : '\uFFFD').forEach(clean::appendCodePoint);
        return text.codePointCount(0, text.length()) > longest ? clean + "…" : clean.toString();
    }

    /**
     * Returns whether a character is printable: not a control, bidirectional, line-breaking or zero-width character.
     */
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
