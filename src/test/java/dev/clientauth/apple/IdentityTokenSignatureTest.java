package dev.clientauth.apple;

import com.nimbusds.jose.jwk.RSAKey;
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

/** What is no JWS of Apple's is rejected, by its form, its header or its signature. */
class IdentityTokenSignatureTest extends IdentityTokenDesk {
    @Test
    void aTokenSignedWithAnotherKeyUnderAKnownKidIsRejected() {
        RSAKey wrong = Forge.key("fh6Bs8C");
        rejected(IdentityCheck.SIGNATURE, Forge.token(wrong, claims));
    }

    @Test
    void aTokenSignedWithAnotherOfApplesKeysThanItsKidSaysIsRejected() {
        rejected(IdentityCheck.SIGNATURE, Forge.token(Forge.OTHER, Forge.header(Forge.KEY), claims));
    }

    @Test
    void anUnknownOrMissingKidIsRejected() {
        rejected(IdentityCheck.KEY, Forge.token(Forge.key("unknown"), claims));
        Map<String, Object> header = Forge.header(Forge.KEY);
        header.remove("kid");
        rejected(IdentityCheck.KEY, Forge.token(Forge.KEY, header, claims));
        rejected(IdentityCheck.KEY, withHeader("kid", 7));
        rejected(IdentityCheck.KEY, withHeader("kid", ""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "None", "NONE", "RS384", "RS512", "PS256", "ES256", "HS256", "rs256", ""})
    void anyAlgorithmButRs256IsRejected(String algorithm) {
        rejected(IdentityCheck.ALGORITHM, withHeader("alg", algorithm));
    }

    @Test
    void algNoneWithoutASignatureIsRejected() {
        String payload = Forge.part(Forge.json(claims));
        rejected(IdentityCheck.FORM, Forge.part("{\"alg\":\"none\"}") + "." + payload + ".");
        rejected(IdentityCheck.ALGORITHM, Forge.part("{\"alg\":\"none\",\"kid\":\"fh6Bs8C\"}") + "." + payload + ".AA");
        rejected(IdentityCheck.ALGORITHM, Forge.part("{\"kid\":\"fh6Bs8C\"}") + "." + payload + ".AA");
    }

    @Test
    void hs256WithThePublicKeyAsSecretIsRejected() throws Exception {
        String input = Forge.part("{\"alg\":\"HS256\",\"kid\":\"fh6Bs8C\"}") + "." + Forge.part(Forge.json(claims));
        for (byte[] secret : List.of(
                Forge.KEY.toRSAPublicKey().getEncoded(),
                Forge.KEY.toPublicJWK().toJSONString().getBytes(UTF_8))) {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret, "HmacSHA256"));
            rejected(IdentityCheck.ALGORITHM, input + "." + Forge.part(mac.doFinal(input.getBytes(UTF_8))));
        }
    }

    @Test
    void aTokenThatBringsItsOwnKeyIsRejected() {
        RSAKey own = Forge.key("fh6Bs8C");
        Map<String, Object> header = Forge.header(own);
        header.put("jwk", own.toPublicJWK().toJSONObject());
        rejected(IdentityCheck.HEADER, Forge.token(own, header, claims));
    }

    @ParameterizedTest
    @ValueSource(strings = {"jku", "x5u", "x5c", "x5t", "crit", "b64", "zip"})
    void aHeaderThatChangesHowTheTokenIsReadIsRejected(String member) {
        rejected(IdentityCheck.HEADER, withHeader(member, List.of("https://attacker.example")));
    }

    @Test
    void aTamperedPayloadIsRejected() {
        String[] parts = Forge.token(Forge.KEY, claims).split("\\.");
        claims.put("sub", "000000.victim.0000");
        rejected(IdentityCheck.SIGNATURE, parts[0] + "." + Forge.part(Forge.json(claims)) + "." + parts[2]);
    }

    @Test
    void aTruncatedTokenIsRejectedAtEveryLength() {
        String token = Forge.token(Forge.KEY, claims);
        for (int length = 0; length < token.length(); length++) {
            String cut = token.substring(0, length);
            assertThatExceptionOfType(IdentityRejectedException.class)
                    .as("%d characters", length)
                    .isThrownBy(() -> verifier.verify(cut, EXPECTED));
        }
    }

    @ParameterizedTest
    @CsvSource({"a", "a.b", "a.b.c.d", "...", "'a b.c.d'", "ä.ö.ü", "'{}'"})
    void whatIsNoJwsIsRejected(String text) {
        rejected(IdentityCheck.FORM, text);
    }

    @Test
    void paddingAndPlainBase64AreRejected() {
        String token = Forge.token(Forge.KEY, claims);
        rejected(IdentityCheck.FORM, token + "=");
        rejected(IdentityCheck.FORM, token + "\n");
        rejected(IdentityCheck.FORM, " " + token);
    }

    @Test
    void oneMegabyteIsRejectedUnread() {
        rejected(IdentityCheck.SIZE, "a".repeat(1 << 20));
        claims.put("padding", "x".repeat(1 << 20));
        rejected(IdentityCheck.SIZE, Forge.token(Forge.KEY, claims));
        assertThat(apple.requests("/auth/keys")).isEmpty();
    }

    @Test
    void deepJsonIsRejectedInHeaderAndPayload() {
        String deep = "{\"a\":".repeat(1000) + "1" + "}".repeat(1000);
        String payload = Forge.json(claims);
        rejected(IdentityCheck.FORM, Forge.token(Forge.KEY, deep, payload));
        rejected(IdentityCheck.FORM, Forge.token(Forge.KEY, Forge.json(Forge.header(Forge.KEY)), deep));
    }

    @Test
    void aMemberNamedTwiceIsRejected() {
        String payload = Forge.json(claims);
        String header = Forge.json(Forge.header(Forge.KEY));
        rejected(IdentityCheck.FORM, Forge.token(Forge.KEY, "{\"alg\":\"none\"," + header.substring(1), payload));
        rejected(IdentityCheck.FORM, Forge.token(Forge.KEY, header, "{\"sub\":\"victim\"," + payload.substring(1)));
        rejected(IdentityCheck.FORM, Forge.token(Forge.KEY, header, payload + "{}"));
        rejected(IdentityCheck.FORM, Forge.token(Forge.KEY, header, "[]"));
        rejected(IdentityCheck.FORM, Forge.token(Forge.KEY, header, "null"));
    }

    @Test
    void everySignatureByteCounts() {
        String token = Forge.token(Forge.KEY, claims);
        String[] parts = token.split("\\.");
        byte[] signature = java.util.Base64.getUrlDecoder().decode(parts[2]);
        for (int i = 0; i < signature.length; i += 16) {
            byte[] changed = Arrays.copyOf(signature, signature.length);
            changed[i] ^= 1;
            rejected(IdentityCheck.SIGNATURE, parts[0] + "." + parts[1] + "." + Forge.part(changed));
        }
        rejected(IdentityCheck.SIGNATURE, parts[0] + "." + parts[1] + ".AAAA");
    }

    @Test
    void theOrderOfHeaderMembersIsFree() {
        Map<String, Object> header = new LinkedHashMap<>();
        header.put("alg", "RS256");
        header.put("typ", "JWT");
        header.put("kid", "fh6Bs8C");
        assertThat(verifier.verify(Forge.token(Forge.KEY, header, claims), EXPECTED))
                .isNotNull();
    }
}
