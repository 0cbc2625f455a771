// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.diagnosis.input.clean;

import dev.clientauth.diagnosis.input.clean.CleanText.Direction;
import dev.clientauth.diagnosis.input.tree.LooseParser;
import dev.clientauth.diagnosis.input.tree.Tree;
import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Removes the prefixes of loggers, containers and terminals from the lines of a text, and quotes and escapes. The second
 * stage of reading.
 */
public final class LineCleaner {
    private static final Pattern DIALOGUE = Pattern.compile(
            "(?m)^[^<>\\n]{0,200}?(?:> [A-Z]{3,7} \\S++(?: HTTP/|$)|< (?:HTTP/\\S{1,5} )?[1-5][0-9]{2}\\b)");
    private static final Pattern PROMPT = Pattern.compile("PS [A-Z]:\\\\[^>\\n]{0,200}+> |PS> |PS /[^>\\n]{0,200}+> ");
    private static final Pattern TRACE =
            Pattern.compile("(=>|<=|==) (?:Send|Recv|Info)\\b[^\\n]{0,200}+|[{}] \\[[0-9]{1,9} bytes data\\]");
    private static final Pattern TRACE_ROW = Pattern.compile("([0-9a-f]{4}): (.*)");
    private static final Pattern CAPTURED = Pattern.compile(
            "[^ \\n]{0,200}?[^\\w\\s\"'`/(=]{1,60}((?:POST|GET|PUT) \\S{1,2000} HTTP/1\\.[01]|HTTP/1\\.[01] [1-5][0-9]{2} .{0,40})");
    private static final Pattern ASCII = Pattern.compile("\\\\u(00[2-7][0-9A-Fa-f])");
    private static final Pattern RULE = Pattern.compile("[-=_>< ]{8,200}");
    private static final int MAX_JSON_LINE = 1 << 18;
    private static final int MAX_QUOTES = 10;
    private static final int TRACE_WIDTH = 64;

    private static final List<String> MESSAGES = List.of("log", "message", "MESSAGE", "msg", "textPayload", "@message");
    private static final List<String> TIMES =
            List.of("time", "@timestamp", "timestamp", "ts", "Timestamp", "asctime", "__REALTIME_TIMESTAMP");
    /** A line with these contains more than its message. */
    private static final Set<String> STRUCTURED = Set.of(
            "req",
            "request",
            "res",
            "response",
            "err",
            "error",
            "config",
            "grant_type",
            "client_id",
            "client_assertion",
            "alg",
            "iss",
            "aud",
            "url",
            "headers",
            "body",
            "method",
            "details");

    private final CleanText.Builder lines = new CleanText.Builder();
    private final HexDump dump = new HexDump();
    private final boolean isDialogue;
    private final boolean hasPrompt;
    private Direction traced = Direction.UNKNOWN;
    private boolean isTraced;
    private boolean isRowOpen;
    private boolean isPartial;

    private LineCleaner(String text) {
        this.isDialogue = DIALOGUE.matcher(text).find();
        this.hasPrompt = PROMPT.matcher(text).find();
    }

    /** Returns the text with clean lines. */
    public static CleanText clean(String text) {
        LineCleaner cleaner = new LineCleaner(text);
        int number = 1;
        int from = 0;
        while (from >= 0) {
            int end = text.indexOf('\n', from);
            cleaner.take(text.substring(from, end < 0 ? text.length() : end), number++);
            from = end < 0 ? -1 : end + 1;
        }
        cleaner.flush(number);
        return cleaner.lines.build();
    }

    private void take(String line, int number) {
        Matcher prompt = PROMPT.matcher(line);
        if (hasPrompt && prompt.lookingAt()) {
            add(line.substring(prompt.end()), LinePrefix.NONE, number);
            return;
        }
        if (hasPrompt && line.startsWith(">>")) {
            add(line.substring(2), LinePrefix.NONE, number);
            return;
        }
        if (message(line, number)) {
            return;
        }
        if (line.startsWith("> ") || line.equals(">")) {
            quoted(line, number);
            return;
        }
        LinePrefix prefix = LinePrefix.of(line, isDialogue);
        add(line.substring(prefix.length()), prefix, number);
    }

