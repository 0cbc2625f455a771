// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.apple;

import com.nimbusds.jose.jwk.RSAKey;
import dev.clientauth.apple.IdentityRejectedException.Check;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** A text that is not a JWS from Apple is rejected because of its format, header or signature. */
class IdentityTokenSignatureTest extends IdentityTokenFixture {
    @Test
    void aTokenSignedWithAnUnknownKeyUnderAKnownKidIsRejected() {
        RSAKey wrong = TestTokens.key("fh6Bs8C");
        rejected(Check.SIGNATURE, TestTokens.token(wrong, claims));
    }

    @Test
    void aTokenSignedWithAnotherOfApplesKeysIsRejected() {
        rejected(Check.SIGNATURE, TestTokens.token(TestTokens.OTHER, TestTokens.header(TestTokens.KEY), claims));
    }

    @Test
    void anUnknownOrMissingKidIsRejected() {
        rejected(Check.KEY, TestTokens.token(TestTokens.key("unknown"), claims));
        Map<String, Object> header = TestTokens.header(TestTokens.KEY);
        header.remove("kid");
        rejected(Check.KEY, TestTokens.token(TestTokens.KEY, header, claims));
        rejected(Check.KEY, withHeader("kid", 7));
        rejected(Check.KEY, withHeader("kid", ""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "None", "NONE", "RS384", "RS512", "PS256", "ES256", "HS256", "rs256", ""})
    void otherAlgorithmsThanRs256AreRejected(String algorithm) {
        rejected(Check.ALGORITHM, withHeader("alg", algorithm));
    }

    @Test
    void algNoneWithoutASignatureIsRejected() {
        String payload = TestTokens.part(TestTokens.json(claims));
        rejected(Check.FORM, TestTokens.part("{\"alg\":\"none\"}") + "." + payload + ".");
        rejected(Check.ALGORITHM, TestTokens.part("{\"alg\":\"none\",\"kid\":\"fh6Bs8C\"}") + "." + payload + ".AA");
        rejected(Check.ALGORITHM, TestTokens.part("{\"kid\":\"fh6Bs8C\"}") + "." + payload + ".AA");
    }

    @Test
    void hs256WithThePublicKeyAsTheSecretIsRejected() throws Exception {
        String input = TestTokens.part("{\"alg\":\"HS256\",\"kid\":\"fh6Bs8C\"}") + "."
                + TestTokens.part(TestTokens.json(claims));
        for (byte[] secret : List.of(
                TestTokens.KEY.toRSAPublicKey().getEncoded(),
                TestTokens.KEY.toPublicJWK().toJSONString().getBytes(UTF_8))) {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret, "HmacSHA256"));
            rejected(Check.ALGORITHM, input + "." + TestTokens.part(mac.doFinal(input.getBytes(UTF_8))));
        }
    }

    @Test
    void aTokenWithItsOwnKeyIsRejected() {
        RSAKey own = TestTokens.key("fh6Bs8C");
        Map<String, Object> header = TestTokens.header(own);
        header.put("jwk", own.toPublicJWK().toJSONObject());
        rejected(Check.HEADER, TestTokens.token(own, header, claims));
    }

    @ParameterizedTest
    @ValueSource(strings = {"jku", "x5u", "x5c", "x5t", "crit", "b64", "zip"})
    void aHeaderWithCriticalExtensionsIsRejected(String member) {
        rejected(Check.HEADER, withHeader(member, List.of("https://attacker.example")));
    }

    @Test
    void aTamperedPayloadIsRejected() {
        String[] parts = TestTokens.token(TestTokens.KEY, claims).split("\\.");
        claims.put("sub", "000000.victim.0000");
        rejected(Check.SIGNATURE, parts[0] + "." + TestTokens.part(TestTokens.json(claims)) + "." + parts[2]);
    }

    @Test
    void aTokenTruncatedAtAnyLengthIsRejected() {
        String token = TestTokens.token(TestTokens.KEY, claims);
        for (int length = 0; length < token.length(); length++) {
            String cut = token.substring(0, length);
            assertThatExceptionOfType(IdentityRejectedException.class)
                    .as("%d characters", length)
                    .isThrownBy(() -> verifier.verify(cut, EXPECTED));
        }
    }

    @ParameterizedTest
    @CsvSource({"a", "a.b", "a.b.c.d", "...", "'a b.c.d'", "ä.ö.ü", "'{}'"})
    void aTextThatIsNotAJwsIsRejected(String text) {
        rejected(Check.FORM, text);
    }

    @Test
    void paddingAndPlainBase64AreRejected() {
        String token = TestTokens.token(TestTokens.KEY, claims);
        rejected(Check.FORM, token + "=");
        rejected(Check.FORM, token + "\n");
        rejected(Check.FORM, " " + token);
    }

    @Test
    void oneMegabyteIsRejectedUnparsed() {
        rejected(Check.SIZE, "a".repeat(1 << 20));
        claims.put("padding", "x".repeat(1 << 20));
        rejected(Check.SIZE, TestTokens.token(TestTokens.KEY, claims));
        assertThat(apple.requests("/auth/keys")).isEmpty();
    }

    @Test
    void deepJsonIsRejectedInHeaderAndPayload() {
        String deep = "{\"a\":".repeat(1000) + "1" + "}".repeat(1000);
        String payload = TestTokens.json(claims);
        rejected(Check.FORM, TestTokens.token(TestTokens.KEY, deep, payload));
        rejected(
                Check.FORM, TestTokens.token(TestTokens.KEY, TestTokens.json(TestTokens.header(TestTokens.KEY)), deep));
    }

    @Test
    void aDuplicateMemberIsRejected() {
        String payload = TestTokens.json(claims);
        String header = TestTokens.json(TestTokens.header(TestTokens.KEY));
        rejected(Check.FORM, TestTokens.token(TestTokens.KEY, "{\"alg\":\"none\"," + header.substring(1), payload));
        rejected(Check.FORM, TestTokens.token(TestTokens.KEY, header, "{\"sub\":\"victim\"," + payload.substring(1)));
        rejected(Check.FORM, TestTokens.token(TestTokens.KEY, header, payload + "{}"));
        rejected(Check.FORM, TestTokens.token(TestTokens.KEY, header, "[]"));
        rejected(Check.FORM, TestTokens.token(TestTokens.KEY, header, "null"));
    }

    @Test
    void everyByteOfTheSignatureCounts() {
        String token = TestTokens.token(TestTokens.KEY, claims);
        String[] parts = token.split("\\.");
        byte[] signature = java.util.Base64.getUrlDecoder().decode(parts[2]);
        for (int i = 0; i < signature.length; i += 16) {
            byte[] changed = Arrays.copyOf(signature, signature.length);
            changed[i] ^= 1;
            rejected(Check.SIGNATURE, parts[0] + "." + parts[1] + "." + TestTokens.part(changed));
        }
        rejected(Check.SIGNATURE, parts[0] + "." + parts[1] + ".AAAA");
    }

    @Test
    void headerMembersCanHaveAnyOrder() {
        Map<String, Object> header = new LinkedHashMap<>();
        header.put("alg", "RS256");
        header.put("typ", "JWT");
        header.put("kid", "fh6Bs8C");
        assertThat(verifier.verify(TestTokens.token(TestTokens.KEY, header, claims), EXPECTED))
                .isNotNull();
    }
}
