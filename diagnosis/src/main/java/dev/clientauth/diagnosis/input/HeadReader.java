// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.diagnosis.input;

import dev.clientauth.diagnosis.input.clean.CleanText;
import dev.clientauth.diagnosis.input.clean.CleanText.Direction;
import dev.clientauth.diagnosis.input.export.RequestTree;
import dev.clientauth.diagnosis.input.part.FormText;
import dev.clientauth.diagnosis.input.part.HttpMessage;
import dev.clientauth.diagnosis.input.part.HttpMessage.Header;
import dev.clientauth.diagnosis.input.part.StartLine;
import dev.clientauth.diagnosis.input.tree.Tree;
import dev.clientauth.diagnosis.input.tree.TreeBudget;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the headers of an HTTP message from the lines of a text. */
final class HeadReader {
    private static final Pattern HEADER =
            Pattern.compile("(?:-> )?(:?[!#$%&'*+.^_`|~0-9A-Za-z-]{1,80})[ \\t]{0,4}:(?!//)[ \\t]*+(.*)");
    /** HTTP/2 pseudo-headers as tools print them, without a second colon. */
    private static final Pattern PSEUDO =
            Pattern.compile("(:(?:method|path|scheme|authority|status)) {1,9}(\\S++)\\s*+");

    /** The section that contains the parameters in a Hurl file. */
    private static final Pattern FORM_SECTION = Pattern.compile("\\[Form(?:Params)?\\]\\s*+");

    private static final Pattern DICTIONARY = Pattern.compile(
            "\\s{0,20}+\\{\\s{0,20}'?\"?(?i:user-agent|accept|content-type|accept-encoding|host|connection|content-length)\\b.*");
    private static final Pattern NOISE = Pattern.compile(
            "(?:COMMON HEADERS|CONTENT HEADERS|(?:HEADERS: )?REQUEST HEADERS:?|(?:HEADERS: )?RESPONSE HEADERS:?|Request [Hh]eaders:?|Response [Hh]eaders:?|Headers:?"
                    + "|\\s{0,20}Request\\s{2,40}Response.{0,60}|BODY START|BODY Content-Type:.{0,80}|METHOD: .{0,40}|FROM: .{0,300}|Query params: ?|\\{}|"
                    + "\\s{0,10}\u2190 [1-5][0-9]{2}\\b.{0,100}|(?:reading|read) \\d{1,9} bytes(?:\\.\\.\\.)?|-+|[{}])");
    private static final Pattern END =
            Pattern.compile("(?:-{1,3}>|<-{1,3}) END\\b.*|BODY END|Connection #\\d.*|Conn close");
    private static final Pattern USUAL = Pattern.compile(
            "(?i)host|accept|connection|cookie|date|server|vary|via|:[a-z]{3,10}|[a-z0-9]{1,30}(?:-[a-z0-9]{1,30}){1,8}");
    private static final int MAX_LINES = 2_000;

    private final CleanText text;
    private final TreeBudget trees;

    HeadReader(CleanText text, TreeBudget trees) {
        this.text = text;
        this.trees = trees;
    }

    /** Returns whether this line is from a logger, between the lines of a message. */
    static boolean isNoise(String line) {
        return NOISE.matcher(line.strip()).matches();
    }

    /** Returns whether the log of a message ends with this line. */
    static boolean isEnd(String line) {
        return END.matcher(line).matches();
    }
    /** Reads headers, starting at a line. */
    HttpMessage head(int from, Direction way, boolean isRequest) {
        List<Header> headers = new ArrayList<>();
        List<String> faults = new ArrayList<>();
        int at = from;
        for (; at < text.size() && at < from + MAX_LINES; at++) {
            String line = text.line(at);
            Direction direction = text.direction(at);
            if (direction == Direction.REMARK || (!line.isBlank() && isNoise(line))) {
                continue;
            }
            if (isRequest && FORM_SECTION.matcher(line).matches()) {
                headers.add(new Header("Content-Type", "application/x-www-form-urlencoded"));
                return new HttpMessage(headers, faults, at + 1, false);
            }
            if (line.isBlank()) {
                if (headers.isEmpty()
                        && at == from
                        && isHeaderLine(at + 1)
                        && direction == text.direction(at + 1)
                        && isRequest) {
                    continue;
                }
                return new HttpMessage(headers, faults, at + 1, true);
            }
            boolean isTurned = way != Direction.UNKNOWN && direction != way && direction != Direction.UNKNOWN;
            if (isTurned
                    || FormText.begins(line)
                    || isEnd(line)
                    || StartLine.status(line) != null
                    || (StartLine.request(line) != null && !isHeaderLine(at))) {
                break;
            }
            if (DICTIONARY.matcher(line).matches()) {
                Tree tree = trees.parse(text.start(at));
                if (tree != null && tree.isClosed()) {
                    headers.addAll(RequestTree.headers(tree));
                    at = text.lineAt(tree.end() - 1);
                    continue;
                }
            }
            Matcher pseudo = PSEUDO.matcher(line);
            if (pseudo.matches()) {
                headers.add(new Header(pseudo.group(1), pseudo.group(2)));
                continue;
            }
            Matcher header = HEADER.matcher(line);
            boolean isFolded = Character.isWhitespace(line.charAt(0))
                    && !headers.isEmpty()
                    && !HEADER.matcher(line.strip()).matches();
            if (isFolded) {
                at = folded(at, headers);
            } else if (header.matches() && !isHeader(header, direction, way)) {
                break;
            } else if (header.matches()) {
                headers.add(new Header(header.group(1), value(header.group(2))));
            } else if (HEADER.matcher(line.strip()).matches()) {
                Matcher indented = HEADER.matcher(line.strip());
                if (indented.matches()) {
                    headers.add(new Header(indented.group(1), value(indented.group(2))));
                }
            } else if (isRequest
                    && text.time(at) == null
                    && line.indexOf(':') < 0
                    && line.length() < 200
                    && (isHeaderLine(at + 1)
                            || (text.line(at + 1).isBlank() && !headers.isEmpty() && !line.startsWith("{")))) {
                faults.add("a header line has no colon");
            } else {
                break;
            }
        }
        return new HttpMessage(headers, faults, at, false);
    }

    /** A header, and not a line of another logger that looks like one. */
    private static boolean isHeader(Matcher header, Direction direction, Direction way) {
        String name = header.group(1);
        boolean isStranger = way != Direction.UNKNOWN
                && direction == Direction.UNKNOWN
                && !USUAL.matcher(name).matches();
        return !isStranger
                && name.indexOf('$') < 0
                && !(name.indexOf('.') > 0 && name.length() > 20)
                && !header.group(2).startsWith("{\"")
                && !header.group(2).startsWith("{'");
    }

    private boolean isHeaderLine(int line) {
        return HEADER.matcher(text.line(line)).matches();
    }

    private static String value(String value) {
        String bare = value.strip();
        // Faraday and .NET put values in quotes and brackets.
        boolean isQuoted = bare.length() > 1 && bare.startsWith("\"") && bare.endsWith("\"");
        return isQuoted ? bare.substring(1, bare.length() - 1) : bare;
    }

    private int folded(int from, List<Header> headers) {
        int at = from;
        StringBuilder value = new StringBuilder(headers.get(headers.size() - 1).value());
        while (at < text.size()
                && !text.line(at).isBlank()
                && Character.isWhitespace(text.line(at).charAt(0))) {
            value.append(' ').append(text.line(at).strip());
            at++;
        }
        headers.set(
                headers.size() - 1, new Header(headers.get(headers.size() - 1).name(), value.toString()));
        return at - 1;
    }
}
