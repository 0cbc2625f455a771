package dev.clientauth.apple;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Reads JSON that anybody may have written: shallow, no member twice, nothing after it. */
final class Json {
    /** What Apple sends is three levels deep. */
    private static final int DEEPEST = 8;

    private static final int LONGEST_NUMBER = 40;

    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    // The parser's memory of names would outlive the document.
                    .disable(TokenStreamFactory.Feature.CANONICALIZE_PROPERTY_NAMES)
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(DEEPEST)
                            .maxNumberLength(LONGEST_NUMBER)
                            .build())
                    .build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
    private static final TypeReference<@Nullable LinkedHashMap<String, @Nullable Object>> OBJECT =
            new TypeReference<>() {};

    private Json() {}

    /** The members that are not null, in their order; empty if it is no JSON object, or one that nobody needs. */
    static Optional<Map<String, Object>> object(byte[] json) {
        try {
            Map<String, @Nullable Object> members = MAPPER.readValue(json, OBJECT);
            if (members == null) {
                return Optional.empty();
            }
            Map<String, Object> known = new LinkedHashMap<>();
            members.forEach((name, value) -> {
                if (value != null) {
                    known.put(name, value);
                }
            });
            return Optional.of(Collections.unmodifiableMap(known));
        } catch (JacksonException e) {
            // The exception quotes what it read, which may hold a token, so only the fact is kept.
            return Optional.empty();
        }
    }
}
