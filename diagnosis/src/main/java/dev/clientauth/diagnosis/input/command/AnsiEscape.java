// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.diagnosis.input.command;

final class AnsiEscape {
    private static final String LETTERS = "ntrabfve";
    private static final String MEANT = "\n\t\r\u0007\b\f\u000b\u001b";
    private static final String OCTAL = "01234567";
    private static final String HEX = "0123456789abcdefABCDEF";

    private AnsiEscape() {}

    /** Appends the character of the escape at this offset, and returns the offset after it. */
    static int append(String text, int backslash, int end, StringBuilder to) {
        char kind = text.charAt(backslash + 1);
        int letter = LETTERS.indexOf(kind);
        if (letter >= 0) {
            to.append(MEANT.charAt(letter));
            return backslash + 2;
        }
        return switch (kind) {
            case 'x' -> number(text, backslash + 2, Math.min(end, backslash + 4), HEX, 16, to);
            case 'u' -> number(text, backslash + 2, Math.min(end, backslash + 6), HEX, 16, to);
            case '0', '1', '2', '3', '4', '5', '6', '7' ->
                number(text, backslash + 1, Math.min(end, backslash + 4), OCTAL, 8, to);
            default -> {
                to.append(kind);
                yield backslash + 2;
            }
        };
    }

    private static int number(String text, int from, int end, String digits, int radix, StringBuilder to) {
        int at = from;
        while (at < end && digits.indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        if (at > from) {
            to.append((char) Integer.parseInt(text.substring(from, at), radix));
        }
        return at;
    }
}
