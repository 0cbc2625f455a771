// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.diagnosis.input;

import dev.clientauth.diagnosis.input.clean.CleanText;
import dev.clientauth.diagnosis.input.clean.CleanText.Direction;
import dev.clientauth.diagnosis.input.clean.LineCleaner;
import dev.clientauth.diagnosis.input.command.CommandFinder;
import dev.clientauth.diagnosis.input.export.BruFile;
import dev.clientauth.diagnosis.input.export.KeyShapes;
import dev.clientauth.diagnosis.input.export.SettingReader;
import dev.clientauth.diagnosis.input.export.TreeReader;
import dev.clientauth.diagnosis.input.export.YamlParser;
import dev.clientauth.diagnosis.input.part.FormText;
import dev.clientauth.diagnosis.input.part.HttpMessage;
import dev.clientauth.diagnosis.input.part.JwtText;
import dev.clientauth.diagnosis.input.part.Piece;
import dev.clientauth.diagnosis.input.part.StartLine;
import dev.clientauth.diagnosis.input.tree.Tree;
import dev.clientauth.diagnosis.input.tree.TreeBudget;
import dev.clientauth.profile.TokenRequest;
import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds requests, responses and parts of them anywhere in a text, in order. The third stage of reading; the next one
 * assembles them.
 */
final class PieceFinder {
    private static final int MAX_PIECES = 60_000;
    private static final int MAX_NESTING = 2;
    /** The maximum distance between consecutive objects. */
    private static final int BEHIND = 200;

    private static final int ROW = 4;
    private static final Pattern OBJECT = Pattern.compile(
            "(?<![\\w\\])}])\\{(?=\\s{0,200}+(?:[\"'\\\\\\[:_$@]|\\}|[A-Za-z][\\w.-]{0,80}+(?: [^\\n{}]{0,80}?)?(?: ?[:=]|\\s{0,9}\\}|\\s{0,200}=>)))"
                    + "|\\[(?=\\s{0,200}+(?:[{\"'\\[:]|\\([\"']|\u25bc))|#<(?=[A-Z])|(?<=[ :=]|^)map\\[|(?<![.\\w])[A-Z]\\w{0,60}+\\((?=[a-z]\\w{1,40}+=)"
                    + "|[@%](?=\\{)|(?<=[\\w>] ?)\\{(?=\\s{0,20}\\n|\\s{0,9}[\"'])");
    private static final Pattern PRINT_R = Pattern.compile(".{0,200}\\bArray\\s*+");
    private static final Pattern AS_TYPE = Pattern.compile("as \"([\\w/.;= +-]{5,80})\"");
    private static final Pattern MASKED =
            Pattern.compile("form fields \\[([a-z_]{2,40}(?:, [a-z_]{2,40}){0,20})\\] \\(content masked\\)");
    private static final Pattern KEY = Pattern.compile("-----BEGIN [A-Z0-9 ]{3,40}-----");

    private final CleanText text;
    private final String all;
    private final List<Piece> pieces;
    private final int nesting;
    private final TreeBudget trees;
    private final MessageReader messages;
    private final SettingReader settings;
    private final CommandFinder commands;
    private final BitSet used = new BitSet();
    private int unnested;
    private int skipped;
    private final Set<String> notRead = new LinkedHashSet<>();

    PieceFinder(CleanText text, List<Piece> pieces, int nesting) {
        this.text = text;
        this.all = text.text();
        this.pieces = pieces;
        this.nesting = nesting;
        this.trees = new TreeBudget(all);
        this.messages = new MessageReader(text, pieces, trees, place -> object(place, text.lineAt(place)));
        this.settings = new SettingReader(text, pieces);
        this.commands = new CommandFinder(text, pieces, trees);
    }

    /** Finds all pieces; {@link #used()} then returns the lines that were read. */
    void find() {
        int line = 0;
        while (line < text.size()) {
            int before = pieces.size();
            int next = Math.max(line + 1, next(line));
            if (pieces.size() > before) {
                used.set(line, Math.min(next, text.size()));
            }
            line = next;
            if (pieces.size() > MAX_PIECES) {
                // In a text with so many, the last ones are most likely relevant.
                pieces.subList(0, MAX_PIECES / 2).clear();
                notRead.add("The text contains more than " + MAX_PIECES
                        + " parts of requests and responses; the first of them were not read.");
            }
        }
        settings.finish();
        if (trees.isExceeded()) {
            notRead.add("The text contains more objects than can be read; some were not read. Paste only the request.");
        }
        if (commands.hasMore()) {
            notRead.add("The text contains more than " + CommandFinder.MAX_COMMANDS
                    + " commands; those after them were not read.");
        }
    }

