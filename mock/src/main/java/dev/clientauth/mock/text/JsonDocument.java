// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.mock.text;

import com.fasterxml.jackson.databind.JsonNode;
import dev.clientauth.json.Json;
import dev.clientauth.json.MalformedJsonException;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads a JSON object strictly: unknown members and members of the wrong type are rejected by name. */
public final class JsonDocument {

    private static final Pattern QUOTED = Pattern.compile("\"([^\"]*)\"");

    private final JsonNode node;

    JsonDocument(JsonNode node) {
        this.node = node;
    }

    /**
     * Parses the text of a file, whose errors have a line.
     *
     * @param isYaml whether it is YAML, not JSON
     * @throws InvalidMemberException if it is not one object, or YAML cannot be read because the library for it is missing
     */
    public static JsonDocument ofFile(String text, boolean isYaml) {
        try {
            return isYaml ? LocatedTree.yaml(text) : LocatedTree.json(text);
        } catch (NoClassDefFoundError missing) {
            throw new InvalidMemberException(
                    0,
                    "To read YAML, add com.fasterxml.jackson.dataformat:jackson-dataformat-yaml to the class path. A"
                            + " file with the ending .json needs no library.");
        }
    }

    /**
     * Parses a text that is one object.
     *
     * @throws IllegalArgumentException if it is not
     */
    public static JsonDocument parse(String text) {
        try {
            JsonNode node = Json.parse(text);
            if (node != null && node.isObject()) {
                return new JsonDocument(node);
            }
        } catch (MalformedJsonException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
        throw new IllegalArgumentException("The text must be a JSON object.");
    }

    /** Returns whether a member is present and not null. */
    public boolean has(String name) {
        return node.has(name) && !node.get(name).isNull();
    }

    /** Returns a member that is a string; empty if it is absent. */
    public Optional<String> text(String name) {
        return member(name).map(value -> {
            if (!value.isTextual() || value.textValue().isBlank()) {
                throw wrong(name, "a non-blank string");
            }
            return value.textValue();
        });
    }

    /** Returns a required member that is a string. */
    public String requiredText(String name) {
        return text(name)
                .orElseThrow(() -> new InvalidMemberException(line(""), "The member \"" + name + "\" is missing."));
    }

    /** Returns a member that is a whole number; empty if it is absent. */
    public Optional<Long> number(String name) {
        return member(name).map(value -> {
            if (!value.isIntegralNumber() || !value.canConvertToLong()) {
                throw wrong(name, "a whole number");
            }
            return value.longValue();
        });
    }

    /** Returns the elements of a member that is an array of strings; empty if it is absent. */
    public Optional<List<String>> texts(String name) {
        return member(name).map(value -> {
            List<String> texts = new ArrayList<>();
            if (!value.isArray()) {
                throw wrong(name, "an array of strings");
            }
            for (JsonNode each : value) {
                if (!each.isTextual()) {
                    throw wrong(name, "an array of strings");
                }
                texts.add(each.textValue());
            }
            return texts;
        });
    }

    /** Returns the elements of a member that is an array of objects. */
    public List<JsonDocument> objects(String name) {
        JsonNode list = member(name).filter(JsonNode::isArray).orElseThrow(() -> wrong(name, "an array of objects"));
        List<JsonDocument> objects = new ArrayList<>();
        for (JsonNode each : list) {
            if (!each.isObject()) {
                throw wrong(name, "an array of objects");
            }
            objects.add(new JsonDocument(each));
        }
        return objects;
    }

    /** Returns a member as text: a string itself, or the JSON of an object. */
    public Optional<String> raw(String name) {
        return member(name).map(value -> value.isTextual() ? value.textValue() : value.toString());
    }

    /** Rejects members with other names. */
    public JsonDocument only(String... names) {
        for (String name : (Iterable<String>) node::fieldNames) {
            if (!List.of(names).contains(name)) {
                throw new InvalidMemberException(
                        line(name),
                        "Unknown member \"" + cut(name) + "\"; the members are " + String.join(", ", names) + ".");
            }
        }
        return this;
    }

    private Optional<JsonNode> member(String name) {
        return has(name) ? Optional.of(node.get(name)) : Optional.empty();
    }

    private InvalidMemberException wrong(String name, String expected) {
        return invalid(name, "must be " + expected);
    }

    /** Returns an exception that says what is wrong with a member, as a clause: {@code must be positive}. */
    public InvalidMemberException invalid(String name, String clause) {
        return new InvalidMemberException(line(name), "The member \"" + name + "\" " + clause + ".");
    }

    /** Puts a text in place of a member of a file, in the same line. */
    public void replace(String name, String replacement, String text) {
        ((LocatedTree.LocatedObject) node).replace(name, replacement, text);
    }

    /** Returns the line of the error: of the member that its message quotes first, or of this object. 0 if unknown. */
    public int lineOf(IllegalArgumentException error) {
        if (error instanceof InvalidMemberException invalid) {
            return invalid.line();
        }
        Matcher quoted = QUOTED.matcher(String.valueOf(error.getMessage()));
        return line(quoted.find() ? quoted.group(1) : "");
    }

    /** Returns the line of a member, or of the object if it has no such member; 0 if unknown. */
    private int line(String name) {
        return node instanceof LocatedTree.LocatedObject located ? located.line(name) : 0;
    }

    private static String cut(String name) {
        return name.length() > 40 ? name.substring(0, 40) + "…" : name;
    }
}
