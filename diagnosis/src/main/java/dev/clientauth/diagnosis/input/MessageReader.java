// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.diagnosis.input;

import dev.clientauth.diagnosis.input.clean.CleanText;
import dev.clientauth.diagnosis.input.clean.CleanText.Direction;
import dev.clientauth.diagnosis.input.part.BodyText;
import dev.clientauth.diagnosis.input.part.FormText;
import dev.clientauth.diagnosis.input.part.HttpMessage;
import dev.clientauth.diagnosis.input.part.HttpMessage.Header;
import dev.clientauth.diagnosis.input.part.JwtText;
import dev.clientauth.diagnosis.input.part.Piece;
import dev.clientauth.diagnosis.input.part.Placeholder;
import dev.clientauth.diagnosis.input.part.RequestCollector;
import dev.clientauth.diagnosis.input.part.ResponseBody;
import dev.clientauth.diagnosis.input.part.ResponseCollector;
import dev.clientauth.diagnosis.input.part.ResponseHeaders;
import dev.clientauth.diagnosis.input.part.StartLine;
import dev.clientauth.diagnosis.input.part.UrlText;
import dev.clientauth.diagnosis.input.tree.Tree;
import dev.clientauth.diagnosis.input.tree.TreeBudget;
import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.function.ToIntFunction;
import java.util.regex.Pattern;

/** Reads HTTP messages from the lines of a text: as they go over the wire, and as libraries and tools log them. */
final class MessageReader {
    private static final Pattern PAIR = Pattern.compile("[\\w.%+-]{1,80}+=[^\\s\\[{]{0,60000}+(?:&|\\s|\\z)");
    private static final int MAX_BLANK_LINES = 3;
    private static final int MAX_LINES = 2_000;

    private final CleanText text;
    private final List<Piece> pieces;
    /** Reads the object at an offset of the text and returns the line after it, or -1. */
    private final ToIntFunction<Integer> objects;

    private final TreeBudget trees;
    private final HeadReader heads;

    MessageReader(CleanText text, List<Piece> pieces, TreeBudget trees, ToIntFunction<Integer> objects) {
        this.text = text;
        this.pieces = pieces;
        this.trees = trees;
        this.heads = new HeadReader(text, trees);
        this.objects = objects;
    }

    /** Reads the request that begins with this request line; returns the line after it. */
    int request(int line, StartLine.Request start) {
        return request(line, line + 1, start);
    }

    /** The same for a request whose headers begin on another line. */
    int request(int line, int first, StartLine.Request start) {
        RequestCollector into = new RequestCollector();
        time(line);
        HttpMessage head = heads.head(first, text.direction(line), true);
        head.faults().forEach(into::fault);
        head(start, head, into);
        int next = requestBody(head, into, line);
        pieces.add(new Piece.Request(into, Piece.Origin.MESSAGE, line));
        // A response may follow the body without a line break.
        return next < 0 ? glued(-next) : next;
    }

    private void time(int line) {
        Instant time = text.time(line);
        if (time != null) {
            pieces.add(new Piece.Time(time, line));
        }
    }

    private static void head(StartLine.Request start, HttpMessage head, RequestCollector into) {
        boolean isTyped = false;
        for (Header header : head.headers()) {
            boolean isType = header.name().equalsIgnoreCase("content-type");
            if (isType && isTyped) {
                into.fault("the Content-Type header is sent twice");
            }
            isTyped |= isType;
            if (!header.name().startsWith(":")) {
                into.header(header.name(), header.value());
            }
        }
        if (!start.method().isEmpty()) {
            into.method(start.method());
        }
        String host = head.header("host");
        endpoint(start.target(), host == null ? head.header(":authority") : host, into);
    }

    private static void endpoint(String target, @Nullable String host, RequestCollector into) {
        if (!target.startsWith("/")) {
            UrlText.read(target, into);
        } else if (host == null) {
            into.path(target);
            into.note("No Host header was found: state which server it was sent to.");
        } else {
            boolean isLocal = host.startsWith("localhost") || host.startsWith("127.") || host.endsWith(":80");
            UrlText.read((isLocal ? "http" : "https") + "://" + host + target, into);
        }
    }

    /** Reads the body; returns the line after it, negative if a response directly follows on its last line. */
    private int requestBody(HttpMessage head, RequestCollector into, int line) {
        int at = head.bodyLine();
        int blanks = 0;
        while (at < text.size()
                && blanks < MAX_BLANK_LINES
                && (text.line(at).isBlank()
                        || text.direction(at) == Direction.REMARK
                        || HeadReader.isNoise(text.line(at)))) {
            blanks += text.line(at).isBlank() ? 1 : 0;
            at++;
        }
        String first = text.line(at);
        String type = head.header("content-type");
        boolean isBodyless = at >= text.size()
                || StartLine.status(first) != null
                || StartLine.request(first) != null
                || HeadReader.isEnd(first)
                || text.direction(at) == Direction.RECEIVED;
        if (isBodyless) {
            return at;
        }
        if (first.stripLeading().startsWith("{") && !first.stripLeading().startsWith("{{")) {
            return json(at, type, into);
        }
        boolean isMultipart = (type != null && type.contains("multipart")) || first.startsWith("--");
        if (isMultipart) {
            return multipart(at, type, into);
        }
        String coding = head.header("transfer-encoding");
        if (coding != null && coding.toLowerCase(Locale.ROOT).contains("chunked") && BodyText.isChunkSize(first)) {
            return chunked(at, type, into);
        }
        boolean isForm = FormText.begins(first)
                || (head.hasBlankLine() && PAIR.matcher(first).lookingAt());
        boolean isLone = !isForm && (JwtText.isWhole(first.strip()) || Placeholder.in(first.strip()) != null);
        if (!isForm && !isLone && !head.hasBlankLine()) {
            return at;
        }
        if (!isForm && !isLone && (text.direction(at) == Direction.UNKNOWN && first.indexOf(' ') > 0)) {
            return at;
        }
        if (isForm && !FormText.begins(first) && first.indexOf('&') < 0 && first.indexOf(" = ") > 0) {
            return at;
        }
        if (!head.hasBlankLine()
                && text.time(line) == null
                && text.direction(line) == Direction.UNKNOWN
                && !head.headers().isEmpty()
                && !HeadReader.isNoise(text.line(Math.max(0, at - 1)))) {
            into.note(
                    "There was no blank line between the headers and the body; the body was recognized by its parameters.");
        }
        return form(at, type, into);
    }

