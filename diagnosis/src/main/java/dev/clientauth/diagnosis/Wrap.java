// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.diagnosis;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Wraps a text at spaces. A word that does not fit on a line is broken anywhere, unless it is a URL. */
final class Wrap {
    private static final Pattern URL = Pattern.compile("https?://\\S+");

    private Wrap() {}

    /** Returns the lines of a text, at least one, none wider than the maximum. */
    static List<String> lines(String text, int width) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        int used = 0;
        for (String word : text.strip().split("\\s+", -1)) {
            int wide = Columns.of(word);
            if (used > 0 && used + 1 + wide > width) {
                lines.add(line.toString());
                line.setLength(0);
                used = 0;
            }
            if (used > 0) {
                line.append(' ');
                used++;
            }
            String rest = word;
            while (wide > width && !URL.matcher(rest).matches()) {
                int end = fitting(rest, width);
                lines.add(rest.substring(0, end));
                rest = rest.substring(end);
                wide = Columns.of(rest);
            }
            line.append(rest);
            used += wide;
        }
        lines.add(line.toString());
        return lines;
    }

    /** Returns the end of the longest prefix that fits, preferably after a slash in its second half; never 0. */
    private static int fitting(String word, int width) {
        int end = 0;
        int used = 0;
        while (end < word.length()) {
            int character = word.codePointAt(end);
            used += Columns.of(character);
            if (used > width && end > 0) {
                int slash = word.lastIndexOf('/', end - 1) + 1;
                return slash > end / 2 ? slash : end;
            }
            end += Character.charCount(character);
        }
        return end;
    }
}
