package dev.clientauth.cli;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import java.io.PrintWriter;

/** What a command prints, as text for people or as JSON for programs. */
final class Output {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final PrintWriter out;
    private final boolean isJson;
    private final Ink ink;
    private final int columns;
    private final boolean isAscii;

    Output(PrintWriter out, boolean isJson, Ink ink, int columns, boolean isAscii) {
        this.out = out;
        this.isJson = isJson;
        this.ink = ink;
        this.columns = columns;
        this.isAscii = isAscii;
    }

    /** Whether JSON was asked for: then nothing else is printed. */
    boolean isJson() {
        return isJson;
    }

    Ink ink() {
        return ink;
    }

    int columns() {
        return columns;
    }

    /** Whether only ASCII is shown as it is. */
    boolean isAscii() {
        return isAscii;
    }

    /** A JSON object that says which version of the output it is. */
    static ObjectNode document() {
        return JSON.createObjectNode().put("version", 1);
    }

    /** Reads JSON that was written by this library. */
    static JsonNode read(String json) {
        return JSON.readTree(json);
    }

    /** One line as it is. */
    void line(String text) {
        out.println(text);
        out.flush();
    }

    /** Lines that were set already, with their line breaks. */
    void text(String lines) {
        out.print(lines);
        out.flush();
    }

    /** A text that may be longer than a line, set behind so many spaces. */
    void paragraph(int indent, String text) {
        Wrapped.lines(text, columns - indent).forEach(line -> line(" ".repeat(indent) + line));
    }

    /** A name and its value, which may be longer than a line. */
    void entry(String name, int nameWidth, String value) {
        String label = name + " ".repeat(Math.max(1, nameWidth - name.length()));
        int indent = label.length();
        boolean first = true;
        for (String line : Wrapped.lines(value, columns - indent)) {
            line((first ? ink.faint(label) : " ".repeat(indent)) + line);
            first = false;
        }
    }

    /** A document on several lines. */
    void json(JsonNode document) {
        line(Wrapped.printableJson(document.toPrettyString()));
    }

    /** A document on one line, for programs that read while it grows. */
    void jsonLine(JsonNode document) {
        line(Wrapped.printableJson(document.toString()));
    }
}
