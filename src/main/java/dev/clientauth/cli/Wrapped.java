package dev.clientauth.cli;

import java.util.ArrayList;
import java.util.List;

/** Text set in lines of a width, at spaces. What others wrote may be in it, and steers no terminal. */
final class Wrapped {
    private static final int LEAST = 20;

    private Wrapped() {}

    /** A text without the characters that steer a terminal, line breaks excepted. */
    static String printable(String text) {
        StringBuilder clean = new StringBuilder();
        text.codePoints().map(c -> c != '\n' && isSteering(c) ? '\uFFFD' : c).forEach(clean::appendCodePoint);
        return clean.toString();
    }

    /** JSON with the same characters escaped: it says the same to programs, and steers no terminal either. */
    static String printableJson(String json) {
        StringBuilder clean = new StringBuilder();
        json.codePoints().forEach(c -> {
            if (c == '\r' || c == '\n' || !isSteering(c)) {
                clean.appendCodePoint(c);
            } else {
                for (char unit : Character.toChars(c)) {
                    clean.append(String.format("\\u%04x", (int) unit));
                }
            }
        });
        return clean.toString();
    }

    private static boolean isSteering(int codePoint) {
        return Character.isISOControl(codePoint) || Character.getType(codePoint) == Character.FORMAT;
    }

    /** The lines of a text, each of which has at most so many characters, unless a word is longer. */
    static List<String> lines(String text, int width) {
        int room = Math.max(LEAST, width);
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
