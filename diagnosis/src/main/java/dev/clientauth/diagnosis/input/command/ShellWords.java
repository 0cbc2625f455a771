// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.diagnosis.input.command;

import dev.clientauth.diagnosis.input.part.RequestCollector;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Splits a command into words as a shell does, and continues where a shell would fail: at unclosed quotes, and at line ends
 * without a backslash.
 */
final class ShellWords {
    /** The shell, which determines quotes and escapes. */
    enum Shell {
        POSIX('\\'),
        POWERSHELL('`'),
        /** Its carets are removed beforehand. */
        CMD('\\');

        private final char escape;

        Shell(char escape) {
            this.escape = escape;
        }
    }

    /**
     * A word without its quotes.
     *
     * @param hidesVariable whether it has a variable in single quotes, which no shell expands
     */
    record Word(String text, boolean hidesVariable) {}

    private static final Pattern OPTION_OR_END = Pattern.compile("\\s*+\\z|\\s++(?:[\\\\^`]\\s*+)?+--?[A-Za-z]");
    private static final Pattern GOES_ON = Pattern.compile("\\s*+(?:--?[A-Za-z]|https?://|[\"']https?://)");
    private static final Pattern PLACEHOLDER = Pattern.compile("<[A-Za-z][^<>\\n=/]{0,60}>");
    private static final Pattern NAME = Pattern.compile("\\{([A-Za-z_]\\w{0,60})}|([A-Za-z_]\\w{0,60})");
    private static final Pattern VARIABLE = Pattern.compile("\\$(?:env:)?\\{?[A-Za-z_(]");
    private static final String ENDS = "|;<>)&";

    private final String text;
    private final Shell shell;
    private final Map<String, String> variables;
    private final RequestCollector into;
    private final List<Word> words = new ArrayList<>();
    private final StringBuilder word = new StringBuilder();
    /** Quote characters that are not closed from here on, so that they are searched only once. */
    private final Set<Character> unclosed = new HashSet<>();

    private boolean inWord;
    private boolean hidesVariable;
    private int at;

    ShellWords(String text, Shell shell, Map<String, String> variables, RequestCollector into) {
        this.text = text;
        this.shell = shell;
        this.variables = variables;
        this.into = into;
    }

    /** Returns the words of the command at the beginning of the text. */
    List<Word> read() {
        boolean ended = false;
        while (!ended && at < text.length()) {
            char c = text.charAt(at);
            if (isContinuation()) {
                endWord();
                at = Math.min(text.length(), text.indexOf('\n', at) + 1);
            } else if (c == '\n' || c == '\r') {
                endWord();
                ended = !goesOn();
            } else if (Character.isWhitespace(c)) {
                endWord();
                at++;
            } else if (c == '#' && !inWord) {
                int line = text.indexOf('\n', at);
                at = line < 0 ? text.length() : line;
            } else if (ENDS.indexOf(c) >= 0) {
                ended = !placeholder();
            } else {
                piece(c);
            }
        }
        if (at < text.length() && text.charAt(at) == '&' && inWord) {
            into.note("An unquoted & ends the command in the shell: what follows it was not sent.");
        }
        endWord();
        return words;
    }

    /** Returns the number of line breaks in the command. */
    int lines() {
        return (int) text.substring(0, Math.min(at, text.length()))
                .chars()
                .filter(c -> c == '\n')
                .count();
    }

    private void piece(char c) {
        inWord = true;
        if (c == '\'' && shell == Shell.CMD) {
            literal();
        } else if (c == '"' || c == '\'') {
            quoted(c);
        } else if (c == '$' && shell == Shell.POSIX && at + 1 < text.length() && text.charAt(at + 1) == '\'') {
            at++;
            quoted('$');
        } else if (c == '$') {
            variable();
        } else if (c == '`' && shell == Shell.POSIX) {
            substitution('`');
        } else if (c == shell.escape && at + 1 < text.length() && isEscape(text.charAt(at + 1), false)) {
            word.append(text.charAt(at + 1));
            at += 2;
        } else {
            literal();
        }
    }

    private void literal() {
        word.append(text.charAt(at++));
    }

    /** A backslash at the end of a line, or its equivalent in another shell. */
    private boolean isContinuation() {
        if ("\\`^".indexOf(text.charAt(at)) < 0) {
            return false;
        }
        int next = at + 1;
        while (next < text.length()
                && (text.charAt(next) == ' ' || text.charAt(next) == '\t' || text.charAt(next) == '\r')) {
            next++;
        }
        boolean isLast = next < text.length() && text.charAt(next) == '\n';
        if (isLast && text.charAt(at) == '\\' && next > at + 1 && text.charAt(at + 1) != '\r') {
            into.note("A space follows the backslash at the end of a line: a shell ends the command there.");
        }
        return isLast;
    }

    /** Returns whether the next line belongs to the command although the backslash is missing. */
    private boolean goesOn() {
        if (!GOES_ON.matcher(text).region(at, text.length()).lookingAt()) {
            return false;
        }
        into.note("A line of the command ends without a backslash; the next one was read as part of it.");
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
        return true;
    }

