// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.key;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.util.JSONObjectUtils;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

@DisplayName("The JWK Set that a client publishes")
class PublicKeySetTest {

    private static final SigningKey EC = SigningKey.generate(JWSAlgorithm.ES384).withKeyId("ec");
    private static final SigningKey RSA =
            SigningKey.generate(JWSAlgorithm.RS384).withKeyId("rsa");

    @Test
    void hasTheMembersThatSmartRequiresAndNothingPrivate() throws Exception {
        PublicKeySet set = PublicKeySet.of(EC, RSA);

        Map<String, Object>[] keys = JSONObjectUtils.getJSONObjectArray(JSONObjectUtils.parse(set.toJson()), "keys");

        assertThat(keys).hasSize(2);
        assertThat(keys[0])
                .containsOnlyKeys("kty", "crv", "x", "y", "kid", "use", "alg")
                .containsEntry("kid", "ec")
                .containsEntry("use", "sig")
                .containsEntry("alg", "ES384");
        assertThat(keys[1]).containsOnlyKeys("kty", "n", "e", "kid", "use").containsEntry("kid", "rsa");
        assertThat(set.toJwkSet().containsNonPublicKeys()).isFalse();
        assertThat(set).hasToString(set.toJson());
    }

    @Test
    void hasTheAlgorithmOfARestrictedRsaKey() {
        PublicKeySet set = PublicKeySet.of(RSA.withAlgorithm(JWSAlgorithm.RS384));

        assertThat(set.toJson()).contains("\"alg\":\"RS384\"");
    }

    @Test
    void rejectsKeysWithoutAKeyIdOrWithTheSame() {
        SigningKey nameless = SigningKey.parse(Fixtures.text("ec-256.pkcs8.pem"));
        SigningKey twin = RSA.withKeyId("ec");

        assertThatThrownBy(() -> PublicKeySet.of(EC, nameless))
                .isInstanceOf(KeyFormatException.class)
                .hasMessageContaining("a key without a key id");
        assertThatThrownBy(() -> PublicKeySet.of(List.of(EC, twin)))
                .isInstanceOf(KeyFormatException.class)
                .hasMessageContaining("two keys with the key id ec");
    }

    @Test
    void canBeParsedAgain() {
        PublicKeySet set = PublicKeySet.parse(PublicKeySet.of(EC, RSA).toJson());

        assertThat(set.find("ec")).contains(EC.publicJwk());
        assertThat(set.find("rsa")).contains(RSA.publicJwk());
        assertThat(set.find("other")).isEmpty();
    }

    @Test
    void isRejectedWithAPrivateKeyWhichIsNotRepeated() throws Exception {
        ECKey jwk = new ECKeyGenerator(Curve.P_256).keyID("k").generate();
        String json = new JWKSet(jwk).toString(false);

        KeyFormatException refusal = catchThrowableOfType(KeyFormatException.class, () -> PublicKeySet.parse(json));

        assertThat(refusal.found()).isEqualTo("a private key (member \"d\") in a set meant to be published");
        assertThat(refusal.remedy()).contains("the key is compromised");
        Secrecy.assertShowsNothingOf(refusal, jwk.getD().toString());
        assertThat(catchThrowableOfType(KeyFormatException.class, () -> PublicKeySet.parse(jwk.toJSONString()))
                        .found())
                .startsWith("a private key");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"keys\":[{\"kty\":\"oct\",\"kid\":\"k\",\"k\":\"c2VjcmV0LXNlY3JldC1zZWNyZXQtc2VjcmV0\"}]}",
                "{\"keys\":[{\"kty\":\"AKP\",\"kid\":\"k\",\"priv\":\"c2VjcmV0LXNlY3JldC1zZWNyZXQtc2VjcmV0\"}]}",
            })
    void isRejectedWithSecretsOfUnknownKeyTypes(String json) {
        KeyFormatException refusal = catchThrowableOfType(KeyFormatException.class, () -> PublicKeySet.parse(json));

        assertThat(refusal.found()).startsWith("a private key (member \"");
        Secrecy.assertShowsNothingOf(refusal, "c2VjcmV0LXNlY3JldC1zZWNyZXQtc2VjcmV0");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "{}",
                "{\"keys\":{}}",
                "{\"keys\":[1]}",
                "{\"keys\":[null]}",
                "<html>",
            })
    void isRejectedIfItIsNotAJwkSet(String text) {
        KeyFormatException refusal = catchThrowableOfType(KeyFormatException.class, () -> PublicKeySet.parse(text));

        assertThat(refusal.found()).isEqualTo("text that is not a JWK Set");
    }

    @Test
    void isRejectedWithAnIncompleteKey() {
        KeyFormatException refusal = catchThrowableOfType(
                KeyFormatException.class, () -> PublicKeySet.parse("{\"keys\":[{\"kty\":\"EC\"}]}"));

        assertThat(refusal.found()).isEqualTo("a JWK of type EC without crv, x, y");
    }
}
