// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.diagnosis.input.export;

import dev.clientauth.diagnosis.input.clean.CleanText;
import dev.clientauth.diagnosis.input.part.BodyText;
import dev.clientauth.diagnosis.input.part.Piece;
import dev.clientauth.diagnosis.input.part.RequestCollector;
import dev.clientauth.diagnosis.input.part.UrlText;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the blocks of Bruno's own files: {@code post { url: … }}, {@code headers { … }}, {@code body:form-urlencoded { … }}. */
public final class BruFile {
    private static final Pattern REQUEST = Pattern.compile("(get|post|put|patch|delete) \\{\\s*+");
    private static final Pattern BLOCK = Pattern.compile("([a-z]{2,20}(?::[a-z-]{2,30})?) \\{\\s*+");
    private static final int MAX_LINES = 2_000;

    private BruFile() {}

    /** Reads the request that begins on this line; returns the line after it, or this line if there is none. */
    public static int read(CleanText text, int line, List<Piece> pieces) {
        Matcher request = REQUEST.matcher(text.line(line));
        if (!request.matches()) {
            return line;
        }
        RequestCollector into = new RequestCollector();
        into.method(request.group(1).toUpperCase(Locale.ROOT));
        into.hasHeaders();
        int at = line;
        while (at < text.size() && at < line + MAX_LINES) {
            Matcher block = BLOCK.matcher(text.line(at));
            if (text.line(at).isBlank()) {
                at++;
            } else if (block.matches()
                    && (at == line || !REQUEST.matcher(text.line(at)).matches())) {
                at = block(text, at, block.group(1), into);
            } else {
                break;
            }
        }
        pieces.add(new Piece.Request(into, Piece.Origin.EXPORT, line));
        return at;
    }

    private static int block(CleanText text, int line, String name, RequestCollector into) {
        int at = line + 1;
        StringBuilder raw = new StringBuilder();
        for (; at < text.size() && !text.line(at).equals("}"); at++) {
            String content = text.line(at).strip();
            raw.append(content).append('\n');
            int colon = content.indexOf(':');
            boolean isOff = content.startsWith("~");
            if (colon > 0 && !isOff) {
                pair(
                        name,
                        content.substring(0, colon).strip(),
                        content.substring(colon + 1).strip(),
                        into);
            }
        }
        if (name.equals("body:json") || name.equals("body:text")) {
            BodyText.read(raw.toString(), into.contentType(), into);
        }
        return at + 1;
    }

    private static void pair(String block, String name, String value, RequestCollector into) {
        switch (block) {
            case "get", "post", "put", "patch", "delete" -> setting(name, value, into);
            case "headers" -> into.header(name, value);
            case "body:form-urlencoded", "body:multipart-form" -> into.parameter(name, value);
            case "auth:basic" -> into.header("Authorization", "Basic <credentials>");
            case "auth:bearer" -> into.header("Authorization", "Bearer " + value);
            default -> {
                // The others are for the tool.
            }
        }
    }

    private static void setting(String name, String value, RequestCollector into) {
        if (name.equals("url")) {
            UrlText.read(value, into);
        } else if (name.equals("body")) {
            switch (value.toLowerCase(Locale.ROOT)) {
                case "formurlencoded", "form-urlencoded" ->
                    into.header("Content-Type", "application/x-www-form-urlencoded");
                case "multipartform", "multipart-form" -> into.header("Content-Type", "multipart/form-data");
                case "json" -> into.header("Content-Type", "application/json");
                default -> {
                    // None, or a text.
                }
            }
        }
    }
}