    private boolean placeholder() {
        Matcher found = PLACEHOLDER.matcher(text).region(at, text.length());
        if (!found.lookingAt()) {
            return false;
        }
        inWord = true;
        word.append(found.group());
        at = found.end();
        return true;
    }

    private void endWord() {
        // The number of a file descriptor, as in 2>/dev/null, is not a word.
        boolean isDescriptor =
                at < text.length() && text.charAt(at) == '>' && word.toString().matches("[0-9]");
        if (inWord && !isDescriptor) {
            words.add(new Word(word.toString(), hidesVariable));
        }
        word.setLength(0);
        inWord = false;
        hidesVariable = false;
    }

    /** Reads from a quote to the one that closes it; {@code $} stands for that of {@code $'…'}. */
    private void quoted(char kind) {
        char quote = kind == '$' ? '\'' : kind;
        boolean isStray = unclosed.contains(kind)
                || isDoubled(quote)
                || (word.length() > 0
                        && OPTION_OR_END
                                .matcher(text)
                                .region(at + 1, text.length())
                                .lookingAt());
        if (isStray) {
            into.note("The command has a stray quote; it was read as part of the value.");
            literal();
            return;
        }
        int close = closing(at + 1, kind, quote);
        if (close < 0) {
            unclosed.add(kind);
            into.fault("a quote is opened but never closed");
            literal();
            word.setLength(word.length() - 1);
            return;
        }
        at++;
        while (at < close) {
            char c = text.charAt(at);
            if (kind == '\'') {
                hidesVariable |=
                        c == '$' && VARIABLE.matcher(text).region(at, close).lookingAt();
                literal();
                at += c == '\'' ? 1 : 0;
            } else if (kind == '$' && c == '\\') {
                at = AnsiEscape.append(text, at, close, word);
            } else if (kind == '"' && c == '"') {
                literal();
                at++;
            } else if (kind == '"' && c == shell.escape && isEscape(text.charAt(at + 1), true)) {
                escaped();
            } else if (kind == '"' && c == '$') {
                variable();
            } else if (kind == '"' && c == '`' && shell == Shell.POSIX) {
                substitution('`');
            } else {
                literal();
            }
        }
        at = Math.max(at, close + 1);
    }

    /**
     * Whether the quote directly follows one that closed a value, and ends the word: it is not meant to open another value.
     */
    private boolean isDoubled(char quote) {
        return word.length() > 0
                && text.charAt(at - 1) == quote
                && (at + 1 == text.length() || Character.isWhitespace(text.charAt(at + 1)));
    }

    private void escaped() {
        char c = text.charAt(at + 1);
        if (c != '\n' && c != '\r') {
            word.append(c);
        }
        at += c == '\r' && at + 2 < text.length() && text.charAt(at + 2) == '\n' ? 3 : 2;
    }

    /** Whether the character can be escaped; a backslash before another one is just that. */
    private boolean isEscape(char c, boolean isQuoted) {
        return switch (shell) {
            case POSIX -> !isQuoted || "\"\\$`\n\r".indexOf(c) >= 0;
            case POWERSHELL -> true;
            case CMD -> c == '"' || c == '\\';
        };
    }

    private int closing(int from, char kind, char quote) {
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean isDoubled =
                    shell != Shell.POSIX && c == quote && i + 1 < text.length() && text.charAt(i + 1) == quote;
            boolean isEscape = kind == '$' ? c == '\\' : kind == '"' && c == shell.escape;
            if (isEscape || isDoubled) {
                i++;
            } else if (kind == '"' && shell == Shell.POSIX && text.startsWith("$(", i)) {
                i = Math.max(i, parenthesis(i));
            } else if (c == quote) {
                return i;
            }
        }
        return -1;
    }

    private void variable() {
        if (text.startsWith("$(", at)) {
            substitution(')');
            return;
        }
        Matcher name = NAME.matcher(text).region(at + 1, text.length());
        String value = name.lookingAt() ? variables.get(name.group(1) == null ? name.group(2) : name.group(1)) : null;
        if (value == null) {
            literal();
        } else {
            word.append(value);
            at = name.end();
        }
    }

    /** The output of the command is not known. */
    private void substitution(char end) {
        int close = unclosed.contains(end) ? -1 : end == '`' ? text.indexOf('`', at + 1) : parenthesis(at);
        if (close < 0) {
            unclosed.add(end);
            literal();
            return;
        }
        word.append("$(…)");
        at = close + 1;
    }

    /** Returns the offset of the parenthesis that closes a {@code $(}, or -1. */
    private int parenthesis(int dollar) {
        int depth = 0;
        for (int i = unclosed.contains(')') ? text.length() : dollar + 1; i < text.length(); i++) {
            depth += text.charAt(i) == '(' ? 1 : text.charAt(i) == ')' ? -1 : 0;
            if (depth == 0) {
                return i;
            }
        }
        unclosed.add(')');
        return -1;
    }
}
