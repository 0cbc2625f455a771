// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.key;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.clientauth.key.inspect.KeyInspection;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.InputStream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** The invalid JWK Sets of Wycheproof are rejected, each with its reason. */
class WycheproofKeyTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({
        "2, jws_keyset, a shared secret",
        "4, jws_duplicate_kid, a shared secret",
        "6, rs256, use enc",
        "7, jws_rsa_roca_key, CVE-2017-15361",
        "8, keysize_too_small, an RSA key of 1024 bits",
        "9, exponentOne, the public exponent 1",
        "10, HS256, a shared secret",
        "13, HS256, a shared secret",
        "16, HS256, a shared secret",
        "19, wrong_algorithm, algorithm ES521 for a key of type EC P-256",
        "20, invalid_algorithm, algorithm ES224 for a key of type EC P-256",
        "21, invalid_use, use enc",
        "22, invalid_point, not on P-256",
        "23, wrong_curve, not on P-384",
        "24, wrong_kty, 'type RSA without n, e'",
        "25, invalid_aes_gcm_key, a shared secret",
        "26, invalid_aes_kw_key, a shared secret"
    })
    void unusableKeyIsRefused(int id, String comment, String reason) throws Exception {
        String set = set(id, comment);

        String message = assertThrows(KeyFormatException.class, () -> KeyInspection.parse(set))
                .getMessage();

        assertTrue(message.contains(reason), message);
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({"1, jws_mixedSymmetryKeyset, 2", "5, rs256, 1"})
    void usableKeyIsFound(int id, String comment, int keys) throws Exception {
        KeyInspection inspection = KeyInspection.parse(set(id, comment));

        assertEquals(keys, inspection.keys().size());
        assertEquals(1, inspection.usableKeys().size());
    }

    private static String set(int id, String comment) throws Exception {
        try (InputStream in = WycheproofKeyTest.class.getResourceAsStream("/wycheproof/json_web_key_test.json")) {
            for (JsonNode group : JSON.readTree(in).get("testGroups")) {
                if (group.get("tests").get(0).get("tcId").asInt() == id) {
                    assertEquals(comment, group.get("comment").asText());
                    return group.get(group.has("public") ? "public" : "private").toString();
                }
            }
        }
        throw new AssertionError("There is no test " + id + ".");
    }
}
