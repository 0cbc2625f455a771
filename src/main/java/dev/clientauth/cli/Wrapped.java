package dev.clientauth.cli;

import java.util.ArrayList;
import java.util.List;

/** Text set in lines of a width, at spaces. */
final class Wrapped {
    private static final int LEAST = 20;

    private Wrapped() {}

    /** The lines of a text, each of which has at most so many characters, unless a word is longer. */
    static List<String> lines(String text, int width) {
        int room = Math.max(LEAST, width);
        List<String> lines = new ArrayList<>();
        for (String paragraph : text.split("\n", -1)) {
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
