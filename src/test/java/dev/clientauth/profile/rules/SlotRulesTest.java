// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.profile.rules;

import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import dev.clientauth.profile.Rule;
import dev.clientauth.profile.TokenRequest;
import dev.clientauth.profile.Verdict;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;

import static dev.clientauth.profile.RuleChecks.GUIDE;
import static dev.clientauth.profile.RuleChecks.check;
import static dev.clientauth.profile.RuleChecks.checkHeader;
import static dev.clientauth.profile.RuleChecks.checkParameter;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

/** Valid values in the wrong place. */
class SlotRulesTest {
    private static final Rule NO_PRIVATE_KEY = SlotRules.noPrivateKey(GUIDE);

    @Test
    void aPrivateKeyIsRecognizedInEveryForm() throws Exception {
        ECKey key = new ECKeyGenerator(Curve.P_256).generate();
        String pkcs8 = base64(key.toPrivateKey().getEncoded());
        String wrapped = pkcs8.substring(0, 64) + "\n" + pkcs8.substring(64);

        for (String value : List.of(
                pkcs8,
                " " + pkcs8 + "\n",
                wrapped,
                wrapped.replace("\n", "\\n"),
                "-----BEGIN EC PRIVATE KEY-----\n" + pkcs8,
                "-----BEGIN PRIVATE",
                key.toJSONString())) {
            assertThat(SecretShape.isPrivateKey(value)).as(value).isTrue();
        }
        for (String value : List.of(
                base64(key.toPublicKey().getEncoded()),
                key.toPublicJWK().toJSONString(),
                "{\"d\":1}",
                key.toJSONString().substring(1),
                "-----BEGIN PUBLIC KEY-----",
                "M%",
                "X" + pkcs8,
                "")) {
            assertThat(SecretShape.isPrivateKey(value)).as(value).isFalse();
        }
    }

    @Test
    void aKeyWithoutItsPemLinesIsASequenceThatBeginsWithAVersion() {
        assertThat(isKey(48, 0x30, 46, 2, 1, 0)).isTrue();
        assertThat(isKey(48, 0x30, 46, 2, 1, 1)).isTrue();
        assertThat(isKey(48, 0x30, 46, 2, 1, 2)).isFalse();
        assertThat(isKey(48, 0x30, 46, 2, 2, 0)).isFalse();
        assertThat(isKey(48, 0x30, 46, 3, 1, 0)).isFalse();
        assertThat(isKey(48, 0x31, 46, 2, 1, 0)).isFalse();
        assertThat(isKey(47, 0x30, 45, 2, 1, 0)).isFalse();
        assertThat(isKey(200, 0x30, 0x81, 197, 2, 1, 0)).isTrue();
        assertThat(isKey(400, 0x30, 0x82, 1, 140, 2, 1, 0)).isTrue();
        assertThat(isKey(400, 0x30, 0x82, 1, 2, 1, 0)).isFalse();
        byte[] atTheEnd = new byte[48];
        System.arraycopy(new byte[] {0x30, (byte) (0x80 + 43)}, 0, atTheEnd, 0, 2);
        System.arraycopy(new byte[] {2, 1, 0}, 0, atTheEnd, 45, 3);
        assertThat(SecretShape.isPrivateKey(base64(atTheEnd))).isTrue();
        byte[] cutOff = new byte[48];
        System.arraycopy(new byte[] {0x30, (byte) (0x80 + 44)}, 0, cutOff, 0, 2);
        System.arraycopy(new byte[] {2, 1}, 0, cutOff, 46, 2);
        assertThat(SecretShape.isPrivateKey(base64(cutOff))).isFalse();
    }

