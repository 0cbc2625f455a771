// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.diagnosis.input.tree;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads objects, lists and strings as JSON and as programming languages print them: JavaScript, Python, Ruby, PHP, Java,
 * Dart, Go, Swift, C#, PowerShell. It looks ahead a bounded number of characters and never backtracks, so the time is linear
 * in the length.
 */
public final class LooseParser {
    private static final int MAX_DEPTH = 60;
    private static final int MAX_NODES = 300_000;
    private static final int LOOK_AHEAD = 400;

    private static final String QUOTES = "\"'`";
    private static final Pattern KEY = Pattern.compile("(?:[bu](?=[\"'])|:|@)?(?:"
            + "\"((?:[^\"\\\\\\n]|\\\\.){0,200}+)\"|'((?:[^'\\\\\\n]|\\\\.){0,200}+)'|\\\\\"([^\"\\\\\\n]{0,200}+)\\\\\""
            + "|AnyHashable\\(\"([^\"\\n]{0,200}+)\"\\)"
            + "|\\[[ \"']?([\\w.$@-]{1,80}+)[\"']?(?::\\w{1,20}+)?(?:\\(\\w{1,20}\\))?]"
            + "|([A-Za-z_$~.][\\w.$@-]{0,80}+))"
            + "[ \\t]{0,40}+(?:=>|->|:(?![:/])|=(?![=>]))\\s{0,200}+");
    /** The type names that languages print before the bracket or quote of a value. */
    private static final Pattern TYPE = Pattern.compile("map(?:\\[\\w{1,20}+](?:\\[])?\\w{1,20}+(?=\\{)|(?=\\[))"
            + "|(?:<ref \\*\\d{1,4}> )?+(?:[A-Za-z_&*][\\w.$:\\\\]{0,80}+(?:\\(\\d{1,9}\\))?+(?:<[^<>\\n]{0,60}>)?+(?:#[0-9a-f]{1,16})?+\\s{0,40}+){1,3}+"
            + "(?:\\[[\\w $]{1,40}+] )?+(?=[{\\[\"'])"
            + "|(?i:array)\\s{0,40}+(?=\\()|\\[\\]\\w{1,40}+(?=\\{)|(?:new )?[A-Z]\\w{0,60}+(?=\\(\\s{0,40}+[{\\[\"'])|(?:Some|Optional|Just|url\\.Values|Map|HashMap|FormData|dict|OrderedDict|List|Seq)(?=\\()"
            + "|[A-Za-z]\\w{0,60}+(?=\\(\\w{1,40}+=)"
            + "|[@%](?=\\{)|\\[Symbol\\(\\w{1,40}\\)]:? ?(?=\\{)");

    private static final Pattern NEXT_ENTRY = Pattern.compile("\\s{0,200}+(?:\\z|[\\[{(}\\])\"'`#]|//)");
    private static final Pattern NEXT_SETTING =
            Pattern.compile("\\s*+(?:\\z|[}\\])])|[ \\t]{0,40}+[\\r\\n]" + "|\\s{0,40}+[\\w\"'@-]{1,80}+ {0,40}= ");
    private static final Pattern CONCATENATED =
            Pattern.compile("[ \\t]{0,40}+[+.]?[ \\t]{0,40}+\\r?\\n?[ \\t]{0,200}+[+.]?[ \\t]{0,40}+(?=[\"'])");

    private final String text;
    private final int end;
    private final StringBuilder closers = new StringBuilder();
    private int at;
    private int nodes;
    private boolean isSpaced;
    /** Quote characters that are not closed from here on, so that they are searched only once. */
    private final StringBuilder unclosed = new StringBuilder();

    public LooseParser(String text, int end) {
        this.text = text;
        this.end = Math.min(end, text.length());
    }

    /** Reads the value that begins here. */
    public static @Nullable Tree parse(String text) {
        return new LooseParser(text, text.length()).at(0);
    }

    /** Returns whether it stopped because of a limit. */
    boolean isFull() {
        return nodes >= MAX_NODES;
    }

    /** The offset up to which it has read. */
    int farthest() {
        return unclosed.isEmpty() ? at : end;
    }

    /** Reads the value that begins at this offset; returns null if there is none. */
    @Nullable
    public Tree at(int place) {
        at = place;
        skipSpace();
        return at < end ? value(0, false) : null;
    }

