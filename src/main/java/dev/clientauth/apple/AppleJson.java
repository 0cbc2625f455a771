package dev.clientauth.apple;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Reads JSON that anybody may have written: shallow, no member twice, nothing after it. */
final class AppleJson {
    /** What Apple sends is three levels deep. */
    private static final int DEEPEST = 8;

    private static final int MAX_NUMBER_LENGTH = 40;

    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    // The parser's memory of names would outlive the document.
                    .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(DEEPEST)
                            .maxNumberLength(MAX_NUMBER_LENGTH)
                            .build())
                    .build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
    private static final TypeReference<@Nullable LinkedHashMap<String, @Nullable Object>> OBJECT =
            new TypeReference<>() {};

    private AppleJson() {}

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
        } catch (IOException e) {
            // The exception quotes what it read, which may hold a token, so only the fact is kept.
            return Optional.empty();
        }
    }
}
