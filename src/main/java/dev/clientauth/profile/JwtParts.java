// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.profile;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Base64;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

import static java.nio.charset.StandardCharsets.UTF_8;

/** Reads the parts of a compact JWS leniently, and reports what is wrong with each. */
final class JwtParts {
    /** The maximum length, more than any client assertion needs. */
    static final int MAXIMUM_LENGTH = 65_536;

    private static final JsonMapper LENIENT = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
    private static final JsonMapper STRICT = LENIENT.rebuild()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();
    private static final TypeReference<LinkedHashMap<String, @Nullable Object>> OBJECT = new TypeReference<>() {};

    private static final Pattern WHITE_SPACE = Pattern.compile("\\s+");

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
        String json = utf8(bytes);
        if (json == null) {
            faults.add("the " + part + " is not UTF-8");
            return null;
        }
        try {
            JsonNode tree = LENIENT.readTree(json);
            if (!tree.isObject()) {
                faults.add("the " + part + " is not a JSON object");
                return null;
            }
            Map<String, @Nullable Object> members = LENIENT.readValue(json, OBJECT);
            // USE_LONG_FOR_INTS would do this too, but refuses numbers beyond a long.
            members.replaceAll((name, value) -> value instanceof Integer number ? Long.valueOf(number) : value);
            if (repeatsMember(json)) {
                faults.add("the " + part + " contains a duplicate member");
            }
            return Collections.unmodifiableMap(members);
        } catch (StreamConstraintsException | NumberFormatException e) {
            // Jackson throws the latter, unchecked, for an exponent beyond an int.
            faults.add("the " + part + " is nested deeper, or has a longer number, than any assertion needs");
            return null;
        } catch (JacksonException e) {
            // The exception quotes the input, so it is not used.
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

    /** Removes these characters from the end of a text. A regular expression would take quadratic time. */
    static String withoutEnd(String text, String characters) {
        int end = text.length();
        while (end > 0 && characters.indexOf(text.charAt(end - 1)) >= 0) {
            end--;
        }
        return text.substring(0, end);
    }

    private static @Nullable String utf8(byte[] bytes) {
        try {
            return UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            return null;
        }
    }

    byte @Nullable [] bytes(String part, String encoded) {
        String text = WHITE_SPACE.matcher(encoded).replaceAll("");
        if (!text.equals(encoded)) {
            faults.add("the " + part + " contains white space");
        }
        if (text.indexOf('=') >= 0) {
            faults.add("the " + part + " is padded with =");
            text = withoutEnd(text, "=");
        }
        if (text.indexOf('+') >= 0 || text.indexOf('/') >= 0) {
            faults.add("the " + part + " is standard base64 instead of base64url");
            text = text.replace('+', '-').replace('/', '_');
        }
        try {
            return Base64.getUrlDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            faults.add("the " + part + " is not base64url");
            return null;
        }
    }
}