    private Tree value(int depth, boolean isNamed) {
        nodes++;
        skipSpace();
        int start = at;
        if (at >= end) {
            return Tree.text("", false, at, at, true);
        }
        char c = text.charAt(at);
        if ("bBuUrRfF".indexOf(c) >= 0 && at + 1 < end && QUOTES.indexOf(text.charAt(at + 1)) >= 0) {
            at++;
            return quoted(start);
        }
        if (QUOTES.indexOf(c) >= 0) {
            return quoted(start);
        }
        if (c == '\\' && at + 1 < end && text.charAt(at + 1) == '"') {
            return escaped(start);
        }
        if (c == '#' && at + 1 < end && text.charAt(at + 1) == '<' && depth < MAX_DEPTH) {
            return inspected(depth);
        }
        if (c == '@' && at + 2 < end && (text.startsWith("@'\n", at) || text.startsWith("@\"\n", at))) {
            return hereString(start);
        }
        Matcher type = TYPE.matcher(text).region(at, Math.min(end, at + LOOK_AHEAD));
        if (type.useTransparentBounds(true).lookingAt() && type.end() > at && depth < MAX_DEPTH) {
            boolean isGo = text.startsWith("map[", at);
            at = type.end();
            boolean before = isSpaced;
            isSpaced = isGo;
            Tree value = isGo ? group(depth) : value(depth + 1, isNamed);
            isSpaced = before;
            return value;
        }
        if ((c == '{' || c == '[' || c == '(') && depth < MAX_DEPTH && nodes < MAX_NODES && !isTemplate()) {
            return group(depth);
        }
        return bare(isNamed);
    }

    /** {@code {{token}}}, as in templates of Postman and others. */
    private boolean isTemplate() {
        return text.startsWith("{{", at) && at + 2 < end && Character.isLetter(text.charAt(at + 2));
    }

    private Tree group(int depth) {
        int start = at;
        char open = text.charAt(at++);
        return entries(start, open == '{' ? '}' : open == '[' ? ']' : ')', depth, open == '{');
    }

    /** {@code #<Name:0x0001 @a="x", @b=nil>}, as Ruby prints an object. */
    private Tree inspected(int depth) {
        int start = at;
        while (at < end && " >\n".indexOf(text.charAt(at)) < 0) {
            at++;
        }
        return entries(start, '>', depth, true);
    }

    private Tree entries(int start, char closer, int depth, boolean isObject) {
        List<Tree.Member> members = new ArrayList<>();
        List<Tree> items = new ArrayList<>();
        closers.append(closer);
        boolean isClosed = false;
        while (true) {
            skipSeparators();
            if (at >= end) {
                break;
            }
            char c = text.charAt(at);
            if (c == closer) {
                at++;
                isClosed = true;
                break;
            }
            if (c == '}' || c == ']' || c == ')') {
                if (closers.indexOf(String.valueOf(c)) >= 0) {
                    break;
                }
                at++;
                continue;
            }
            int before = at;
            String key = key();
            if (key == null) {
                items.add(value(depth + 1, false));
            } else {
                members.add(new Tree.Member(key, value(depth + 1, true)));
            }
            if (at == before) {
                at++;
            }
            if (nodes >= MAX_NODES) {
                at = end;
            }
        }
        closers.setLength(closers.length() - 1);
        boolean isList = members.isEmpty() && (!isObject || !items.isEmpty());
        return isList ? Tree.list(items, start, at, isClosed) : Tree.object(members, items, start, at, isClosed);
    }

    private @Nullable String key() {
        Matcher key = KEY.matcher(text).region(at, Math.min(end, at + LOOK_AHEAD * 2));
        if (!key.useTransparentBounds(true).lookingAt()) {
            return null;
        }
        boolean isList = closers.length() > 0 && closers.charAt(closers.length() - 1) == ']';
        boolean isName = key.group(6) == null
                || !isList
                || isSpaced
                || key.group().indexOf(':') < 0
                || Character.isWhitespace(text.charAt(key.end() - 1));
        if (!isName) {
            // An item such as urn:ietf:params.
            return null;
        }
        at = key.end();
        for (int group = 1; group <= key.groupCount(); group++) {
            String name = key.group(group);
            if (name != null) {
                return group <= 2 && name.indexOf('\\') >= 0 ? Escapes.unescape(name) : name;
            }
        }
        return null;
    }

    /** A string of PowerShell over several lines, {@code @'…'@}. */
    private Tree hereString(int start) {
        int from = at + 3;
        int close = text.indexOf("\n" + text.charAt(at + 1) + '@', from - 1);
        boolean isClosed = close >= 0 && close < end;
        int until = isClosed ? close : end;
        at = isClosed ? close + 3 : end;
        return Tree.text(text.substring(Math.min(from, until), until), true, start, at, isClosed);
    }

