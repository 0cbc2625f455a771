// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.profile.text;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.OctetSequenceKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

/** The private members of a JWK are not shown; members of the same name elsewhere are. */
class PastedJwkRedactionTest {
    private static final List<String> PRIVATE = List.of("d", "p", "q", "dp", "dq", "qi", "k");

    static List<JWK> keys() throws JOSEException {
        return List.of(
                new ECKeyGenerator(Curve.P_256).keyID("school").generate(),
                new ECKeyGenerator(Curve.P_521).generate(),
                new RSAKeyGenerator(2048).generate(),
                new OctetSequenceKeyGenerator(256).generate());
    }

    @ParameterizedTest
    @MethodSource("keys")
    @DisplayName("No private member of a JWK is shown, as JSON, as JSON in a string or as a map")
    void privateMembersAreNotShown(JWK key) {
        Map<String, Object> members = key.toJSONObject();
        String json = key.toJSONString();
        List<String> texts = List.of(
                json,
                "my key: " + json + " as you see",
                json.replace(":", " : "),
                json.replace("\"", "\\\""),
                json.replace('"', '\''),
                members.toString());
        int hidden = 0;
        for (String name : PRIVATE) {
            if (members.get(name) instanceof String secret) {
                hidden++;
                texts.forEach(text -> assertThat(Redactor.text(text)).doesNotContain(secret));
                assertThat(Redactor.member(name, secret)).doesNotContain(secret);
                assertThat(Redactor.member("jwk", members)).doesNotContain(secret);
                assertThat(Redactor.member("jwk", json)).doesNotContain(secret);
                assertThat(Redactor.parameter("client_id", json)).doesNotContain(secret);
            }
        }
        assertThat(hidden).isPositive();
    }

    @Test
    void thePublicMembersOfAJwkAreShown() throws JOSEException {
        JWK key = new ECKeyGenerator(Curve.P_256).keyID("school").generate().toPublicJWK();

        assertThat(Redactor.text(key.toJSONString())).isEqualTo(key.toJSONString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"d", "p", "q", "k"})
    void aShortValueWithThePrivateMemberNameIsShown(String name) {
        assertThat(Redactor.member(name, "2026-11-26")).isEqualTo("\"2026-11-26\"");
        assertThat(Redactor.member(name, 5)).isEqualTo("5");
        assertThat(Redactor.text("{\"" + name + "\":\"Monday\"}")).contains("Monday");
        assertThat(Redactor.text("with " + name + " = 4 and " + name + ": yes"))
                .contains("4")
                .contains("yes");
    }
}
