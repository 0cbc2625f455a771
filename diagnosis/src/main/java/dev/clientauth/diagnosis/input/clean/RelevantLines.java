package dev.clientauth.diagnosis.input.clean;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Of a long log, the lines near to what token requests and their responses hold. The others become blank, so that the lines
 * keep their numbers.
 */
public final class RelevantLines {
    /** A shorter text is read as a whole. */
    public static final int MIN_LENGTH = 1 << 19;

    private static final int BEFORE = 150;
    private static final int AFTER = 300;
    /** So many characters at the end of what is kept are looked through for another sign. */
    private static final int TAIL = 20_000;

    private static final Pattern SIGN = Pattern.compile(
            "grant[_-]?[tT]ype|client[_-]?(?:[aA]ssertion|[sS]ecret)|CLIENT_SECRET|_SECRET|eyJ[A-Za-z0-9_-]{8}"
                    + "|invalid_|unauthorized_client|unsupported_grant|oauth2?/|/token\\b|/revoke|-----BEGIN|AADSTS|usermigration");

    private RelevantLines() {}

    public static String of(String text) {
        StringBuilder kept = new StringBuilder(1 << 16);
        Matcher sign = SIGN.matcher(text);
        int at = 0;
        while (sign.find()) {
            int from = Math.max(at, back(text, sign.start(), BEFORE, at));
            blank(text, at, from, kept);
            int end = forward(text, sign.end(), AFTER);
            if (end > from) {
                kept.append(text, from, end);
                at = end;
            }
            if (at >= text.length()) {
                break;
            }
            // Those inside of what is kept lengthen it.
            sign.region(Math.max(sign.end(), at - TAIL), text.length());
        }
        if (kept.length() == 0) {
            return text.substring(0, MIN_LENGTH);
        }
        blank(text, at, text.length(), kept);
        return kept.toString();
    }

    private static void blank(String text, int from, int end, StringBuilder to) {
        for (int at = text.indexOf('\n', from); at >= 0 && at < end; at = text.indexOf('\n', at + 1)) {
            to.append('\n');
        }
    }

    private static int back(String text, int from, int lines, int least) {
        int at = from;
        for (int i = 0; i <= lines && at > least; i++) {
            at = text.lastIndexOf('\n', at - 1);
            if (at < 0) {
                return least;
            }
        }
        return Math.min(from, Math.max(least, at + 1));
    }

    private static int forward(String text, int from, int lines) {
        int at = from;
        for (int i = 0; i < lines; i++) {
            at = text.indexOf('\n', at) + 1;
            if (at == 0) {
                return text.length();
            }
        }
        return at;
    }
}