    /** Returns what was not read because of a limit, one sentence each. */
    Set<String> notRead() {
        return notRead;
    }

    BitSet used() {
        return used;
    }

    private int next(int line) {
        String content = text.line(line);
        if (content.isBlank()) {
            return line + 1;
        }
        if (text.direction(line) == Direction.REMARK) {
            return line + 1;
        }
        Instant time = text.time(line);
        StartLine.Status status = StartLine.status(content);
        if (status != null) {
            return messages.response(line, status, content.substring(status.end()));
        }
        StartLine.Request request = StartLine.request(content);
        if (request != null) {
            return messages.request(line, request);
        }
        StartLine.Request stream = PseudoHeaders.requestAt(text, line);
        if (stream != null) {
            return messages.request(line, line, stream);
        }
        int command = commands.read(line);
        if (command > line) {
            return command;
        }
        if (content.contains("masked)") && masked(line, content)) {
            return line + 1;
        }
        settings.heading(content);
        if (KEY.matcher(content).lookingAt()) {
            return key(line);
        }
        if (FormText.begins(content)) {
            return form(line, 0);
        }
        int nested = nestedByIndent(line);
        if (nested > line) {
            return nested;
        }
        int setting = settings.read(line);
        if (setting > 0) {
            time(time, line);
            return line + setting;
        }
        int object = objects(line);
        if (object > line) {
            time(time, line);
            return object;
        }
        return prose(line, content);
    }

    /** The names of parameters whose values a logger left out. */
    private boolean masked(int line, String content) {
        Matcher masked = MASKED.matcher(content);
        if (!masked.find()) {
            return false;
        }
        List<TokenRequest.Parameter> parameters = new ArrayList<>();
        for (String name : masked.group(1).split(", ", -1)) {
            parameters.add(new TokenRequest.Parameter(name, "***", false));
        }
        pieces.add(new Piece.Parameters(parameters, Piece.Written.PRINTED, false, line));
        return true;
    }

    /** Reads YAML or a Bruno file; returns the line after it, or this line if it contains nothing known. */
    private int nestedByIndent(int line) {
        if (line < unnested || !text.line(line).stripTrailing().endsWith(":")) {
            return BruFile.read(text, line, pieces);
        }
        YamlParser.Block block = YamlParser.at(text, line);
        if (block == null) {
            return line;
        }
        if (new TreeReader(all, line, pieces, this::nested).read(block.tree())) {
            return block.next();
        }
        // It contains nothing known, so its nested blocks need not be tried.
        unnested = block.next();
        return line;
    }

    private void time(@Nullable Instant time, int line) {
        if (time != null) {
            pieces.add(new Piece.Time(time, line));
        }
    }

    private int key(int line) {
        String kind = KeyShapes.of(text.line(line));
        pieces.add(new Piece.Key(kind == null ? "a PEM file" : kind, line));
        int at = line;
        while (at < text.size() && at < line + 200 && !text.line(at).contains("-----END")) {
            at++;
        }
        return at < line + 200 ? at + 1 : line + 1;
    }

    /** A form without headers; text that directly follows it is read next. */
    private int form(int line, int column) {
        StringBuilder form = new StringBuilder();
        int at = line;
        int from = column;
        time(text.time(line), line);
        while (true) {
            String content = text.line(at);
            String rest = content.substring(from);
            int end = Math.min(FormText.glued(rest), end(rest, column > 0));
            form.append(form.isEmpty() ? "" : "\n").append(rest, 0, end);
            boolean isCut = from + end < content.length();
            if (!isCut
                    && at + 1 < text.size()
                    && FormText.continues(rest, text.line(at + 1))
                    && StartLine.request(text.line(at + 1)) == null) {
                at++;
                from = 0;
                continue;
            }
            add(form.toString(), line);
            return isCut ? after(at, from + end) : at + 1;
        }
    }