    /** {@code > }: what curl sent, or a quotation. */
    private void quoted(String line, int number) {
        if (isDialogue) {
            add(line.length() > 2 ? line.substring(2) : "", new LinePrefix(2, Direction.SENT, null), number);
        } else {
            String bare = line;
            for (int i = 0; i < MAX_QUOTES && (bare.startsWith("> ") || bare.equals(">")); i++) {
                bare = bare.length() > 2 ? bare.substring(2) : "";
            }
            LinePrefix prefix = LinePrefix.of(bare, false);
            add(bare.substring(prefix.length()), prefix, number);
        }
    }

    /** A JSON line that wraps a log line. */
    private boolean message(String line, int number) {
        String bare = line.strip();
        int brace = bare.indexOf('{');
        if (brace < 0 || brace > 120 || !bare.endsWith("}") || bare.length() > MAX_JSON_LINE) {
            return false;
        }
        LinePrefix outer = brace == 0 ? LinePrefix.NONE : LinePrefix.of(bare, isDialogue);
        if (outer.length() != brace) {
            return false;
        }
        if (MESSAGES.stream()
                .noneMatch(name -> bare.startsWith("\"" + name + "\":", brace + 1)
                        || bare.indexOf(",\"" + name + "\":") > 0
                        || bare.indexOf(", \"" + name + "\":") > 0)) {
            return false;
        }
        Tree tree = new LooseParser(bare, bare.length()).at(brace);
        if (tree == null || !tree.isObject() || tree.hasAny(STRUCTURED)) {
            return false;
        }
        String message = tree.textOf(MESSAGES.toArray(String[]::new));
        if (message == null || (message.isBlank() && !tree.has("log"))) {
            return false;
        }
        String told = tree.textOf(TIMES.toArray(String[]::new));
        @Nullable Instant time = told == null ? null : Timestamp.in(told);
        boolean wasPartial = isPartial;
        isPartial = tree.has("log") && tree.has("stream") && !message.endsWith("\n");
        String text = message.endsWith("\n") ? message.substring(0, message.length() - 1) : message;
        if (wasPartial) {
            lines.append(text);
            return true;
        }
        for (String part : text.split("\n", -1)) {
            LinePrefix prefix = LinePrefix.of(part, isDialogue);
            add(
                    part.substring(prefix.length()),
                    new LinePrefix(0, prefix.direction(), prefix.time() == null ? time : prefix.time()),
                    number);
        }
        return true;
    }

    private void add(String escaped, LinePrefix prefix, int number) {
        // .NET writes the quotes of nested JSON like this.
        String line =
                escaped.contains("{\\u0022") ? ASCII.matcher(escaped).replaceAll(LineCleaner::character) : escaped;
        if (dump.take(line)) {
            return;
        }
        flush(number);
        Matcher trace = TRACE.matcher(line.strip());
        if (!line.isEmpty() && "=<{} ".indexOf(line.charAt(0)) >= 0 && trace.matches()) {
            @Nullable String sign = trace.group(1);
            isTraced |= sign != null;
            traced = sign == null
                    ? traced
                    : sign.equals("=>") ? Direction.SENT : sign.equals("<=") ? Direction.RECEIVED : Direction.UNKNOWN;
            isRowOpen = false;
            return;
        }
        Matcher row = TRACE_ROW.matcher(line);
        if (isTraced && row.matches()) {
            if (isRowOpen) {
                lines.append(row.group(2));
            } else {
                lines.add(row.group(2), traced, prefix.time(), number);
            }
            isRowOpen = row.group(2).length() == TRACE_WIDTH;
            return;
        }
        Matcher captured = CAPTURED.matcher(line);
        if (line.contains("HTTP/1.") && captured.matches()) {
            lines.add(captured.group(1), Direction.UNKNOWN, prefix.time(), number);
            return;
        }
        boolean isDirected = prefix.direction() == Direction.SENT || prefix.direction() == Direction.RECEIVED;
        String text = !line.isBlank()
                        && "-=_>< ".indexOf(line.charAt(0)) >= 0
                        && RULE.matcher(line).matches()
                ? ""
                : Unquoter.unquote(line, isDirected);
        lines.add(text, prefix.direction(), prefix.time(), number);
    }

    private static String character(MatchResult escape) {
        return Matcher.quoteReplacement(String.valueOf((char) Integer.parseInt(escape.group(1), 16)));
    }

    private void flush(int number) {
        String text = dump.text();
        if (text != null) {
            lines.add(text, Direction.UNKNOWN, null, number);
        }
    }
}
