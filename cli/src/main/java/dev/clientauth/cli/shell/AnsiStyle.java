// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.cli.shell;

/** Formats text with ANSI colors, if they are enabled. */
public record AnsiStyle(boolean isColored) {

    public String good(String text) {
        return in("32", text);
    }

    public String warning(String text) {
        return in("33", text);
    }

    public String bad(String text) {
        return in("1;31", text);
    }

    public String faint(String text) {
        return in("2", text);
    }

    public String strong(String text) {
        return in("1", text);
    }

    private String in(String code, String text) {
        return isColored ? "\u001B[" + code + "m" + text + "\u001B[0m" : text;
    }
}
