// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.mock.text;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;

import java.io.IOException;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.function.Predicate;

/**
 * Reads a JSON or YAML text as a tree and remembers the lines of its members.
 *
 * <p>Every YAML scalar is text, as written: {@code no} is not a boolean, {@code 0123} and {@code 12e4} are not numbers. Aliases
 * are rejected.
 */
final class LocatedTree {
    private final JsonParser parser;
    private final boolean isYaml;
    private final Predicate<JsonParser> isAlias;

    private LocatedTree(JsonParser parser, boolean isYaml, Predicate<JsonParser> isAlias) {
        this.parser = parser;
        this.isYaml = isYaml;
        this.isAlias = isAlias;
    }

    /** An object with the lines of its members. */
    @SuppressWarnings("unchecked") // ObjectNode.deepCopy
    static final class LocatedObject extends ObjectNode {
        private static final long serialVersionUID = 1L;

        private final int start;
        private final HashMap<String, Integer> lines = new HashMap<>();

        LocatedObject(int start) {
            super(JsonNodeFactory.instance);
            this.start = start;
        }

        /** Returns the line of a member; of the object itself if it has no such member. */
        int line(String name) {
            return lines.getOrDefault(name, start);
        }

        /** Puts a text in place of a member, in the same line. */
        void replace(String name, String replacement, String text) {
            lines.put(replacement, line(name));
            remove(name);
            put(replacement, text);
        }
    }

    static JsonDocument json(String text) {
        try (JsonParser parser = new JsonFactory().createParser(text)) {
            return new LocatedTree(parser, false, any -> false).document();
        } catch (IOException e) {
            throw malformed("JSON", e);
        }
    }

    static JsonDocument yaml(String text) {
        try (YAMLParser parser = new YAMLFactory().createParser(text)) {
            return new LocatedTree(parser, true, any -> parser.isCurrentAlias()).document();
        } catch (IOException e) {
            throw malformed("YAML", e);
        }
    }

    /** The exception's message quotes the text, which may contain a key, so neither is used. */
    private static InvalidMemberException malformed(String format, IOException e) {
        int line = e instanceof JsonProcessingException json && json.getLocation() != null
                ? json.getLocation().getLineNr()
                : 0;
        return new InvalidMemberException(
                line, "This is not valid " + format + "; check the quotes, colons and indentation.");
    }

    private JsonDocument document() throws IOException {
        parser.nextToken();
        JsonNode node = value();
        if (parser.nextToken() != null) {
            throw new InvalidMemberException(line(), "Only one document is allowed.");
        }
        if (!node.isObject()) {
            throw new InvalidMemberException(1, "The text must be an object, such as clients: followed by a list.");
        }
        return new JsonDocument(node);
    }

    private int line() {
        return parser.currentTokenLocation().getLineNr();
    }

    private JsonNode value() throws IOException {
        if (isAlias.test(parser)) {
            throw new InvalidMemberException(line(), "YAML aliases are not supported; write the value here.");
        }
        JsonToken token = parser.currentToken();
        if (token == null || token == JsonToken.VALUE_NULL) {
            return NullNode.getInstance();
        }
        return switch (token) {
            case START_OBJECT -> object();
            case START_ARRAY -> array();
            case VALUE_STRING -> TextNode.valueOf(parser.getText());
            default -> isYaml ? TextNode.valueOf(parser.getText()) : scalar(token);
        };
    }

    private JsonNode scalar(JsonToken token) throws IOException {
        return switch (token) {
            case VALUE_TRUE, VALUE_FALSE -> BooleanNode.valueOf(token == JsonToken.VALUE_TRUE);
            case VALUE_NUMBER_INT -> JsonNodeFactory.instance.numberNode(parser.getBigIntegerValue());
            default -> JsonNodeFactory.instance.numberNode(decimal());
        };
    }

    private BigDecimal decimal() throws IOException {
        try {
            return parser.getDecimalValue();
        } catch (NumberFormatException e) {
            // Jackson throws it, unchecked, for an exponent beyond an int; its message quotes the number.
            throw new InvalidMemberException(line(), "A number has too large an exponent.");
        }
    }

    private JsonNode object() throws IOException {
        LocatedObject object = new LocatedObject(line());
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            if (object.lines.putIfAbsent(name, line()) != null) {
                throw new InvalidMemberException(line(), "A member is given twice; remove one.");
            }
            parser.nextToken();
            object.set(name, value());
        }
        return object;
    }

    private JsonNode array() throws IOException {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            array.add(value());
        }
        return array;
    }
}
