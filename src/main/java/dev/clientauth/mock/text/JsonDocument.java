package dev.clientauth.mock.text;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** An object of JSON that somebody wrote, read strictly: what is of another type than expected is refused by name. */
public final class JsonDocument {

    private final JsonNode node;

    JsonDocument(JsonNode node) {
        this.node = node;
    }

    /**
     * A text that is one object.
     *
     * @throws IllegalArgumentException if it is not
     */
    public static JsonDocument parse(String text) {
        try {
            JsonNode node = JsonText.read(text);
            if (node != null && node.isObject()) {
                return new JsonDocument(node);
            }
        } catch (JacksonException e) {
            // The parser's message repeats what was sent, and that may be a key.
            throw new IllegalArgumentException("This is not JSON: the parser gave up at "
                    + (e.getLocation() == null
                            ? "its beginning"
                            : "line " + e.getLocation().getLineNr() + ", column "
                                    + e.getLocation().getColumnNr())
                    + ".");
        }
        throw new IllegalArgumentException("A JSON object is expected, in braces.");
    }

    public boolean has(String name) {
        return node.has(name) && !node.get(name).isNull();
    }

    public Optional<String> text(String name) {
        return member(name).map(value -> {
            if (!value.isString() || value.stringValue().isBlank()) {
                throw wrong(name, "a text that is not empty");
            }
            return value.stringValue();
        });
    }

    public String requiredText(String name) {
        return text(name).orElseThrow(() -> new IllegalArgumentException("The member \"" + name + "\" is missing."));
    }

    public Optional<Long> number(String name) {
        return member(name).map(value -> {
            if (!value.isIntegralNumber() || !value.canConvertToLong()) {
                throw wrong(name, "a whole number");
            }
            return value.longValue();
        });
    }

    /** The words of a member that is a list of texts; none where it is not there. */
    public Optional<List<String>> texts(String name) {
        return member(name).map(value -> {
            List<String> texts = new ArrayList<>();
            if (!value.isArray()) {
                throw wrong(name, "a list of texts");
            }
            for (JsonNode each : value) {
                if (!each.isString()) {
                    throw wrong(name, "a list of texts");
                }
                texts.add(each.stringValue());
            }
            return texts;
        });
    }

    /** The objects of a member that is a list of them. */
    public List<JsonDocument> objects(String name) {
        JsonNode list = member(name).filter(JsonNode::isArray).orElseThrow(() -> wrong(name, "a list of objects"));
        List<JsonDocument> objects = new ArrayList<>();
        for (JsonNode each : list) {
            if (!each.isObject()) {
                throw wrong(name, "a list of objects");
            }
            objects.add(new JsonDocument(each));
        }
        return objects;
    }

    /** A member as it was written: the text itself, or the JSON of an object. */
    public Optional<String> raw(String name) {
        return member(name).map(value -> value.isString() ? value.stringValue() : value.toString());
    }

    /** Refuses members of other names: they are typing mistakes. */
    public JsonDocument only(String... names) {
        for (String name : node.propertyNames()) {
            if (!List.of(names).contains(name)) {
                throw new IllegalArgumentException(
                        "There is no member \"" + cut(name) + "\"; there are " + String.join(", ", names) + ".");
            }
        }
        return this;
    }

    private Optional<JsonNode> member(String name) {
        return has(name) ? Optional.of(node.get(name)) : Optional.empty();
    }

    private static IllegalArgumentException wrong(String name, String expected) {
        return new IllegalArgumentException("The member \"" + name + "\" is expected to be " + expected + ".");
    }

    private static String cut(String name) {
        return name.length() > 40 ? name.substring(0, 40) + "…" : name;
    }
}
