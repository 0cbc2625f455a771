// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.diagnosis;

import java.util.Locale;

/** Converts text to ASCII: common punctuation to similar characters, anything else to an escape. */
final class Ascii {
    private Ascii() {}

    static String of(String text) {
        StringBuilder ascii = new StringBuilder();
        text.codePoints().forEach(c -> ascii.append(c < 0x80 ? Character.toString(c) : written(c)));
        return ascii.toString();
    }

    private static String written(int character) {
        return switch (character) {
            case '…' -> "...";
            case '–', '−' -> "-";
            case '’', '‘' -> "'";
            case '“', '”' -> "\"";
            case '→' -> "->";
            case '\uFFFD' -> "?";
            default -> String.format(Locale.ROOT, "\\u%04x", character);
        };
    }
}
