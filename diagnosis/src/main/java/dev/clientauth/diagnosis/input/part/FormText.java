// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.diagnosis.input.part;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds the end of a form in a text: at a space, at a response that directly follows, at the end of its lines. */
public final class FormText {
    static final String NAME =
            "(?:grant_type|client_id|client_assertion(?:_type)?|client_secret|scope|code|refresh_token|token|redirect_uri|"
                    + "assertion|code_verifier|token_type_hint|audience|resource|username|password|target|sub)";
    private static final Pattern BEGIN = Pattern.compile("[\"'`?&]{0,3}+" + NAME + "=(?![ \\t\"'`=>])");
    private static final Pattern PAIR = Pattern.compile("(?<![A-Za-z0-9_.&-])" + NAME + "=");
    private static final Pattern NEXT = Pattern.compile("&[A-Za-z][\\w.%-]{0,60}+=");
    private static final String STOPS = " \t\n&\"'`{";
    private static final Pattern GLUED =
            Pattern.compile("HTTP/[0-9](?:\\.[0-9])? [1-5][0-9]{2}|\\{\\s{0,20}(?:\\\\?[\"']|\\})|<(?:html|!DOCTYPE)");
    private static final Pattern CONTINUED =
            Pattern.compile("\\s{0,40}+(?:&\\s{0,4}+)?[A-Za-z0-9_.~%+*/=&;:,-]{1,30000}+\\s{0,40}+");
    private static final Pattern NEXT_PAIR =
            Pattern.compile("\\s{0,40}+&?\\s{0,4}+[A-Za-z][\\w.-]{0,40}+=(?![ \\t=>]).*", Pattern.DOTALL);

    private FormText() {}

    /** Returns whether a line begins with a name=value pair. */
    public static boolean begins(String line) {
        return BEGIN.matcher(line).lookingAt();
    }

    /** Returns where a form begins in the middle of a line, or -1. */
    public static int within(String line) {
        if (line.indexOf('&') < 0) {
            return -1;
        }
        Matcher pair = PAIR.matcher(line);
        int stop = -1;
        while (pair.find()) {
            // The value of a pair inside the previous one ends where that ends, so it is not searched again.
            while (stop < pair.end() || (stop < line.length() && STOPS.indexOf(line.charAt(stop)) < 0)) {
                stop = Math.max(stop + 1, pair.end());
            }
            if (stop < line.length()
                    && NEXT.matcher(line).region(stop, line.length()).lookingAt()) {
                return pair.start();
            }
        }
        return -1;
    }

    /** Returns the offset at which something other than a form begins, or the length of the line. */
    public static int glued(String line) {
        Matcher glued = GLUED.matcher(line);
        int from = 0;
        while (glued.find(from)) {
            // {"…"} is the response; {{token}} is not.
            boolean isTemplate = glued.start() > 0 && "{$".indexOf(line.charAt(glued.start() - 1)) >= 0;
            if (!isTemplate) {
                return glued.start();
            }
            from = glued.end();
        }
        return line.length();
    }

    /** Returns whether the next line continues the form. */
    public static boolean continues(String before, String line) {
        if (line.isBlank()) {
            return false;
        }
        if (before.endsWith("&") || line.strip().startsWith("&")) {
            return true;
        }
        return (NEXT_PAIR.matcher(line).matches() && line.strip().indexOf(' ') < 0)
                || (CONTINUED.matcher(line).matches()
                        && StartLine.status(line) == null
                        && line.length() > 12
                        && line.indexOf(':') < 0);
    }
}
