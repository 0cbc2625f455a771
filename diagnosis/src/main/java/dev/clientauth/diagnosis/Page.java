package dev.clientauth.diagnosis;

import java.util.List;

/** A page of text in a given style: wraps, indents, colours, keeps to ASCII where it must. */
final class Page {
    private final TextStyle style;
    private final StringBuilder text = new StringBuilder();

    Page(TextStyle style) {
        this.style = style;
    }

    TextStyle style() {
        return style;
    }

    /** A paragraph. */
    void paragraph(Colour colour, String words) {
        Wrap.lines(shown(words), style.width()).forEach(line -> raw(paint(colour, line)));
    }

    /** A heading, after an empty line. */
    void heading(String words) {
        gap();
        paragraph(Colour.BOLD, words);
    }

    /** An empty line, unless one is there or nothing is. */
    void gap() {
        if (text.length() > 0 && text.lastIndexOf("\n\n") != text.length() - 2) {
            text.append('\n');
        }
    }

    /**
     * A label and words beside it, whose lines all begin in the same column.
     *
     * @param indent columns before the label
     * @param column columns between the beginnings of label and words; a label too long for them has its own line
     */
    void labelled(int indent, String label, int column, String words, Colour colour) {
        hanging(indent, label, column, Colour.DIM, words, colour);
    }

    /** The same with a label that has a colour of its own. */
    void hanging(int indent, String label, int column, Colour labelColour, String words, Colour colour) {
        List<String> lines = Wrap.lines(shown(words), style.width() - indent - column);
        String shownLabel = shown(label);
        int labelColumns = Columns.of(shownLabel);
        boolean isUrlOfItsOwn = Columns.of(lines.get(0)) > style.width() - indent - column;
        boolean beside = labelColumns < column && !isUrlOfItsOwn;
        if (!beside) {
            Wrap.lines(shownLabel, style.width() - indent)
                    .forEach(line -> raw(" ".repeat(indent) + paint(labelColour, line)));
        }
        for (int i = 0; i < lines.size(); i++) {
            boolean isFirst = i == 0 && beside;
            String before =
                    isFirst ? paint(labelColour, shownLabel) + " ".repeat(column - labelColumns) : " ".repeat(column);
            raw(" ".repeat(indent) + before + paint(colour, lines.get(i)));
        }
    }

    /** The number of lines so far. */
    int height() {
        return (int) text.chars().filter(character -> character == '\n').count();
    }

    /** A line as it is, already in the style. */
    void raw(String line) {
        text.append(line.stripTrailing()).append('\n');
    }

    /** The text in a colour, where the style has colours. */
    String paint(Colour colour, String words) {
        return style.colour() ? colour.paint(words) : words;
    }

    String shown(String words) {
        return style.ascii() ? Ascii.of(words) : words;
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
