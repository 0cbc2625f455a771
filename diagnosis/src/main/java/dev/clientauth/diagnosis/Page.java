// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.diagnosis;

import java.util.ArrayList;
import java.util.List;

/** Formats a page of text in a given style: wrapping, indentation, colors, ASCII. */
final class Page {
    private final TextStyle style;
    private final StringBuilder text = new StringBuilder();
    private int maxLines = Integer.MAX_VALUE;

    Page(TextStyle style) {
        this.style = style;
    }

    TextStyle style() {
        return style;
    }

    /** Limits the lines of each paragraph, and of the text next to each label, from now on; returns the previous limit. */
    int limit(int lines) {
        int before = maxLines;
        maxLines = lines;
        return before;
    }

    /** Appends a paragraph. */
    void paragraph(Color color, String words) {
        lines(words, style.width()).forEach(line -> raw(paint(color, line)));
    }

    /** Appends a heading after an empty line. */
    void heading(String words) {
        gap();
        paragraph(Color.BOLD, words);
    }

    /** Appends an empty line, unless the page is empty or ends with one. */
    void gap() {
        if (text.length() > 0 && text.lastIndexOf("\n\n") != text.length() - 2) {
            text.append('\n');
        }
    }

    /**
     * Appends a label and a text next to it, whose lines all begin in the same column.
     *
     * @param indent columns before the label
     * @param column the column of the text after the label; a longer label gets its own line
     */
    void labeled(int indent, String label, int column, String words, Color color) {
        hanging(indent, label, column, Color.DIM, words, color);
    }

    /** Appends a colored label and a text next to it. */
    void hanging(int indent, String label, int column, Color labelColor, String words, Color color) {
        List<String> lines = lines(words, style.width() - indent - column);
        String shownLabel = shown(label);
        int labelColumns = Columns.of(shownLabel);
        boolean isUrlOfItsOwn = Columns.of(lines.get(0)) > style.width() - indent - column;
        boolean beside = labelColumns < column && !isUrlOfItsOwn;
        if (!beside) {
            Wrap.lines(shownLabel, style.width() - indent)
                    .forEach(line -> raw(" ".repeat(indent) + paint(labelColor, line)));
        }
        for (int i = 0; i < lines.size(); i++) {
            boolean isFirst = i == 0 && beside;
            String before =
                    isFirst ? paint(labelColor, shownLabel) + " ".repeat(column - labelColumns) : " ".repeat(column);
            raw(" ".repeat(indent) + before + paint(color, lines.get(i)));
        }
    }

    private List<String> lines(String words, int width) {
        List<String> lines = Wrap.lines(shown(words), width);
        return lines.size() <= maxLines ? lines : cut(lines, width);
    }

    private List<String> cut(List<String> lines, int width) {
        String mark = shown("…");
        String last = lines.get(maxLines - 1);
        while (!last.isEmpty() && Columns.of(last) + 1 + Columns.of(mark) > width) {
            last = last.contains(" ")
                    ? last.substring(0, last.lastIndexOf(' '))
                    : last.substring(0, last.offsetByCodePoints(last.length(), -1));
        }
        List<String> kept = new ArrayList<>(lines.subList(0, maxLines - 1));
        kept.add((last + " " + mark).strip());
        return kept;
    }

    /** Returns the number of lines so far. */
    int height() {
        return (int) text.chars().filter(character -> character == '\n').count();
    }

    /** Appends a line that is already formatted. */
    void raw(String line) {
        text.append(line.stripTrailing()).append('\n');
    }

    /** Returns the text in a color, if the style has colors. */
    String paint(Color color, String words) {
        return style.color() ? color.paint(words) : words;
    }

    String shown(String words) {
        return style.ascii() ? Ascii.of(words) : words;
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
