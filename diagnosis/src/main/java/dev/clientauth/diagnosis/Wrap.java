package dev.clientauth.diagnosis;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Breaks a text into lines at its spaces, and a word that fits no line wherever the line ends, unless it is a URL. */
final class Wrap {
    private static final Pattern URL = Pattern.compile("https?://\\S+");

    private Wrap() {}

    /** The lines of a text, none of them wider than that; at least one. */
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

    /** The end of the longest beginning that fits, after a slash if there is one in its second half; never empty. */
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
