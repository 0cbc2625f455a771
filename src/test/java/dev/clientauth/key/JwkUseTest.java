// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.key;

import com.nimbusds.jose.JWSAlgorithm;
import dev.clientauth.key.inspect.VerificationKey;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

@DisplayName("The use, key_ops and alg of a JWK are respected where a public key is read")
class JwkUseTest {
    private static final String JWK = SigningKey.generate(JWSAlgorithm.RS256)
            .publicJwk()
            .toJSONString()
            .replaceAll("\"(use|kid)\":\"[^\"]*\",", "");

    private static String with(String members) {
        return JWK.replaceFirst("\\{", "{" + members + ",");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"use\":\"enc\" | a JWK for encryption (use enc)",
                "\"use\":\"tls\" | a JWK with a use other than sig",
                "\"key_ops\":[\"encrypt\"] | a JWK whose key_ops do not include \"verify\"",
                "\"key_ops\":[\"sign\"] | a JWK whose key_ops do not include \"verify\"",
                "\"key_ops\":[] | a JWK whose key_ops do not include \"verify\"",
                "\"key_ops\":\"verify\" | a JWK whose key_ops do not include \"verify\"",
                "\"use\":\"sig\",\"key_ops\":[\"wrapKey\"] | a JWK whose key_ops do not include \"verify\"",
                "\"kid\":7 | a JWK whose kid is not a string",
            })
    void aKeyForAnotherPurposeIsRejectedWithItsPurpose(String members, String found) {
        String jwk = with(members);

        assertThat(catchThrowableOfType(KeyFormatException.class, () -> VerificationKey.parse(jwk))
                        .found())
                .isEqualTo(found);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"use\":\"sig\"", "\"key_ops\":[\"verify\"]", "\"key_ops\":[\"encrypt\",\"verify\"]"})
    void aKeyThatMayVerifyIsRead(String members) {
        assertThat(VerificationKey.parse(with(members))).hasSize(1);
    }

    @Test
    void aKeyWithAnAlgorithmVerifiesOnlyThat() {
        assertThat(VerificationKey.parse(with("\"alg\":\"RS384\"")).get(0).algorithms())
                .containsExactly(JWSAlgorithm.RS384);
        assertThat(VerificationKey.parse(JWK).get(0).algorithms()).contains(JWSAlgorithm.PS256);
        assertThat(catchThrowableOfType(
                                KeyFormatException.class, () -> VerificationKey.parse(with("\"alg\":\"ES256\"")))
                        .found())
                .isEqualTo("algorithm ES256 for a key of type RSA 2048");
    }
}
