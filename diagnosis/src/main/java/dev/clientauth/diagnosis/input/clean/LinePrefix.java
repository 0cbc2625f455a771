// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.diagnosis.input.clean;

import dev.clientauth.diagnosis.input.clean.CleanText.Direction;
import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The prefix that a logger, a container or a terminal writes before each line: the time, the level, the thread, the name of
 * the logger, the direction.
 *
 * @param length its length in characters
 * @param direction whether the rest of the line was sent or received
 * @param time the time, if the prefix has one with a time zone
 */
record LinePrefix(int length, Direction direction, @Nullable Instant time) {
    private static final String LEVELS =
            "(?:TRACE|DEBUG|INFO|WARN(?:ING)?|ERROR|FATAL|SEVERE|FINE(?:R|ST)?|CONFIG|NOTICE"
                    + "|CRITICAL|dbug|info|warn|fail|crit|trce|debug|error|DBG|INF|WRN|ERR)";
    private static final Pattern TIME =
            Pattern.compile("[\\[(]?" + Timestamp.PATTERN + "[\\])]?(?=[\\s|\\-,:#]|\\z)[ \\t,]{0,20}+");
    private static final Pattern LEVEL = Pattern.compile(
            "\\[?" + LEVELS + "\\]?(?:\\[\\d{1,6}])?(?::(?=\\s|[\\w.]{1,80}:)|(?=\\s|\\z|,|\\|))[ \\t]{0,20}+");
    private static final Pattern LETTER = Pattern.compile("[VDIWEF](?:[ \\t]{1,20}+|(?=,))");
    private static final Pattern BRACKETS = Pattern.compile(
            "\\[(?!(?:invalid_|unauthorized_|unsupported_))[\\w.$#:@,/ +()*-]{0,100}+](?=\\s|:|\\z)[ \\t]{0,20}+"
                    + "|\\([\\w.#: -]{1,60}+\\)(?=\\s|:)[ \\t]{0,20}+");
    private static final Pattern NUMBER = Pattern.compile(
            "#?\\d{1,7}(?:-\\d{1,7})?(?=[ \\t]{1,20}(?:---|\\d{1,7}[ \\t]|[VDIWEF][ \\t]|[\\w.$-]{2,60}\\.[\\w$-]|"
                    + LEVELS + "\\b))[ \\t]{1,20}+");
    private static final Pattern LOGGER = Pattern.compile(
            "(?!ey)[A-Za-z][\\w$-]{0,40}+(?:[./][\\w$\\[/\\]#-]{1,60}+){1,12}+(?=\\s|\\z|:\\s|:\\d)(?::\\d{1,6})?[ \\t]{0,40}+");
    private static final Pattern SEPARATOR =
            Pattern.compile("(?:---?|-|--|\\||::?|\u00bb|;|,)(?=\\s|\\z)[ \\t]{0,20}+");

    private static final Pattern WHOLE = Pattern.compile("(?:"
            // Kubernetes (CRI), and what kubectl and stern put before it
            + Timestamp.PATTERN + " std(?:out|err) [FP] "
            // logcat
            + "|(?:\\d{4}-)?\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d\\.\\d{3}[ \\t]{1,9}\\d{1,7}[ \\t/-]{1,9}\\d{1,7}[ \\t]{1,9}"
            + "[VDIWEF][ \\t/][\\w.$ -]{1,60}?: "
            + "|(?:\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d\\.\\d{3} )?[VDIWEF]/[\\w.$ -]{1,60}?(?:\\([ \\d]{1,9}\\))?: "
            + "|(?:\\d{4}-)?\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d\\.\\d{3} \\d{1,7}-\\d{1,7}/[\\w.?]{1,80} [VDIWEF]/[\\w.$ -]{1,60}?: "
            // journald and syslog
            + "|(?:<\\d{1,3}>)?[A-Z][a-z]{2} [ \\d]?\\d \\d\\d:\\d\\d:\\d\\d [\\w.-]{1,80} [\\w./@-]{1,80}(?:\\[\\d{1,9}])?: "
            // Docker Compose and Foreman
            + "|(?:\\d\\d:\\d\\d:\\d\\d )?[\\w.-]{1,60}[ \\t]{0,30}\\| ?(?!\\S{1,60}\\s{0,20}\\|)"
            // Ruby's Logger
            + "|[DIWEFU], \\[\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(?:\\.\\d{1,9})?(?: #\\d{1,9})?\\][ \\t]{1,9}[A-Z]{4,5} -- [^:\\n]{0,60}: "
            // Python's logging, Monolog, Feign, console tools
            + "|" + LEVELS + ":[\\w.-]{1,80}:"
            + "|\\[[^\\]\\n]{1,40}] [\\w-]{1,40}\\." + LEVELS + ": "
            + "|\\[[A-Z]\\w{0,60}#\\w{1,60}(?:\\([\\w,]{0,80}\\))?](?: |\\z)"
            + "|(?:flutter|\\[log]|console\\.log|stdout|stderr|remote): "
            + ")");
    private static final Pattern DIRECTION = Pattern.compile("(?:[\\w.-]{1,40}[ \\t]{1,4})?(>>|<<)(?=[ \\t\"]|\\z) ?"
            + "|(?:\\d{1,6} )?([<>*|])(?: |\\z)"
            + "|(<-|->) (?=\")"
            + "|(send|reply|header|request|response): (?![\\[{]\\s*$)");

