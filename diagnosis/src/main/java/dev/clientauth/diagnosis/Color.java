// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.diagnosis;

/** The ANSI colors, which every terminal theme maps to something readable. */
enum Color {
    PLAIN(""),
    BOLD("\u001b[1m"),
    DIM("\u001b[2m"),
    RED("\u001b[31m"),
    GREEN("\u001b[32m"),
    YELLOW("\u001b[33m"),
    CYAN("\u001b[36m");

    private static final String RESET = "\u001b[0m";

    private final String start;

    Color(String start) {
        this.start = start;
    }

    /** Returns the text in this color. */
    String paint(String text) {
        return this == PLAIN || text.isEmpty() ? text : start + text + RESET;
    }
}
