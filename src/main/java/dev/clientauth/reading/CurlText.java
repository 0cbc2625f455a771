package dev.clientauth.reading;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds a curl command in a text and the shell that it was written for. */
final class CurlText {
    private static final Pattern AT_LINE_START =
            Pattern.compile("(?m)^[^\\n'\"]{0,300}?(?<![\\w./-])(?:/[\\w/.-]{1,60}/)?curl(?:\\.exe)?"
                    + "(?=\\s++[-'\"$hH<{\\\\^`\\w])");
    private static final Pattern ANYWHERE =
            Pattern.compile("(?<![\\w./-])curl(?:\\.exe)?(?=\\s++(?:[-'\"$<{\\\\^`]|https?://))");
    private static final Pattern TOKEN_REQUEST =
            Pattern.compile("grant_type|client_assertion|client_secret|/token|/revoke");
    private static final Pattern CMD = Pattern.compile("\\^[ \\t]*\\r?\\n|\\^\"|\"[^\"'\\n]*+\\^%");
    private static final Pattern POWERSHELL = Pattern.compile("`[ \\t]*\\r?\\n");
    private static final Pattern CARET = Pattern.compile("\\^(?!\\s*\\n)([^\\n])");
    private static final Pattern ASSIGNMENT = Pattern.compile(
            "(?m)^[ \\t]*(?:\\$ |export |set |\\$env:|\\$)?([A-Za-z_]\\w{0,60})"
                    + "[ \\t]?=[ \\t]?(?:\"([^\"$`\\n]*+)\"|'([^'\\n]*+)'|([^\\s\"'$`;&|()<>]++))(?=[ \\t]*(?:;|\\r?$| ))");

    private CurlText() {}

    /** Whether there is such a command. */
    static boolean isCurl(String text) {
        return find(text) >= 0;
    }

    /** The place after the word {@code curl}, or -1. */
    private static int find(String text) {
        List<Integer> starts = new ArrayList<>();
        Matcher curl = ANYWHERE.matcher(text);
        while (curl.find()) {
            starts.add(curl.end());
        }
        if (starts.isEmpty()) {
            Matcher first = AT_LINE_START.matcher(text);
            return first.lookingAt() ? first.end() : -1;
        }
        for (int i = 0; i < starts.size(); i++) {
            int end = i + 1 < starts.size() ? starts.get(i + 1) : text.length();
            if (TOKEN_REQUEST.matcher(text).region(starts.get(i), end).find()) {
                return starts.get(i);
            }
        }
        return starts.get(0);
    }

    /** Reads the command; of several, the first that looks like a token request. */
    static void read(String text, Transcript into) {
        int start = find(text);
        String command = text.substring(start);
        ShellWords.Shell shell = shell(command);
        if (shell == ShellWords.Shell.CMD) {
            command = CARET.matcher(command).replaceAll("$1");
        }
        String straight = straightened(command);
        if (!straight.equals(command)) {
            into.note("Curly quotes were read as straight ones; a shell does not take them for quotes.");
        }
        List<ShellWords.Word> words = new ShellWords(straight, shell, variables(text.substring(0, start)), into).read();
        new CurlCommand(into).read(words);
        int response = AnswerText.in(text, start);
        if (response >= 0) {
            AnswerText.read(text.substring(response), into);
        }
    }

    /** With straight quotes where all are curly: beside straight ones, a curly one is an apostrophe of the text around. */
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

    /** The variables that were set before the command, to a value that stands there. */
    private static Map<String, String> variables(String before) {
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
