// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.json;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;

/** Reads and writes JSON trees. */
public final class Json {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
    /** A member that is there twice is an error: readers disagree about which one counts. */
    private static final JsonMapper UNAMBIGUOUS = MAPPER.rebuild()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private Json() {}

    /**
     * Parses one JSON value.
     *
     * @throws MalformedJsonException if the text is not valid JSON
     */
    public static JsonNode parse(String text) {
        return parse(text, MAPPER);
    }

    /**
     * Parses one JSON value without duplicate members.
     *
     * @throws MalformedJsonException if the text is not valid JSON, or has a duplicate member
     */
    public static JsonNode parseUnambiguous(String text) {
        return parse(text, UNAMBIGUOUS);
    }

    private static JsonNode parse(String text, JsonMapper mapper) {
        try {
            return mapper.readTree(text);
        } catch (JsonProcessingException e) {
            // The message quotes the text, so neither the message nor the exception is used.
            JsonLocation at = e.getLocation();
            throw new MalformedJsonException(
                    at == null
                            ? "Not valid JSON."
                            : "Not valid JSON: see line " + at.getLineNr() + ", column " + at.getColumnNr() + ".");
        }
    }

    /** Writes maps, lists, strings, numbers, booleans, nulls and JSON nodes on one line. */
    public static String write(Object value) {
        try {
            return MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw unwritable(e);
        }
    }

    /** Writes the same values on several lines, indented by two spaces, each line ending in a line feed. */
    public static String writeIndented(Object value) {
        DefaultIndenter indenter = new DefaultIndenter("  ", "\n");
        DefaultPrettyPrinter printer = new DefaultPrettyPrinter();
        printer.indentArraysWith(indenter);
        printer.indentObjectsWith(indenter);
        try {
            return MAPPER.writer(printer).writeValueAsString(value) + "\n";
        } catch (JsonProcessingException e) {
            throw unwritable(e);
        }
    }

    private static IllegalArgumentException unwritable(JsonProcessingException e) {
        return new IllegalArgumentException("Only maps, lists, strings, numbers and JSON nodes can be written.", e);
    }
}
