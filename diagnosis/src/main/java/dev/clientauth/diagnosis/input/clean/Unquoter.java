// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.diagnosis.input.clean;

import dev.clientauth.diagnosis.input.tree.Escapes;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Unquotes and unescapes lines that a tool prints in quotes and with escapes, such as Go's {@code %q}. */
final class Unquoter {
    private static final Pattern WIRE = Pattern.compile("\\[\\\\r]|\\[\\\\n]");
    private static final Pattern HTTP = Pattern.compile(
            "(?:POST|GET|PUT|PATCH|DELETE) \\S{1,2000}+ HTTP/|HTTP/[0-9.]{1,3} [1-5][0-9]{2}|[a-z_]{3,40}=[^&\\s]{0,6000}+&[a-z_]{3,40}=");
    /** A message in quotes, in the middle of a line. */
    private static final Pattern WITHIN = Pattern.compile(
            "[b&]?([\"'`])(?=(?:POST|GET|PUT) \\S{1,2000}+ HTTP/[0-9.]{1,3}\\\\\\\\?r?\\\\?\\\\?n|HTTP/[0-9.]{1,3} [1-5][0-9]{2}[^\"'\\n]{0,40}\\\\r)");

    private static final String QUOTES = "\"'`";

    private Unquoter() {}

    /**
     * Returns the line, possibly as several lines.
     *
     * @param isDirected whether the tool says that it was sent or received
     */
    static String unquote(String line, boolean isDirected) {
        int end = line.length();
        while (end > 0 && (Character.isWhitespace(line.charAt(end - 1)) || ",+".indexOf(line.charAt(end - 1)) >= 0)) {
            end--;
        }
        String bare = line.substring(0, end).strip();
        boolean isBytes = bare.length() > 2 && "bu".indexOf(bare.charAt(0)) >= 0;
        String quoted = isBytes ? bare.substring(1) : bare;
        if (isQuoted(quoted)) {
            String inner = quoted.substring(1, quoted.length() - 1);
            if (inner.contains("[\\n]") || inner.contains("[\\r]")) {
                return wire(inner);
            }
            if (isDirected || HTTP.matcher(inner).lookingAt()) {
                return lines(inner);
            }
            return line;
        }
        if (isDirected && (line.endsWith("[\\n]") || line.endsWith("[\\r][\\n]"))) {
            return wire(line);
        }
        if (line.indexOf('\\') < 0) {
            return line;
        }
        if (HTTP.matcher(line).lookingAt() && line.contains("\\r\\n")) {
            return lines(line);
        }
        Matcher within = WITHIN.matcher(line);
        if (within.find()) {
            char quote = within.group(1).charAt(0);
            int close = closing(line, within.end(), quote);
            String rest = close < line.length() ? line.substring(close + 1) : "";
            return line.substring(0, within.start()) + "\n" + lines(line.substring(within.end(), close))
                    + (rest.isBlank() ? "" : "\n" + rest);
        }
        return line;
    }

    private static boolean isQuoted(String text) {
        return text.length() > 1
                && QUOTES.indexOf(text.charAt(0)) >= 0
                && text.charAt(0) == text.charAt(text.length() - 1);
    }

    /** Apache HttpClient's own marks, {@code [\r][\n]}. */
    private static String wire(String text) {
        String ended = text.endsWith("[\\n]") ? text.substring(0, text.length() - "[\\n]".length()) : text;
        return WIRE.matcher(ended).replaceAll(mark -> mark.group().equals("[\\n]") ? "\n" : "");
    }

    private static String lines(String literal) {
        String once = Escapes.unescape(literal);
        // Quoted twice, as in a JSON line that contains a quoted dump.
        String text = once.contains("\\r\\n") && HTTP.matcher(once).lookingAt() ? Escapes.unescape(once) : once;
        String unix = text.replace("\r\n", "\n").replace('\r', '\n');
        return unix.endsWith("\n") ? unix.substring(0, unix.length() - 1) : unix;
    }

    private static int closing(String line, int from, char quote) {
        for (int at = from; at < line.length(); at++) {
            if (line.charAt(at) == '\\') {
                at++;
            } else if (line.charAt(at) == quote) {
                return at;
            }
        }
        return line.length();
    }
}
