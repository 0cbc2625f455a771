// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.diagnosis.input.command;

import dev.clientauth.diagnosis.input.part.RequestCollector;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads a curl command in a text, and detects the shell that it was written for. */
final class CurlText {
    private static final Pattern CMD = Pattern.compile("\\^[ \\t]*\\r?\\n|\\^\"|\"[^\"'\\n]*+\\^%");
    private static final Pattern POWERSHELL = Pattern.compile("`[ \\t]*\\r?\\n");
    private static final Pattern CARET = Pattern.compile("\\^(?!\\s*\\n)([^\\n])");
    private static final Pattern ASSIGNMENT = Pattern.compile(
            "(?m)^[ \\t]*(?:\\$ |export |set |\\$env:|\\$)?([A-Za-z_]\\w{0,60})"
                    + "[ \\t]?=[ \\t]?(?:\"([^\"$`\\n]*+)\"|'([^'\\n]*+)'|([^\\s\"'$`;&|()<>]++))(?=[ \\t]*(?:;|\\r?$| ))");

    private static final Pattern DASH = Pattern.compile("([\\s'\"])[\u2013\u2014](?:[\u2013\u2014])?([a-z])");
    private static final int MAX_LENGTH = 200_000;

    private CurlText() {}

    /**
     * Reads the command whose options begin at this offset.
     *
     * @return the number of lines after the first
     */
    static int read(String text, int start, Map<String, String> variables, RequestCollector into) {
        ShellWords words = words(text, start, variables, into);
        new CurlCommand(into).read(words.read());
        return words.lines();
    }

    /** Returns the words of the command that begins at this offset, in the shell that it was written for. */
    static ShellWords words(String text, int start, Map<String, String> variables, RequestCollector into) {
        String command = text.substring(start, Math.min(text.length(), start + MAX_LENGTH));
        ShellWords.Shell shell = shell(command);
        if (shell == ShellWords.Shell.CMD) {
            command = CARET.matcher(command).replaceAll("$1");
        }
        String straight = straightened(command);
        if (!straight.equals(command)) {
            into.note("Curly quotes were read as straight ones; a shell does not treat them as quotes.");
        }
        String dashed = DASH.matcher(straight).replaceAll("$1--$2");
        if (!dashed.equals(straight)) {
            into.note("Long dashes were read as hyphens; a shell does not recognize them as options.");
        }
        return new ShellWords(dashed, shell, variables, into);
    }

    /**
     * Replaces curly quotes if there are no straight ones; next to straight quotes, a curly one is an apostrophe in the
     * surrounding text.
     */
    private static String straightened(String command) {
        String straight = command.indexOf('"') < 0 ? command.replaceAll("[\u201c\u201d\u201e]", "\"") : command;
        return straight.indexOf('\'') < 0 ? straight.replaceAll("[\u2018\u2019]", "'") : straight;
    }

    private static ShellWords.Shell shell(String command) {
        if (POWERSHELL.matcher(command).find()) {
            return ShellWords.Shell.POWERSHELL;
        }
        return CMD.matcher(command).find() ? ShellWords.Shell.CMD : ShellWords.Shell.POSIX;
    }

    /** The variables that the text sets to a literal value before the command. */
    static Map<String, String> variables(String before) {
        Map<String, String> variables = new HashMap<>();
        Matcher assignment = ASSIGNMENT.matcher(before);
        while (assignment.find()) {
            String value = assignment.group(2) != null
                    ? assignment.group(2)
                    : assignment.group(3) != null ? assignment.group(3) : assignment.group(4);
            variables.put(assignment.group(1), value);
        }
        return variables;
    }
}
