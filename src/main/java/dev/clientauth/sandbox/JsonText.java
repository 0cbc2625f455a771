package dev.clientauth.sandbox;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** JSON as text. What writes it takes longer to load than all the rest of a sandbox, and is loaded when it is needed. */
final class JsonText {
    private static final JsonMapper JSON = new JsonMapper();

    private JsonText() {}

    static String of(Object value) {
        return JSON.writeValueAsString(value);
    }

    static JsonNode read(String text) throws JacksonException {
        return JSON.readTree(text);
    }
}
