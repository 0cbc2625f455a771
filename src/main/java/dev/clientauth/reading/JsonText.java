package dev.clientauth.reading;

import dev.clientauth.profile.DecodedAssertion;
import dev.clientauth.profile.Field;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MappingIterator;
import tools.jackson.databind.json.JsonMapper;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Reads JSON: parameters as an object, or the header and the payload of a JWT as its libraries and web pages show them. */
final class JsonText {
    /** Takes the dictionaries of scripting languages for JSON too. */
    private static final JsonMapper LENIENT = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(
                    JsonReadFeature.ALLOW_SINGLE_QUOTES,
                    JsonReadFeature.ALLOW_TRAILING_COMMA,
                    JsonReadFeature.ALLOW_UNQUOTED_PROPERTY_NAMES)
            .disable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private static final JsonMapper STRICT = LENIENT.rebuild()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();
    private static final TypeReference<LinkedHashMap<String, @Nullable Object>> MEMBERS = new TypeReference<>() {};
    private static final int MOST_VALUES = 3;
    private static final int LONGEST_PAIR = 65_536;
    private static final Pattern BETWEEN = Pattern.compile("}\\s*+[.,;]\\s*+\\{");

    private JsonText() {}

    /** The first value of the text, or null where there is none. */
    static @Nullable JsonNode parse(String text) {
        List<JsonNode> values = values(text);
        return values.isEmpty() ? null : values.get(0);
    }

    /** The first values of a text that holds several in a row, as far as it is JSON. */
    static List<JsonNode> values(String text) {
        List<JsonNode> values = inARow(text);
        boolean isHeader = values.size() == 1 && isOneOf(values.get(0), Names.HEADER);
        return isHeader && text.length() < LONGEST_PAIR
                ? inARow(BETWEEN.matcher(text).replaceAll("} {"))
                : values;
    }

    private static List<JsonNode> inARow(String text) {
        List<JsonNode> values = new ArrayList<>();
        if (text.startsWith("[")) {
            // Jackson would take the elements for the row.
            return array(text);
        }
        try (MappingIterator<JsonNode> each = LENIENT.readerFor(JsonNode.class).readValues(text)) {
            while (values.size() < MOST_VALUES && each.hasNextValue()) {
                values.add(each.nextValue());
            }
        } catch (JacksonException notJson) {
            // What was read before it counts. The exception quotes the text, so it is not passed on.
            return values;
        }
        return values;
    }

    private static List<JsonNode> array(String text) {
        try {
            return List.of(LENIENT.readTree(text));
        } catch (JacksonException notJson) {
            return List.of();
        }
    }

    /** Adds the members of an object as parameters. */
    static void parameters(String text, JsonNode object, Transcript into) {
        if (repeatsMember(text)) {
            into.fault("the JSON object names a member twice");
        }
        object.properties().forEach(member -> {
            JsonNode value = member.getValue();
            if (value.isContainer()) {
                into.fault("a parameter in the JSON object is not a text");
            } else {
                into.parameter(member.getKey(), value.asString());
            }
        });
    }

    private static boolean repeatsMember(String text) {
        try {
            STRICT.readTree(text);
            return false;
        } catch (JacksonException e) {
            return true;
        }
    }

    /** Whether the values are the header and payload of a JWT; then they are read. */
    static boolean readAssertion(List<JsonNode> values, Transcript into) {
        JsonNode first = values.get(0);
        JsonNode wrapped = first.has("payload") ? first.get("payload") : first.get("claims");
        if (first.has("header") && wrapped != null) {
            return unsigned(first.get("header"), wrapped, into);
        }
        if (values.size() > 1 && isOneOf(first, Names.HEADER) && isOneOf(values.get(1), Names.CLAIMS)) {
            return unsigned(first, values.get(1), into);
        }
        boolean isPayload = isOneOf(first, Names.CLAIMS) && !isOneOf(first, Names.PARAMETERS);
        return isPayload && unsigned(null, first, into);
    }

    private static boolean isOneOf(JsonNode node, Set<String> names) {
        return node.isObject() && names.stream().anyMatch(node::has);
    }

    private static boolean unsigned(@Nullable JsonNode header, JsonNode claims, Transcript into) {
        if (!claims.isObject() || (header != null && !header.isObject())) {
            return false;
        }
        if (header == null) {
            List.of("alg", "kid", "typ").forEach(name -> into.leftOut(Field.header(name)));
        }
        into.note((header == null ? "This is the payload of a JWT alone" : "These are the header and payload of a JWT")
                + ": paste the signed JWT to have its form and signature judged too.");
        into.assertion(DecodedAssertion.unsigned(
                header == null ? Map.of() : members(header, Field::header, into), members(claims, Field::claim, into)));
        return true;
    }

    private static Map<String, @Nullable Object> members(
            JsonNode object, Function<String, Field> field, Transcript into) {
        Map<String, @Nullable Object> members = LENIENT.convertValue(object, MEMBERS);
        members.replaceAll((name, value) -> value instanceof Integer number ? Long.valueOf(number) : value);
        members.forEach((name, value) -> {
            if (value instanceof String text) {
                into.inspect(field.apply(name), text);
            }
        });
        return members;
    }
}