    @Test
    void theParametersWithAPrivateKeyAreNamed() {
        TokenRequest.Builder request = TokenRequest.builder()
                .parameter("client_secret", "-----BEGIN PRIVATE")
                .parameter("assertion", "-----BEGIN PRIVATE")
                .parameter("assertion", "-----BEGIN PRIVATE")
                .parameter("scope", "read");

        assertThat(check(NO_PRIVATE_KEY, request))
                .isEqualTo(Verdict.broken(
                        "the private key itself is sent as client_secret, assertion", "a JWT signed with the key"));
        assertThat(checkParameter(NO_PRIVATE_KEY, "scope", "read")).isEqualTo(Verdict.satisfied());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"iss\":\"https://appleid.apple.com\"}",
                "{\"iss\":\"accounts.google.com\"}",
                "{\"typ\":\"ID\"}",
                "{\"at_hash\":\"a\",\"iss\":\"https://as.example.com\"}",
                "{\"nonce\":null}"
            })
    void anIdentityTokenIsNotAGrant(String claims) {
        Rule rule = SlotRules.noIdentityToken(GUIDE);
        String token = jwt(claims);

        for (String name : List.of("code", "refresh_token", "token")) {
            assertThat(checkParameter(rule, name, token))
                    .isEqualTo(Verdict.broken(name + " is an identity token (a JWT)", "a code or an opaque token"));
        }
        assertThat(checkParameter(rule, "subject_token", token)).isEqualTo(Verdict.satisfied());
        assertThat(check(rule, TokenRequest.builder().parameter("code", token).parameter("code", token)))
                .isEqualTo(Verdict.broken("code is an identity token (a JWT)", "a code or an opaque token"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"iss\":\"https://as.example.com\",\"typ\":\"Bearer\"}", "{\"iss\":5}", "{}"})
    void anotherJwtMayBeAToken(String claims) {
        assertThat(checkParameter(SlotRules.noIdentityToken(GUIDE), "token", jwt(claims)))
                .isEqualTo(Verdict.satisfied());
    }

    @Test
    void aJwtHasThreePartsAndClaims() {
        assertThat(SecretShape.isJwt(jwt("{}"))).isTrue();
        assertThat(SecretShape.isJwt(" " + jwt("{}") + " ")).isTrue();
        assertThat(SecretShape.isJwt(jwt("[]"))).isFalse();
        assertThat(SecretShape.isJwt("not a JWT")).isFalse();
        assertThat(SecretShape.isIdentityToken("\"" + jwt("{\"nonce\":1}") + "\""))
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "read,write                              | true",
                "read, write                             | true",
                "'system/Observation.rs,openid'          | true",
                "read write                              | false",
                "read                                    | false",
                "read,                                   | false",
                "','                                     | false",
                "read,{write}                            | false",
                "system/Observation.rs?category=a,b      | false",
            })
    void scopesAreNotSeparatedByCommas(String scope, boolean isBroken) {
        assertThat(checkParameter(SlotRules.scopesSeparatedBySpaces(GUIDE), "scope", scope))
                .isEqualTo(
                        isBroken
                                ? Verdict.broken('"' + scope + "\", separated by commas", "spaces")
                                : Verdict.satisfied());
    }

    @ParameterizedTest
    @CsvSource({"x5t, 20", "x5t#S256, 32"})
    void aThumbprintHasTheLengthOfItsHash(String name, int bytes) {
        Rule rule = SlotRules.thumbprintOfBytes(GUIDE);
        String hex = "0aF9".repeat(bytes / 2);

        assertThat(checkHeader(rule, Map.of(name, url(new byte[bytes])))).isEqualTo(Verdict.satisfied());
        assertThat(checkHeader(rule, Map.of(name, base64(filled(bytes, 0xff))))).isEqualTo(Verdict.satisfied());
        assertThat(checkHeader(rule, Map.of(name, 5))).isEqualTo(Verdict.satisfied());
        assertThat(checkHeader(rule, Map.of("kid", "a"))).isEqualTo(Verdict.satisfied());
        assertThat(checkHeader(rule, Map.of(name, url(hex.getBytes(UTF_8)))))
                .isEqualTo(Verdict.broken(
                        name + " holds " + 2 * bytes + " bytes: the base64 of the thumbprint's hexadecimal text",
                        bytes + " bytes"));
        assertThat(checkHeader(rule, Map.of(name, url(filled(bytes + 1, 0xff)))))
                .isEqualTo(Verdict.broken(name + " holds " + (bytes + 1) + " bytes", bytes + " bytes"));
        assertThat(checkHeader(rule, Map.of(name, "AA:BB")))
                .isEqualTo(Verdict.broken(name + " is not base64url", bytes + " bytes in base64url"));
    }

    @Test
    void aClientAssertionIsNotEmpty() {
        Rule rule = SlotRules.assertionNotEmpty(GUIDE);
        TokenRequest.Builder request = TokenRequest.builder()
                .parameter("client_assertion", "")
                .parameter("client_assertion_type", " ")
                .parameter("scope", "");

        assertThat(check(rule, request))
                .isEqualTo(Verdict.broken(
                        "empty: client_assertion, client_assertion_type", "a value, or no such parameter"));
        assertThat(checkParameter(rule, "client_assertion", "a")).isEqualTo(Verdict.satisfied());
        assertThat(checkParameter(rule, "scope", "")).isEqualTo(Verdict.satisfied());
    }

    @ParameterizedTest
    @CsvSource({
        "at+jwt, an access token",
        "application/AT+JWT, an access token",
        "DPoP+jwt, a DPoP proof",
        "JWT, ",
        "client-authentication+jwt, "
    })
    void theTypeIsNotThatOfAnotherKindOfJwt(String typ, String kind) {
        assertThat(checkHeader(SlotRules.typeOfNoOtherKind(GUIDE), Map.of("typ", typ)))
                .isEqualTo(
                        kind == null
                                ? Verdict.satisfied()
                                : Verdict.broken(
                                        '"' + typ + "\", the typ of " + kind, "JWT or client-authentication+jwt"));
    }

    private static boolean isKey(int length, int... beginning) {
        byte[] der = new byte[length];
        for (int i = 0; i < beginning.length; i++) {
            der[i] = (byte) beginning[i];
        }
        return SecretShape.isPrivateKey(base64(der));
    }

    private static byte[] filled(int length, int value) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) value);
        return bytes;
    }

    private static String jwt(String claims) {
        return url("{\"alg\":\"RS256\"}".getBytes(UTF_8)) + "." + url(claims.getBytes(UTF_8)) + ".AAAA";
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    private static String url(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
