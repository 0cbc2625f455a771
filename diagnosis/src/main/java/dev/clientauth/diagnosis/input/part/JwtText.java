// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.diagnosis.input.part;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads a JWT on its own, with the text that people copy with it. */
public final class JwtText {
    private static final Pattern PREFIX = Pattern.compile(
            "(?:[\"'`\\s]*+(?:(?i:authorization\\s*+:|bearer\\s++)"
                    + "|(?:client[_-]?assertion|client[_-]?secret|clientSecret|assertion|token|jwt)[\"'`]?+\\s*+[:=])){1,4}+\\s*+");
    /** An object, with or without a line break after its brace; or a list in place of the header. */
    private static final Pattern BEGIN = Pattern.compile("ey[A-Za-z0-9]|ew[0ok]|W(?:10|3s)[A-Za-z0-9_-]*\\.");

    private static final Pattern COMPACT =
            Pattern.compile("[A-Za-z0-9_%+/-]{4,}+=*+(?:[\\s]*+\\.[\\s]*+[A-Za-z0-9_%+/\\s-]*+=*+){1,6}+");
    private static final Pattern WITHIN =
            Pattern.compile("(?<![A-Za-z0-9_-])eyJ[A-Za-z0-9_-]++(?:\\.[A-Za-z0-9_-]*+){2,4}+");
    private static final String AROUND = "\"'`,; \t\r\n";

    private JwtText() {}

    /** Returns whether the text is a JWT with at most a prefix and quotes. */
    public static boolean isJwt(String text) {
        String bare = bare(text);
        if (bare.startsWith("-----BEGIN")) {
            return true;
        }
        boolean isOther = bare.indexOf('&') >= 0 || bare.indexOf('<') >= 0 || bare.indexOf('{') >= 0;
        return !isOther
                && (BEGIN.matcher(bare).lookingAt() || COMPACT.matcher(bare).matches());
    }

    /** Reads such a text. */
    public static void read(String text, RequestCollector into) {
        String bare = bare(text);
        if (!bare.equals(text.strip())) {
            into.note("Text around the JWT was ignored.");
        }
        if (Placeholder.in(bare) != null) {
            into.note("The JWT is truncated: paste all of it.");
            return;
        }
        List<String> lines = bare.lines().map(String::strip).toList();
        if (lines.size() > 1 && !bare.startsWith("-----BEGIN")) {
            into.note("Line breaks in the JWT were ignored. If the request contained them, they are an error.");
            bare = String.join("", lines);
        }
        into.assertion(bare);
    }

    /** Returns whether the text consists of a JWT in compact form, or most of one. */
    public static boolean isWhole(String text) {
        return WITHIN.matcher(text).matches();
    }

    /** Returns the first JWT in other text after this offset, or null. */
    public static @Nullable MatchResult within(String text, int from) {
        Matcher found = WITHIN.matcher(text);
        return found.find(from) ? found.toMatchResult() : null;
    }

    private static String bare(String text) {
        String bare = trimmed(text);
        Matcher prefix = PREFIX.matcher(bare);
        return prefix.lookingAt() ? trimmed(bare.substring(prefix.end())) : bare;
    }

    private static String trimmed(String text) {
        int start = 0;
        int end = text.length();
        while (start < end && AROUND.indexOf(text.charAt(start)) >= 0) {
            start++;
        }
        while (end > start && AROUND.indexOf(text.charAt(end - 1)) >= 0) {
            end--;
        }
        return text.substring(start, end);
    }
}