    /** The prefix of a line without one. */
    static final LinePrefix NONE = new LinePrefix(0, Direction.UNKNOWN, null);

    /**
     * Reads it.
     *
     * @param isDialogue whether {@code >} and {@code <} mark the direction of a line in this text
     */
    static LinePrefix of(String line, boolean isDialogue) {
        if (line.isEmpty()) {
            return NONE;
        }
        @Nullable Instant time = null;
        int at = 0;
        Matcher whole = WHOLE.matcher(line);
        for (int i = 0; i < 2 && whole.region(at, line.length()).lookingAt(); i++) {
            time = time == null ? Timestamp.in(whole.group()) : time;
            at = whole.end();
        }
        int afterWhole = at;
        boolean hasTime = false;
        boolean isAny = at > 0;
        for (int i = 0; i < 12; i++) {
            int before = at;
            int next = next(line, at, isAny);
            if (next == at) {
                break;
            }
            if (!hasTime) {
                Matcher found = TIME.matcher(line).region(at, line.length());
                if (found.lookingAt()) {
                    hasTime = true;
                    time = time == null ? Timestamp.in(found.group()) : time;
                }
            }
            isAny = true;
            at = next;
            if (at == before) {
                break;
            }
        }
        // A word such as INFO can also begin a sentence, so a level counts only after other prefixes or before a colon.
        at = isAny || at > afterWhole ? at : afterWhole;
        return directed(line, at, isDialogue, time);
    }

    private static int next(String line, int at, boolean isAny) {
        int found = end(TIME, line, at);
        if (found > at) {
            return found;
        }
        found = end(LEVEL, line, at);
        if (found > at && (isAny || line.charAt(found - 1) == ':' || line.startsWith(": ", found - 2))) {
            return found;
        }
        if (found > at && end(BRACKETS, line, found) + end(LOGGER, line, found) > 2 * found) {
            return found;
        }
        boolean isThread = !isAny && end(LEVEL, line, end(BRACKETS, line, at)) > end(BRACKETS, line, at);
        if (!isAny && !isThread) {
            return at;
        }
        for (Pattern pattern : new Pattern[] {BRACKETS, LETTER, NUMBER, LOGGER, SEPARATOR}) {
            found = end(pattern, line, at);
            if (found > at) {
                return found;
            }
        }
        return at;
    }

    private static int end(Pattern pattern, String line, int at) {
        Matcher found = pattern.matcher(line).region(at, line.length()).useTransparentBounds(true);
        return at < line.length() && found.lookingAt() ? found.end() : at;
    }

    private static LinePrefix directed(String line, int at, boolean isDialogue, @Nullable Instant time) {
        Matcher mark = DIRECTION.matcher(line).region(at, line.length());
        if (!mark.lookingAt() || (mark.group(2) != null && !isDialogue)) {
            return new LinePrefix(at, Direction.UNKNOWN, time);
        }
        String sign = mark.group(1) != null
                ? mark.group(1)
                : mark.group(2) != null ? mark.group(2) : mark.group(3) != null ? mark.group(3) : mark.group(4);
        Direction direction = switch (sign) {
            // Ruby's arrows show the direction relative to the socket.
            case ">>", ">", "|", "<-", "send", "request" -> Direction.SENT;
            case "*" -> Direction.REMARK;
            default -> Direction.RECEIVED;
        };
        return new LinePrefix(mark.end(), direction, time);
    }
}
