// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.diagnosis.input.tree;

/** The escapes of string literals, which most languages share. */
public final class Escapes {
    private static final String LETTERS = "nrtbfv0ea";
    private static final String MEANT = "\n\r\t\b\f\u000b\0\u001b\u0007";

    private Escapes() {}

    /** Returns the text of such a literal, given what is between its quotes. */
    public static String unescape(String literal) {
        if (literal.indexOf('\\') < 0) {
            return literal;
        }
        StringBuilder text = new StringBuilder(literal.length());
        for (int at = 0; at < literal.length(); ) {
            char c = literal.charAt(at);
            if (c != '\\' || at + 1 == literal.length()) {
                text.append(c);
                at++;
            } else {
                at = append(literal, at + 1, text);
            }
        }
        return text.toString();
    }

    private static int append(String literal, int kind, StringBuilder to) {
        char c = literal.charAt(kind);
        if (c == '\r' || c == '\n') {
            return kind + 1;
        }
        int hex = c == 'x' ? 2 : c == 'u' ? 4 : 0;
        if (hex > 0) {
            return number(literal, kind, hex, to);
        }
        int letter = LETTERS.indexOf(c);
        to.append(letter < 0 ? c : MEANT.charAt(letter));
        return kind + 1;
    }

    private static int number(String literal, int kind, int digits, StringBuilder to) {
        boolean isBraced = literal.startsWith("{", kind + 1);
        int from = isBraced ? kind + 2 : kind + 1;
        int end = from;
        int most = isBraced ? 6 : digits;
        while (end < literal.length() && end - from < most && Character.digit(literal.charAt(end), 16) >= 0) {
            end++;
        }
        int code = end == from ? -1 : Integer.parseInt(literal.substring(from, end), 16);
        if (code < 0 || code > Character.MAX_CODE_POINT || (!isBraced && end - from < digits)) {
            to.append(literal.charAt(kind));
            return kind + 1;
        }
        to.appendCodePoint(code);
        return isBraced && literal.startsWith("}", end) ? end + 1 : end;
    }
}
