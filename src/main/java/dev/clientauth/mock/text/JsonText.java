package dev.clientauth.mock.text;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** JSON as text. What writes it takes longer to load than all the rest of a mock, and is loaded when it is needed. */
public final class JsonText {
    private static final JsonMapper JSON = new JsonMapper();

    private JsonText() {}

    public static String of(Object value) {
        return JSON.writeValueAsString(value);
    }

    public static JsonNode read(String text) throws JacksonException {
        return JSON.readTree(text);
    }
}
