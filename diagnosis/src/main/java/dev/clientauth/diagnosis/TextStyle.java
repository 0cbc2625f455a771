// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.diagnosis;

/**
 * The style of a {@link DiagnosisReport} as text. Nothing is read from the environment; the caller decides.
 *
 * @param width the maximum line width in columns; at least 40
 * @param color whether to use ANSI colors
 * @param ascii whether to use only ASCII; other characters are written as {@code \}{@code u} escapes
 * @param all whether to list rules that are satisfied, unknown or not applicable even if a required rule is broken
 */
public record TextStyle(int width, boolean color, boolean ascii, boolean all) {
    private static final int NARROWEST = 40;
    private static final int USUAL = 80;

    /** Corrects the width. */
    public TextStyle {
        width = Math.max(NARROWEST, width);
    }

    /** Returns the default style: 80 columns, no colors, Unicode, no details. */
    public static TextStyle plain() {
        return new TextStyle(USUAL, false, false, false);
    }

    /** Returns the style with another width. */
    public TextStyle withWidth(int width) {
        return new TextStyle(width, color, ascii, all);
    }

    /** Returns the style with or without colors. */
    public TextStyle withColor(boolean color) {
        return new TextStyle(width, color, ascii, all);
    }

    /** Returns the style with or without the restriction to ASCII. */
    public TextStyle withAscii(boolean ascii) {
        return new TextStyle(width, color, ascii, all);
    }

    /** Returns the style with or without details of all rules. */
    public TextStyle withAll(boolean all) {
        return new TextStyle(width, color, ascii, all);
    }
}
