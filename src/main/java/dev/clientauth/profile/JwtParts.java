package dev.clientauth.profile;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads the parts of a compact JWS, leniently, and says what was wrong with each. */
final class JwtParts {
    /** More than any client assertion needs. */
    static final int MAXIMUM_LENGTH = 65_536;

    private static final JsonMapper LENIENT = JsonMapper.builder()
            .enable(DeserializationFeature.USE_LONG_FOR_INTS, DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();
    private static final JsonMapper STRICT = LENIENT.rebuild()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();
    private static final TypeReference<LinkedHashMap<String, @Nullable Object>> OBJECT = new TypeReference<>() {};

    private final List<String> faults;

    JwtParts(List<String> faults) {
        this.faults = faults;
    }

    @Nullable
    Map<String, @Nullable Object> object(String part, String encoded) {
        byte[] bytes = bytes(part, encoded);
        if (bytes == null) {
            return null;
        }
        String json = new String(bytes, StandardCharsets.UTF_8);
        try {
            JsonNode tree = LENIENT.readTree(json);
            if (!tree.isObject()) {
                faults.add("the " + part + " is not a JSON object");
                return null;
            }
            Map<String, @Nullable Object> members = LENIENT.readValue(json, OBJECT);
            if (repeatsMember(json)) {
                faults.add("the " + part + " names a member twice");
            }
            return Collections.unmodifiableMap(members);
        } catch (JacksonException e) {
            // The exception quotes what it read, so only the fact is kept.
            faults.add("the " + part + " is not JSON");
            return null;
        }
    }

    private static boolean repeatsMember(String json) {
        try {
            STRICT.readTree(json);
            return false;
        } catch (JacksonException e) {
            return true;
        }
    }

    byte @Nullable [] bytes(String part, String encoded) {
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(encoded);
            if (encoded.indexOf('=') >= 0) {
                faults.add("the " + part + " is padded with =");
            }
            return bytes;
        } catch (IllegalArgumentException notBase64Url) {
            try {
                byte[] bytes = Base64.getMimeDecoder().decode(encoded);
                faults.add("the " + part + " is plain base64, or broken over lines, instead of base64url");
                return bytes;
            } catch (IllegalArgumentException notBase64) {
                faults.add("the " + part + " is not base64url");
                return null;
            }
        }
    }
}
