// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.cli.shell;

import java.util.ArrayList;
import java.util.List;

/** Wraps text at spaces, and escapes control characters in text from other sources. */
public final class Wrapped {
    private static final int MIN_WIDTH = 20;

    private Wrapped() {}

    /** Returns the text with each control and format character but line breaks replaced by U+FFFD. */
    public static String printable(String text) {
        StringBuilder clean = new StringBuilder();
        text.codePoints().map(c -> c != '\n' && isControl(c) ? '\uFFFD' : c).forEach(clean::appendCodePoint);
        return clean.toString();
    }

    /** Returns equivalent JSON in which the same characters are escaped. */
    public static String printableJson(String json) {
        StringBuilder clean = new StringBuilder();
        json.codePoints().forEach(c -> {
            if (c == '\r' || c == '\n' || !isControl(c)) {
                clean.appendCodePoint(c);
            } else {
                for (char unit : Character.toChars(c)) {
                    clean.append(String.format("\\u%04x", (int) unit));
                }
            }
        });
        return clean.toString();
    }

    private static boolean isControl(int codePoint) {
        return Character.isISOControl(codePoint) || Character.getType(codePoint) == Character.FORMAT;
    }

    /** Returns the lines of a text, each at most this wide unless a single word is longer. */
    public static List<String> lines(String text, int width) {
        int room = Math.max(MIN_WIDTH, width);
        List<String> lines = new ArrayList<>();
        for (String paragraph : printable(text).split("\n", -1)) {
            StringBuilder line = new StringBuilder();
            for (String word : paragraph.split(" ", -1)) {
                if (line.length() > 0 && line.length() + 1 + word.length() > room) {
                    lines.add(line.toString());
                    line.setLength(0);
                }
                line.append(line.length() == 0 ? "" : " ").append(word);
            }
            lines.add(line.toString());
        }
        return lines;
    }
}
