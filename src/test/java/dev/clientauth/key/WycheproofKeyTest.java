// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.key;

import com.fasterxml.jackson.databind.JsonNode;
import dev.clientauth.fakes.Wycheproof;
import dev.clientauth.key.inspect.KeyInspection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** The JWK Sets of Wycheproof: the unusable keys are rejected, each with its reason. */
class WycheproofKeyTest {
    /** All keys of these sets are shared secrets, some of them valid as such. */
    private static final List<Integer> SHARED_SECRETS = List.of(2, 4, 10, 11, 12, 13, 14, 15, 16, 17, 18, 25, 26);
    /** The sets that have a usable key. */
    private static final List<Integer> USABLE = List.of(1, 5);

    private static final List<Integer> UNUSABLE = List.of(6, 7, 8, 9, 19, 20, 21, 22, 23, 24);

    @Test
    void eachSetIsTested() throws IOException {
        List<Integer> tested = new ArrayList<>(SHARED_SECRETS);
        tested.addAll(USABLE);
        tested.addAll(UNUSABLE);

        assertThat(Wycheproof.groups("json_web_key"))
                .map(WycheproofKeyTest::id)
                .containsExactlyInAnyOrderElementsOf(tested);
    }

    @Test
    void aSharedSecretIsRejected() throws IOException {
        for (int id : SHARED_SECRETS) {
            String set = group(id).get("private").toString();

            assertThatExceptionOfType(KeyFormatException.class)
                    .isThrownBy(() -> KeyInspection.parse(set))
                    .withMessageContaining("a shared secret");
            assertThatExceptionOfType(KeyFormatException.class)
                    .isThrownBy(() -> SigningKey.parse(set))
                    .withMessageContaining("a JWK Set without a private key for signing");
        }
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({
        "6, rs256, use enc, without a private key for signing",
        "7, jws_rsa_roca_key, CVE-2017-15361, CVE-2017-15361",
        "8, keysize_too_small, an RSA key of 1024 bits, an RSA key of 1024 bits",
        "9, exponentOne, the public exponent 1, numbers are inconsistent",
        "19, wrong_algorithm, algorithm ES521 for a key of type EC P-256, algorithm ES521",
        "20, invalid_algorithm, algorithm ES224 for a key of type EC P-256, algorithm ES224",
        "21, invalid_use, use enc, without a private key for signing",
        "22, invalid_point, not on P-256, not on P-256",
        "23, wrong_curve, not on P-384, not on P-384",
        "24, wrong_kty, 'type RSA without n, e', 'type RSA without n, e'"
    })
    void anUnusableKeyIsRejected(int id, String comment, String ofPublicKey, String ofPrivateKey) throws IOException {
        JsonNode group = group(id);
        String keyId = group.get("private").get("keys").get(0).path("kid").asText("none");

        assertThat(UNUSABLE).contains(id);
        assertThat(group.get("comment").asText()).isEqualTo(comment);
        assertThatExceptionOfType(KeyFormatException.class)
                .isThrownBy(() -> KeyInspection.parse(group.get("public").toString()))
                .withMessageContaining(ofPublicKey);
        assertThatExceptionOfType(KeyFormatException.class)
                .isThrownBy(() -> SigningKey.parse(group.get("private").toString()))
                .withMessageContaining(ofPrivateKey);
        assertThatExceptionOfType(KeyFormatException.class)
                .isThrownBy(() -> SigningKey.fromJwkSet(group.get("private").toString(), keyId));
    }

    @Test
    void aUsableKeyIsFound() throws IOException {
        JsonNode group = group(5);
        SigningKey key = SigningKey.parse(group.get("private").toString());

        assertThat(KeyInspection.parse(group.get("public").toString()).usableKeys())
                .singleElement()
                .satisfies(found -> assertThat(found.thumbprint()).isEqualTo(key.thumbprint()));
        assertThat(SigningKey.fromJwkSet(group.get("private").toString(), "kid-rsa-sign")
                        .thumbprint())
                .isEqualTo(key.thumbprint());
    }

    /** Wycheproof rejects such a set as ambiguous; RFC 7517 section 5 says that unsuitable keys are ignored. */
    @Test
    void ofASetWithASharedSecretOnlyTheOtherKeyIsUsed() throws IOException {
        KeyInspection inspection = KeyInspection.parse(group(1).get("private").toString());

        assertThat(inspection.keys()).hasSize(2);
        assertThat(inspection.usableKeys())
                .singleElement()
                .satisfies(key -> assertThat(key.description()).isEqualTo("EC P-256"));
    }

    private static JsonNode group(int id) throws IOException {
        return Wycheproof.groups("json_web_key").stream()
                .filter(group -> id(group) == id)
                .findFirst()
                .orElseThrow();
    }

    private static int id(JsonNode group) {
        return group.get("tests").get(0).get("tcId").asInt();
    }
}