    private Tree quoted(int start) {
        StringBuilder value = new StringBuilder();
        boolean isClosed = string(value);
        while (isClosed) {
            Matcher more = CONCATENATED.matcher(text).region(at, Math.min(end, at + LOOK_AHEAD));
            if (!more.lookingAt() || more.end() == at || !isSameString(more)) {
                break;
            }
            at = more.end();
            isClosed = string(value);
        }
        return Tree.text(value.toString(), true, start, at, isClosed);
    }

    /** Joins strings that are connected by {@code +}, a dot or only a line break, except for the key of the next entry. */
    private boolean isSameString(Matcher more) {
        String between = more.group();
        return between.indexOf('+') >= 0
                || between.indexOf('.') >= 0
                || (between.indexOf('\n') >= 0
                        && !KEY.matcher(text)
                                .region(more.end(), Math.min(end, more.end() + LOOK_AHEAD))
                                .lookingAt());
    }

    private boolean string(StringBuilder value) {
        char quote = text.charAt(at++);
        int from = at;
        boolean isHopeless = unclosed.indexOf(String.valueOf(quote)) >= 0;
        while (at < end && !isHopeless) {
            char c = text.charAt(at);
            if (c == '\\') {
                at += 2;
            } else if (c == quote) {
                value.append(Escapes.unescape(text.substring(from, at)));
                at++;
                return true;
            } else {
                at++;
            }
        }
        // It is not closed, so it ends with its line.
        unclosed.append(quote);
        int line = text.indexOf('\n', from);
        at = line < 0 || line > end ? end : line;
        value.append(text, from, at);
        return false;
    }

    /** {@code \"…\"}, of an object in a string. */
    private Tree escaped(int start) {
        int close = unclosed.indexOf("\\") >= 0 ? -1 : text.indexOf("\\\"", at + 2);
        boolean isClosed = close >= 0 && close + 2 <= end;
        if (!isClosed) {
            unclosed.append('\\');
        }
        int stop = isClosed ? close : Math.min(end, at + 2);
        String value = text.substring(Math.min(at + 2, stop), stop);
        at = isClosed ? close + 2 : stop;
        return Tree.text(Escapes.unescape(value), true, start, at, isClosed);
    }

    private Tree bare(boolean isNamed) {
        int start = at;
        int depth = 0;
        while (at < end) {
            char c = text.charAt(at);
            if (c == '\n' || c == '\r' || (isSpaced && c == ' ' && at > start)) {
                break;
            }
            if (c == '(' || c == '{' || c == '[') {
                depth++;
            } else if (c == ')' || c == '}' || c == ']') {
                if (depth == 0 && closers.indexOf(String.valueOf(c)) >= 0) {
                    break;
                }
                depth = Math.max(0, depth - 1);
            } else if (depth == 0 && ends(c, isNamed)) {
                break;
            }
            at++;
        }
        return Tree.text(text.substring(start, at).strip(), false, start, at, true);
    }

    private boolean ends(char c, boolean isNamed) {
        if (c == ',') {
            return !isNamed || isEntry(at + 1);
        }
        if (c == '>') {
            return closers.length() > 0 && closers.charAt(closers.length() - 1) == '>' && !isArrow();
        }
        return c == ';'
                && NEXT_SETTING
                        .matcher(text)
                        .region(at + 1, Math.min(end, at + LOOK_AHEAD))
                        .lookingAt();
    }

    private boolean isArrow() {
        char before = at == 0 ? ' ' : text.charAt(at - 1);
        return before == '=' || before == '-';
    }

    private boolean isEntry(int place) {
        int limit = Math.min(end, place + LOOK_AHEAD);
        int from = place;
        while (from < limit && Character.isWhitespace(text.charAt(from))) {
            from++;
        }
        return NEXT_ENTRY.matcher(text).region(from, limit).lookingAt()
                || KEY.matcher(text)
                        .region(from, limit)
                        .useTransparentBounds(true)
                        .lookingAt();
    }

    private void skipSpace() {
        while (at < end && (Character.isWhitespace(text.charAt(at)) || text.charAt(at) == '\u25bc')) {
            at++;
        }
    }

    private void skipSeparators() {
        while (at < end) {
            char c = text.charAt(at);
            boolean isComment = c == '/' && at + 1 < end && text.charAt(at + 1) == '/';
            if (isComment || (c == '#' && (at + 1 == end || text.charAt(at + 1) != '<'))) {
                int line = text.indexOf('\n', at);
                at = line < 0 || line > end ? end : line;
            } else if (Character.isWhitespace(c) || c == ',' || c == ';' || c == '\u25bc') {
                at++;
            } else {
                return;
            }
        }
    }
}
