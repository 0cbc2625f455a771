// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
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

/** Reads untrusted JSON: limited depth, no duplicate members, nothing after it. */
final class AppleJson {
    /** Apple's JSON is up to three levels deep. */
    private static final int DEEPEST = 8;

    private static final int MAX_NUMBER_LENGTH = 40;

    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    // The parser's table of interned names would outlive the document.
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

    /** Returns the members that are not null, in order; empty if it is not a JSON object or exceeds a limit. */
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
            // The exception quotes the input, which may contain a token, so it is not used.
            return Optional.empty();
        }
    }
}
