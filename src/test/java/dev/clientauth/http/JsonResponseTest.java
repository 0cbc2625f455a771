// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.http;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;
import java.util.Map;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class JsonResponseTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"access_token\":\"a\",\"expires_in\":300,\"scope\":null}",
                "{\"a\":[1,2.5,true,false,null,[],{}],\"b\":{\"c\":{\"d\":\"\\u00e9\\n\"}}}",
                "{\"many\":123456789012345678901234567890,\"long\":9007199254740993,\"small\":-1.5e-3}",
                " {\"a\" : 1 , \"a\" : 2 } "
            })
    void readsWhatJacksonsMapperReads(String json) throws Exception {
        assertThat(JsonResponse.read(json.getBytes(UTF_8))).isEqualTo(new JsonMapper().readValue(json, Map.class));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "\"text\"",
                "null",
                "1",
                "{",
                "{\"a\"",
                "{\"a\":",
                "{\"a\":1",
                "{\"a\":[1",
                "{} {}",
                "{}x",
                "{\"a\":1,}",
                "{a:1}",
                "<html>"
            })
    void anythingElseIsRejected(String json) {
        assertThatThrownBy(() -> JsonResponse.read(json.getBytes(UTF_8))).isInstanceOf(JacksonException.class);
    }

    @Test
    void excessiveDepthIsRejectedBeforeTheStackOverflows() {
        String json = "{\"a\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}";
        assertThatThrownBy(() -> JsonResponse.read(json.getBytes(UTF_8))).isInstanceOf(JacksonException.class);
    }

    @Test
    void membersKeepTheirOrder() throws Exception {
        assertThat(List.copyOf(JsonResponse.read("{\"z\":1,\"a\":2,\"m\":3}".getBytes(UTF_8))
                        .keySet()))
                .containsExactly("z", "a", "m");
    }
}
