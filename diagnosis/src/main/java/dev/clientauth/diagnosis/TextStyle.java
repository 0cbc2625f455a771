package dev.clientauth.diagnosis;

/**
 * How a {@link DiagnosisReport} looks as text. Nothing is read from the environment: whoever prints decides.
 *
 * @param width columns of a line, at least 40; a smaller number counts as 40
 * @param colour whether ANSI sequences colour it
 * @param ascii whether it keeps to ASCII, writing other characters as {@code \}{@code u} and their number
 * @param all whether it lists the rules that hold, wait for a fact or do not apply even where a demand is broken
 */
public record TextStyle(int width, boolean colour, boolean ascii, boolean all) {
    private static final int NARROWEST = 40;
    private static final int USUAL = 80;

    /** Checks the width. */
    public TextStyle {
        width = Math.max(NARROWEST, width);
    }

    /** 80 columns, no colour, any characters, only what matters. */
    public static TextStyle plain() {
        return new TextStyle(USUAL, false, false, false);
    }

    /** The same style in another width. */
    public TextStyle withWidth(int width) {
        return new TextStyle(width, colour, ascii, all);
    }

    /** The same style in colour or without. */
    public TextStyle withColour(boolean colour) {
        return new TextStyle(width, colour, ascii, all);
    }

    /** The same style in ASCII or not. */
    public TextStyle withAscii(boolean ascii) {
        return new TextStyle(width, colour, ascii, all);
    }

    /** The same style with all rules or only what matters. */
    public TextStyle withAll(boolean all) {
        return new TextStyle(width, colour, ascii, all);
    }
}
