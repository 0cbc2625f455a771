// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.cli.shell;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.clientauth.json.Json;

import java.io.PrintWriter;

/** Prints the output of a command, as text or as JSON. */
public final class Output {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final PrintWriter out;
    private final boolean isJson;
    private final AnsiStyle style;
    private final int columns;
    private final boolean isAscii;

    public Output(PrintWriter out, boolean isJson, AnsiStyle style, int columns, boolean isAscii) {
        this.out = out;
        this.isJson = isJson;
        this.style = style;
        this.columns = columns;
        this.isAscii = isAscii;
    }

    /** Returns whether the output is JSON; then nothing else is printed. */
    public boolean isJson() {
        return isJson;
    }

    public AnsiStyle style() {
        return style;
    }

    public int columns() {
        return columns;
    }

    /** Returns whether the terminal shows only ASCII. */
    public boolean isAscii() {
        return isAscii;
    }

    /** Returns a new JSON object with the version of the output format. */
    public static ObjectNode document() {
        return JSON.createObjectNode().put("version", 1);
    }

    /** Parses JSON that this library wrote. */
    public static JsonNode read(String json) {
        return Json.parse(json);
    }

    /** Prints one line unchanged. */
    public void line(String text) {
        out.println(text);
        out.flush();
    }

    /** Prints lines that already end with line breaks. */
    public void text(String lines) {
        out.print(lines);
        out.flush();
    }

    /** Prints a wrapped text, indented by this many spaces. */
    public void paragraph(int indent, String text) {
        Wrapped.lines(text, columns - indent).forEach(line -> line(" ".repeat(indent) + line));
    }

    /** Prints a name and its wrapped value. */
    public void entry(String name, int nameWidth, String value) {
        String label = name + " ".repeat(Math.max(1, nameWidth - name.length()));
        int indent = label.length();
        boolean first = true;
        for (String line : Wrapped.lines(value, columns - indent)) {
            line((first ? style.faint(label) : " ".repeat(indent)) + line);
            first = false;
        }
    }

    /** Prints a document on several lines. */
    public void json(JsonNode document) {
        line(Wrapped.printableJson(document.toPrettyString()));
    }

    /** Prints a document on one line, for a stream of documents. */
    public void jsonLine(JsonNode document) {
        line(Wrapped.printableJson(document.toString()));
    }
}