    /** Returns where a form in the middle of a line ends: at a space or a quote. */
    private static int end(String rest, boolean isWithin) {
        if (!isWithin) {
            int first = rest.length() - rest.stripLeading().length();
            int spaced = rest.indexOf("  ", first);
            return spaced < 0 ? rest.length() : spaced;
        }
        for (int i = 0; i < rest.length(); i++) {
            if (" \t\"'`<>)".indexOf(rest.charAt(i)) >= 0) {
                return i;
            }
        }
        return rest.length();
    }

    private void add(String form, int line) {
        pieces.add(new Piece.Form(form, line));
    }

    /** Reads the rest of a line after an offset. */
    private int after(int line, int column) {
        String rest = text.line(line).substring(column);
        StartLine.Status status = StartLine.status(rest);
        if (status != null) {
            return messages.response(line, status, rest.substring(status.end()));
        }
        int brace = rest.indexOf('{');
        if (brace >= 0) {
            int next = object(text.start(line) + column + brace, line);
            if (next > 0) {
                return next;
            }
        }
        return line + 1;
    }

    /** Reads the objects on this line; returns the line after the last of them, or -1. */
    private int objects(int line) {
        String content = text.line(line);
        if (content.contains("Array")
                && PRINT_R.matcher(content).matches()
                && text.line(line + 1).strip().equals("(")) {
            int paren = all.indexOf('(', text.end(line));
            return object(paren, line);
        }
        if (pairs(content, line)) {
            return line + 1;
        }
        int end = text.end(line);
        Matcher found = OBJECT.matcher(all).useTransparentBounds(true).region(text.start(line), end);
        while (found.find()) {
            int place = found.start();
            if (place < skipped) {
                continue;
            }
            int next = object(place, line);
            if (next > 0) {
                ProseReader.mentions(content.substring(0, place - text.start(line)), line, pieces);
                return next;
            }
        }
        return -1;
    }

    /** Reads the object there; returns the line after it, or -1 if it contains nothing known. */
    private int object(int from, int line) {
        int place = from;
        int next = -1;
        while (place >= 0) {
            int end = one(place, line);
            if (end < 0) {
                return next;
            }
            next = text.lineAt(Math.max(place, end - 1)) + 1;
            int brace = all.indexOf('{', end);
            // Reads consecutive objects on one line.
            place = brace >= 0 && brace < end + ROW && brace < text.end(next - 1) ? brace : -1;
        }
        return next;
    }

    /** Reads one object; returns the offset after it, or -1 if it contains nothing known. */
    private int one(int place, int line) {
        if (place < 0 || place >= all.length()) {
            return -1;
        }
        Tree tree = trees.parse(place);
        if (tree == null || tree.isText()) {
            return -1;
        }
        TreeReader reader = new TreeReader(all, line, pieces, this::nested);
        if (!reader.read(tree)) {
            // All of its content was examined.
            skipped = tree.isClosed() ? tree.end() : skipped;
            return -1;
        }
        int last = text.lineAt(Math.max(place, tree.end() - 1));
        int behind = Math.min(tree.end(), all.length());
        String rest = all.substring(behind, Math.max(behind, Math.min(text.end(last), behind + BEHIND)));
        Matcher type = AS_TYPE.matcher(rest);
        if (type.find()) {
            pieces.add(new Piece.Headers(List.of(new HttpMessage.Header("Content-Type", type.group(1))), line));
        }
        return tree.end();
    }

    private boolean pairs(String content, int line) {
        String message = LoggedPairs.message(content);
        if (message == null) {
            return false;
        }
        nested(message, line);
        return true;
    }

    /** Reads a text that is a value in this text. */
    private void nested(String inner, int line) {
        if (nesting >= MAX_NESTING) {
            return;
        }
        List<Piece> found = new ArrayList<>();
        PieceFinder finder = new PieceFinder(LineCleaner.clean(inner), found, nesting + 1);
        finder.find();
        notRead.addAll(finder.notRead());
        found.forEach(piece -> pieces.add(piece.at(line)));
    }

    private int prose(int line, String content) {
        int form = FormText.within(content);
        if (form >= 0) {
            ProseReader.mentions(content.substring(0, form), line, pieces);
            return form(line, form);
        }
        boolean isRead = ProseReader.mentions(content, line, pieces);
        MatchResult jwt = content.contains("eyJ") ? JwtText.within(content, 0) : null;
        if (jwt != null) {
            pieces.add(new Piece.Jwt(jwt.group(), line));
            time(text.time(line), line);
        } else if (isRead) {
            time(text.time(line), line);
        }
        return line + 1;
    }
}
