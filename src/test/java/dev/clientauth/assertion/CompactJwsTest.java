// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.assertion;

import org.junit.jupiter.api.Test;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

class CompactJwsTest {

    @Test
    void theThreeKindsOfValuesAreWrittenInOrder() {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("x5c", List.of("MIIB", "MIIC"));
        members.put("exp", 1_300_819_380L);
        members.put("iss", "a \"quoted\" name");
        assertThat(new String(CompactJws.json(members), UTF_8))
                .isEqualTo("{\"x5c\":[\"MIIB\",\"MIIC\"],\"exp\":1300819380,\"iss\":\"a \\\"quoted\\\" name\"}");
    }

    @Test
    void noMembersAreAnEmptyObject() {
        assertThat(new String(CompactJws.json(Map.of()), UTF_8)).isEqualTo("{}");
    }
}
