package dev.clientauth.apple;

import com.nimbusds.jose.jwk.RSAKey;
import dev.clientauth.fakes.MovableClock;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/** Apple, "Verifying a user": each clause, and what breaks it. */
class IdentityTokenVerifierTest {
    private static final String NONCE = "2878cd1ac1fa121f75250f453edaac47365f5144f2e605e8b526a29cb62c83da";
    private static final IdentityExpectation EXPECTED = IdentityExpectation.nonce(NONCE);

    private final MovableClock clock = new MovableClock();
    private final FakeApple apple = FakeApple.start();
    private final OkHttpClient http = new OkHttpClient();
    private Map<String, Object> claims;
    private IdentityTokenVerifier verifier;

    @BeforeEach
    void publish() {
        apple.publishing(Forge.OTHER.toPublicJWK(), Forge.KEY.toPublicJWK());
        claims = Forge.claims(clock);
        verifier = IdentityTokenVerifier.of(
                        AppleKeys.at(apple.endpoints(), http, clock), Set.of("com.example.web", "com.example.app"))
                .withClock(clock);
    }

    @AfterEach
    void stop() {
        apple.close();
    }

    private void rejected(IdentityCheck check, String token) {
        rejected(check, token, EXPECTED);
    }

    private void rejected(IdentityCheck check, String token, IdentityExpectation expected) {
        assertThatExceptionOfType(IdentityRejectedException.class)
                .isThrownBy(() -> verifier.verify(token, expected))
                .satisfies(e -> assertThat(e.check()).isEqualTo(check))
                .satisfies(e -> assertThat(e.getMessage()).contains("found").contains("expected"))
                .satisfies(e -> assertThat(e.found()).isNotEmpty())
                .satisfies(e -> assertThat(e.expected()).isNotEmpty())
                .satisfies(
                        e -> assertThat(token.length() < 100 || !e.getMessage().contains(token))
                                .isTrue())
                .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(1000));
    }

    private String with(String claim, Object value) {
        claims.put(claim, value);
        return Forge.token(Forge.KEY, claims);
    }

    private String without(String claim) {
        claims.remove(claim);
        return Forge.token(Forge.KEY, claims);
    }

    private String withHeader(String member, Object value) {
        Map<String, Object> header = Forge.header(Forge.KEY);
        header.put(member, value);
        return Forge.token(Forge.KEY, header, claims);
    }

    @Test
    void aTokenOfApplesIsBelieved() {
        IdentityToken token = verifier.verify(Forge.token(Forge.KEY, claims), EXPECTED);
        assertThat(token.issuer()).isEqualTo("https://appleid.apple.com");
        assertThat(token.audience()).isEqualTo("com.example.web");
        assertThat(token.subject()).isEqualTo("001703.2a52ec72cb874a93986522fa35742bd4.1219");
        assertThat(token.nonce()).contains(NONCE);
        assertThat(token.expiresAt().getEpochSecond()).isEqualTo(clock.instant().getEpochSecond() + 600);
    }

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
    void anotherAudienceIsRejectedWithBothValues() {
        assertThatExceptionOfType(IdentityRejectedException.class)
                .isThrownBy(() -> verifier.verify(with("aud", "com.attacker.app"), EXPECTED))
                .satisfies(e -> assertThat(e.check()).isEqualTo(IdentityCheck.AUDIENCE))
                .satisfies(e -> assertThat(e.found()).isEqualTo("\"com.attacker.app\""))
                .satisfies(e -> assertThat(e.expected()).isEqualTo("one of [com.example.app, com.example.web]"));
    }

    @Test
    void missingAndSeveralAudiencesAreRejected() {
        rejected(IdentityCheck.AUDIENCE, with("aud", List.of("com.example.web", "com.attacker.app")));
        rejected(IdentityCheck.AUDIENCE, with("aud", List.of()));
        rejected(IdentityCheck.AUDIENCE, without("aud"));
    }

    @Test
    void webAndNativeTokensAreTakenByOneVerifierAndToldApart() {
        String token = with("aud", "com.example.app");
        assertThat(verifier.verify(token, EXPECTED).audience()).isEqualTo("com.example.app");
        rejected(IdentityCheck.AUDIENCE, token, EXPECTED.withAudience("com.example.web"));
    }

    @Test
    void anAudienceMustBeNamedBecauseATokenForAnyAppWouldPass() {
        AppleKeys keys = AppleKeys.at(apple.endpoints(), http, clock);
        assertThatIllegalArgumentException().isThrownBy(() -> IdentityTokenVerifier.of(keys, Set.of()));
        assertThatIllegalArgumentException().isThrownBy(() -> IdentityTokenVerifier.of(keys, Set.of(" ")));
    }

    @Test
    void theIssuerOfJune2025IsRejectedUnlessAllowed() {
        String token = with("iss", "https://account.apple.com");
        rejected(IdentityCheck.ISSUER, token);
        IdentityTokenVerifier wider =
                verifier.withIssuers(Set.of("https://appleid.apple.com", "https://account.apple.com"));
        assertThat(wider.verify(token, EXPECTED).issuer()).isEqualTo("https://account.apple.com");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://appleid.apple.com/",
                "http://appleid.apple.com",
                "https://accounts.google.com",
                "appleid.apple.com",
                ""
            })
    void anotherIssuerIsRejected(String issuer) {
        rejected(IdentityCheck.ISSUER, with("iss", issuer));
    }

    @Test
    void anExpiredTokenIsRejectedAfterAMinuteOfTolerance() {
        String token = Forge.token(Forge.KEY, claims);
        clock.advance(Duration.ofSeconds(659));
        assertThat(verifier.verify(token, EXPECTED)).isNotNull();
        clock.advance(Duration.ofSeconds(2));
        rejected(IdentityCheck.EXPIRY, token);
    }

    @Test
    void aTokenFromTheFutureIsRejectedBeyondAMinuteOfTolerance() {
        long now = clock.instant().getEpochSecond();
        claims.put("exp", now + 6000);
        assertThat(verifier.verify(with("iat", now + 59), EXPECTED)).isNotNull();
        rejected(IdentityCheck.ISSUED_AT, with("iat", now + 62));
    }

    @Test
    void timesInMillisecondsTextFractionsOrMissingAreRejected() {
        long now = clock.instant().getEpochSecond();
        rejected(IdentityCheck.EXPIRY, with("exp", now * 1000));
        rejected(IdentityCheck.EXPIRY, with("exp", String.valueOf(now + 600)));
        rejected(IdentityCheck.EXPIRY, with("exp", now + 600.5));
        rejected(IdentityCheck.EXPIRY, with("exp", -1));
        rejected(IdentityCheck.EXPIRY, without("exp"));
        claims.put("exp", now + 600);
        rejected(IdentityCheck.ISSUED_AT, without("iat"));
    }

    @Test
    void theToleranceIsBounded() {
        assertThatIllegalArgumentException().isThrownBy(() -> verifier.withTolerance(Duration.ofMinutes(6)));
        assertThatIllegalArgumentException().isThrownBy(() -> verifier.withTolerance(Duration.ofSeconds(-1)));
    }

    @Test
    void anotherNonceIsRejectedAndNotShown() {
        assertThatExceptionOfType(IdentityRejectedException.class)
                .isThrownBy(() -> verifier.verify(
                        Forge.token(Forge.KEY, claims), IdentityExpectation.nonce("expected-nonce-of-session")))
                .satisfies(e -> assertThat(e.check()).isEqualTo(IdentityCheck.NONCE))
                .satisfies(e ->
                        assertThat(e.getMessage()).doesNotContain(NONCE).doesNotContain("expected-nonce-of-session"));
    }

    @Test
    void aMissingNonceIsRejectedWhereThePlatformCarriesOne() {
        rejected(IdentityCheck.NONCE, without("nonce"));
        rejected(IdentityCheck.NONCE, with("nonce_supported", "true"));
        rejected(IdentityCheck.NONCE, without("nonce_supported"));
        rejected(IdentityCheck.NONCE, with("nonce", 7));
    }

    @Test
    void aMissingNonceIsTakenOnlyWhereApplesTokenSaysThatThePlatformCannotCarryOne() {
        claims.remove("nonce");
        assertThat(verifier.verify(with("nonce_supported", false), EXPECTED).nonce())
                .isEmpty();
        claims.put("nonce", "another");
        rejected(IdentityCheck.NONCE, with("nonce_supported", false));
    }

    @Test
    void aNonceThatNobodySentIsRejected() {
        rejected(IdentityCheck.NONCE, Forge.token(Forge.KEY, claims), IdentityExpectation.withoutNonce());
        assertThat(verifier.verify(without("nonce"), IdentityExpectation.withoutNonce()))
                .isNotNull();
    }

    @Test
    void afterARefreshTheNonceIsFreeButThePersonIsNot() {
        String token = Forge.token(Forge.KEY, claims);
        assertThat(verifier.verify(
                        token, IdentityExpectation.afterRefresh("001703.2a52ec72cb874a93986522fa35742bd4.1219")))
                .isNotNull();
        rejected(IdentityCheck.SUBJECT, token, IdentityExpectation.afterRefresh("000000.other.0000"));
    }

    @Test
    void aTokenWithoutSubIsRejected() {
        rejected(IdentityCheck.SUBJECT, without("sub"));
    }

    /** The code and c_hash of OpenID Connect Core appendix A.4, the access token and at_hash of appendix A.3. */
    @Test
    void theHashesOfOpenIdConnectCoreAppendixAAreMatched() {
        String code = "Qcb0Orv1zh30vL1MPRsbm-diHiMwcLyZvn1arpZv-Jxf_11jnpEX3Tgfvk";
        String accessToken = "jHkWEdUXMU1BwAsC4vtUsZwnNvTIxEl0z9K3vx5KF0Y";
        claims.put("c_hash", "LDktKdoQak3Pk0cnXxCltA");
        claims.put("at_hash", "77QmUPtjPfzWtF2AnpK9RQ");
        String token = Forge.token(Forge.KEY, claims);
        assertThat(verifier.verify(token, EXPECTED.withCode(code).withAccessToken(accessToken)))
                .isNotNull();
        rejected(IdentityCheck.CODE_HASH, token, EXPECTED.withCode("another"));
        rejected(IdentityCheck.ACCESS_TOKEN_HASH, token, EXPECTED.withAccessToken("another"));
        assertThat(verifier.verify(token, EXPECTED)).isNotNull();
    }

    @Test
    void hashesThatAreNotThereAreNotMissed() {
        assertThat(verifier.verify(
                        Forge.token(Forge.KEY, claims), EXPECTED.withCode("any").withAccessToken("any")))
                .isNotNull();
        rejected(IdentityCheck.CODE_HASH, with("c_hash", 7), EXPECTED.withCode("any"));
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
    void anAccountEventIsNoIdentityToken() {
        rejected(IdentityCheck.KIND, with("events", "{\"type\":\"consent-revoked\"}"));
    }

    @Test
    void aLongOrStrangeValueIsCutAndCleanedBeforeItIsShown() {
        assertThatExceptionOfType(IdentityRejectedException.class)
                .isThrownBy(() -> verifier.verify(with("iss", "bad\n".repeat(1000)), EXPECTED))
                .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(600).doesNotContain("\n"));
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