    private int form(int from, @Nullable String type, RequestCollector into) {
        StringBuilder body = new StringBuilder();
        int at = from;
        while (at < text.size() && at < from + MAX_LINES) {
            String line = text.line(at);
            int glued = FormText.glued(line);
            body.append(body.isEmpty() ? "" : "\n").append(line, 0, glued);
            if (glued < line.length()) {
                BodyText.read(BodyText.onOneLine(body.toString(), into), type, into);
                gluedAt = glued;
                return -at;
            }
            at++;
            String next = text.line(at);
            boolean isNext = at < text.size()
                    && text.direction(at) == text.direction(from)
                    && FormText.continues(line, next)
                    && StartLine.request(next) == null;
            if (!isNext) {
                break;
            }
        }
        boolean isPlain = type == null || type.toLowerCase(Locale.ROOT).contains("urlencoded");
        BodyText.read(isPlain ? BodyText.onOneLine(body.toString(), into) : body.toString(), type, into);
        return at;
    }

    private int gluedAt;

    /** Reads the response that directly follows the body of the request on this line. */
    private int glued(int line) {
        String rest = text.line(line).substring(gluedAt);
        if (rest.startsWith("{")) {
            int next = objects.applyAsInt(text.start(line) + gluedAt);
            return next < 0 ? line + 1 : next;
        }
        StartLine.Status status = StartLine.status(rest);
        return status == null ? line + 1 : response(line, status, rest.substring(status.end()));
    }

    private int json(int line, @Nullable String type, RequestCollector into) {
        String all = text.text();
        Tree tree = trees.parse(text.start(line));
        if (tree == null) {
            return line;
        }
        if (ResponseBody.isResponse(tree)) {
            return line;
        }
        BodyText.read(all.substring(tree.start(), tree.end()), type, into);
        return text.lineAt(Math.max(tree.start(), tree.end() - 1)) + 1;
    }

    private int multipart(int from, @Nullable String type, RequestCollector into) {
        StringBuilder body = new StringBuilder();
        int at = from;
        boolean isOver = false;
        while (at < text.size() && !isOver) {
            String line = text.line(at);
            if (StartLine.status(line) != null || text.direction(at) == Direction.RECEIVED || HeadReader.isEnd(line)) {
                break;
            }
            body.append(line).append('\n');
            isOver = line.startsWith("--") && line.endsWith("--") && line.length() > 4;
            at++;
        }
        if (body.indexOf("name=") < 0) {
            return from;
        }
        BodyText.read(body.toString(), type == null ? "multipart/form-data" : type, into);
        return at;
    }

    /** The chunks of a body without their sizes (RFC 9112 section 7.1). */
    private int chunked(int from, @Nullable String type, RequestCollector into) {
        int at = from;
        StringBuilder all = new StringBuilder();
        while (at < text.size() && StartLine.status(text.line(at)) == null && at < from + MAX_LINES) {
            String line = text.line(at++);
            all.append(line).append('\n');
            if (line.equals("0")) {
                break;
            }
        }
        String body = BodyText.unchunked(all.toString());
        BodyText.read(BodyText.onOneLine(body, into), type, into);
        return at;
    }

    /**
     * Reads the response with this status line; returns the line after it.
     *
     * @param rest what follows the status on its line
     */
    int response(int line, StartLine.Status status, String rest) {
        ResponseCollector into = new ResponseCollector().status(status.status());
        time(line);
        if (rest.indexOf('{') >= 0) {
            ResponseBody.read(rest, into);
            pieces.add(new Piece.Response(into, line));
            return line + 1;
        }
        HttpMessage head = heads.head(line + 1, text.direction(line), false);
        head.headers().forEach(h -> ResponseHeaders.read(h, into));
        pieces.add(new Piece.Response(into, line));
        int at = head.bodyLine();
        return head.hasBlankLine() ? text(at, into) : at;
    }

    /** A body that is not JSON; JSON is found separately. */
    private int text(int from, ResponseCollector into) {
        String first = text.line(from).strip();
        boolean isHtml = first.regionMatches(true, 0, "<!doctype", 0, 9) || first.regionMatches(true, 0, "<html", 0, 5);
        if (isHtml) {
            StringBuilder body = new StringBuilder();
            int at = from;
            while (at < text.size()
                    && at < from + MAX_LINES
                    && !body.toString().toLowerCase(Locale.ROOT).endsWith("</html>")
                    && body.length() < 20_000) {
                body.append(text.line(at++).strip());
            }
            ResponseBody.read(body.toString(), into);
            return at;
        }
        if (first.startsWith("error=")) {
            ResponseBody.read(first, into);
            return from + 1;
        }
        return from;
    }
}
