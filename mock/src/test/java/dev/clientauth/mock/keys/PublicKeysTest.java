// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.mock.keys;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWK;
import dev.clientauth.key.SigningKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.text.ParseException;
import java.util.Optional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class PublicKeysTest {
    private static final String JWK_WITHOUT_USE = SigningKey.generate(JWSAlgorithm.RS384)
            .withKeyId("a")
            .publicJwk()
            .toJSONString()
            .replace("\"use\":\"sig\",", "");

    /** A P-256 point with one bit changed; P-256 with a point of P-384; the point at infinity. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAER3UVvINowOQ6EVRhusQ3lOnG5w6T"
                        + "drErW3M0gx2oa8jPlMlne8iBgzjP3NsPiwIl6JCRnYoW4rhI2+EWRxqAFA==",
                "MHkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDYgAEAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
                        + "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
                "MBkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDAgAA",
            })
    void aPointOffItsCurveIsRejected(String spki) {
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> PublicKeys.read("-----BEGIN PUBLIC KEY-----\n" + spki + "\n-----END PUBLIC KEY-----\n"))
                .withMessageNotContaining(spki.substring(0, 20));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"use\":\"enc\" | RS384 | is for encryption (use enc)",
                "\"use\":\"tls\" | RS384 | has a use other than sig",
                "\"key_ops\":[\"encrypt\"] | RS384 | does not have \"verify\" among its key_ops",
                "\"alg\":\"RS256\" | RS384 | is for the algorithm RS256, not RS384",
                "\"alg\":\"PS384\" | RS384 | is for the algorithm PS384, not RS384",
                "\"use\":\"sig\" | RS384 | ''",
                "\"key_ops\":[\"verify\"] | RS256 | ''",
                "\"alg\":\"RS384\" | RS384 | ''",
                "\"x\":\"y\" | PS256 | ''",
            })
    void useKeyOpsAndAlgOfAKeyAreRespected(String members, String algorithm, String obstacle) throws ParseException {
        JWK key = JWK.parse(JWK_WITHOUT_USE.replaceFirst("\\{", "{" + members + ","));

        assertThat(PublicKeys.unusableFor(key, JWSAlgorithm.parse(algorithm)))
                .isEqualTo(Optional.of(obstacle).filter(clause -> !clause.isEmpty()));
    }

    @Test
    void aPublishedKeyThatMayNotVerifyIsReportedAndNotUsed() {
        String set = "{\"keys\":[" + JWK_WITHOUT_USE.replaceFirst("\\{", "{\"key_ops\":[\"encrypt\"],") + ","
                + JWK_WITHOUT_USE.replace("\"a\"", "\"b\"") + "]}";

        JwkSetResponse response = JwkSetReader.read(set, Optional.empty());

        assertThat(response.keys().orElseThrow()).extracting(JWK::getKeyID).containsExactly("b");
        assertThat(response.notes())
                .containsExactly("The published key \"a\" does not have \"verify\" among its key_ops and is not used.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"AQ", "Ag", "AA", "AgAA"})
    void aPublishedRsaKeyWithAnInvalidExponentIsNotUsed(String e) {
        String set = "{\"keys\":[" + JWK_WITHOUT_USE.replaceAll("\"e\":\"[^\"]*\"", "\"e\":\"" + e + "\"") + "]}";

        assertThat(JwkSetReader.read(set, Optional.empty()).keys().orElseThrow())
                .isEmpty();
    }
}
