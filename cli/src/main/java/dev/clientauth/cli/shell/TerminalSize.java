// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.cli.shell;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import static java.nio.charset.StandardCharsets.US_ASCII;

/**
 * Whether input and output are terminals, and the width: {@code COLUMNS}, or what the terminal reports, or 80.
 *
 * <p>Java cannot check the streams separately, so a shell checks them. Without a shell, neither counts as a terminal.
 *
 * @param hasOutput whether standard output is a terminal
 * @param hasInput whether standard input is one
 * @param columns the width
 */
record TerminalSize(boolean hasOutput, boolean hasInput, int columns) {
    static final int DEFAULT_COLUMNS = 80;

    private static final int MIN_COLUMNS = 40;
    private static final Pattern ROWS_AND_COLUMNS = Pattern.compile("\\b\\d{1,5} (\\d{1,5})\\b");
    private static final String QUESTION =
            "test -t 0 && echo input >&2; test -t 1 && { echo output; stty size </dev/tty 2>/dev/null; } >&2; exit 0";

    static TerminalSize find(Map<String, String> environment) {
        return read(ask(), environment.getOrDefault("COLUMNS", ""));
    }

    static TerminalSize read(String reply, String variable) {
        Matcher size = ROWS_AND_COLUMNS.matcher(reply);
        String own = size.find() ? size.group(1) : "";
        return new TerminalSize(
                reply.contains("output"), reply.contains("input"), columns(variable.isEmpty() ? own : variable));
    }

    private static int columns(String number) {
        return number.matches("\\d{1,5}") && Integer.parseInt(number) > 0
                ? Math.max(MIN_COLUMNS, Integer.parseInt(number))
                : DEFAULT_COLUMNS;
    }

    private static String ask() {
        try {
            Process shell = new ProcessBuilder("sh", "-c", QUESTION)
                    .redirectInput(Redirect.INHERIT)
                    .redirectOutput(Redirect.INHERIT)
                    .start();
            String reply = new String(shell.getErrorStream().readNBytes(64), US_ASCII);
            return shell.waitFor(1, TimeUnit.SECONDS) ? reply : "";
        } catch (IOException noShell) {
            return "";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "";
        }
    }
}
