// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.diagnosis.input.clean;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Selects the lines of a long log that are near token requests and their responses. The other lines become blank, so that
 * line numbers do not change.
 */
public final class RelevantLines {
    /** A shorter text is read as a whole. */
    public static final int MIN_LENGTH = 1 << 19;

    private static final int BEFORE = 150;
    private static final int AFTER = 450;
    /**
     * After a match, this many lines are skipped in the search for the next one; at least {@code AFTER - STEP} lines follow
     * each.
     */
    private static final int STEP = 150;

    private static final Pattern SIGN = Pattern.compile(
            "grant[_-]?[tT]ype|client[_-]?(?:[aA]ssertion|[sS]ecret)|CLIENT_SECRET|_SECRET|eyJ[A-Za-z0-9_-]{8}"
                    + "|invalid_|unauthorized_client|unsupported_grant|oauth2?/|/token\\b|/revoke|-----BEGIN|AADSTS|usermigration");

    private RelevantLines() {}

    public static String of(String text) {
        int[] starts = lineStarts(text);
        int lines = starts.length - 1;
        StringBuilder kept = new StringBuilder(1 << 16);
        Matcher sign = SIGN.matcher(text);
        int line = 0;
        int keptTo = 0;
        int from = 0;
        while (from < text.length() && sign.find(from)) {
            while (starts[line + 1] <= sign.start()) {
                line++;
            }
            int first = Math.max(keptTo, line - BEFORE);
            int end = Math.min(lines, line + AFTER);
            kept.append("\n".repeat(first - keptTo)).append(text, starts[first], starts[end]);
            keptTo = end;
            from = Math.max(sign.end(), starts[Math.min(lines, line + STEP)]);
        }
        if (kept.length() == 0) {
            return text.substring(0, MIN_LENGTH);
        }
        return kept.append("\n".repeat(lines - keptTo)).toString();
    }

    /** The offsets at which lines begin, and the length of the text. */
    private static int[] lineStarts(String text) {
        int count = 1;
        for (int at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) {
            count++;
        }
        int[] starts = new int[count + 1];
        int line = 1;
        for (int at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) {
            starts[line++] = at + 1;
        }
        starts[count] = text.length();
        return starts;
    }
}
