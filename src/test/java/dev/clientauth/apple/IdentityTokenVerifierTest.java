// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.apple;

import dev.clientauth.apple.IdentityRejectedException.Check;
import dev.clientauth.transport.OkHttpTransport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.util.List;
import java.util.Set;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/** Apple, "Verifying a user": each requirement for a token, and a violation of it. */
class IdentityTokenVerifierTest extends IdentityTokenFixture {
    @Test
    void aTokenFromAppleIsAccepted() {
        IdentityToken token = verifier.verify(TestTokens.token(TestTokens.KEY, claims), EXPECTED);
        assertThat(token.issuer()).isEqualTo("https://appleid.apple.com");
        assertThat(token.audience()).isEqualTo("com.example.web");
        assertThat(token.subject()).isEqualTo("001703.2a52ec72cb874a93986522fa35742bd4.1219");
        assertThat(token.nonce()).contains(NONCE);
        assertThat(token.expiresAt().getEpochSecond()).isEqualTo(clock.instant().getEpochSecond() + 600);
    }

    @Test
    void anotherAudienceIsRejectedWithBothValues() {
        assertThatExceptionOfType(IdentityRejectedException.class)
                .isThrownBy(() -> verifier.verify(with("aud", "com.attacker.app"), EXPECTED))
                .satisfies(e -> assertThat(e.check()).isEqualTo(Check.AUDIENCE))
                .satisfies(e -> assertThat(e.found()).isEqualTo("\"com.attacker.app\""))
                .satisfies(e -> assertThat(e.expected()).isEqualTo("one of [com.example.app, com.example.web]"));
    }

    @Test
    void missingAndSeveralAudiencesAreRejected() {
        rejected(Check.AUDIENCE, with("aud", List.of("com.example.web", "com.attacker.app")));
        rejected(Check.AUDIENCE, with("aud", List.of()));
        rejected(Check.AUDIENCE, without("aud"));
    }

    @Test
    void webAndNativeTokensAreAcceptedAndDistinguished() {
        String token = with("aud", "com.example.app");
        assertThat(verifier.verify(token, EXPECTED).audience()).isEqualTo("com.example.app");
        rejected(Check.AUDIENCE, token, EXPECTED.withAudience("com.example.web"));
    }

    @Test
    void anAudienceIsRequired() {
        AppleKeys keys = AppleKeys.at(apple.endpoints(), OkHttpTransport.of(http), clock);
        assertThatIllegalArgumentException().isThrownBy(() -> IdentityTokenVerifier.of(keys, Set.of()));
        assertThatIllegalArgumentException().isThrownBy(() -> IdentityTokenVerifier.of(keys, Set.of(" ")));
    }

    @Test
    void theIssuerOfJune2025IsRejectedUnlessConfigured() {
        String token = with("iss", "https://account.apple.com");
        rejected(Check.ISSUER, token);
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
        rejected(Check.ISSUER, with("iss", issuer));
    }

    @Test
    void anExpiredTokenIsRejectedAfterOneMinuteOfTolerance() {
        String token = TestTokens.token(TestTokens.KEY, claims);
        clock.advance(Duration.ofSeconds(659));
        assertThat(verifier.verify(token, EXPECTED)).isNotNull();
        clock.advance(Duration.ofSeconds(2));
        rejected(Check.EXPIRY, token);
    }

    @Test
    void aTokenFromTheFutureIsRejectedBeyondOneMinuteOfTolerance() {
        long now = clock.instant().getEpochSecond();
        claims.put("exp", now + 6000);
        assertThat(verifier.verify(with("iat", now + 59), EXPECTED)).isNotNull();
        rejected(Check.ISSUED_AT, with("iat", now + 62));
    }

    @Test
    void missingAndNonIntegerTimesAreRejected() {
        long now = clock.instant().getEpochSecond();
        rejected(Check.EXPIRY, with("exp", now * 1000));
        rejected(Check.EXPIRY, with("exp", String.valueOf(now + 600)));
        rejected(Check.EXPIRY, with("exp", now + 600.5));
        rejected(Check.EXPIRY, with("exp", -1));
        rejected(Check.EXPIRY, without("exp"));
        claims.put("exp", now + 600);
        rejected(Check.ISSUED_AT, without("iat"));
    }

    @Test
    void aTokenIsRejectedBeforeItsNbf() {
        long now = clock.instant().getEpochSecond();
        assertThat(verifier.verify(with("nbf", now + 59), EXPECTED)).isNotNull();
        rejected(Check.NOT_BEFORE, with("nbf", now + 62));
        rejected(Check.NOT_BEFORE, with("nbf", "later"));
    }

    @Test
    void theToleranceHasAMaximum() {
        assertThatIllegalArgumentException().isThrownBy(() -> verifier.withTolerance(Duration.ofMinutes(6)));
        assertThatIllegalArgumentException().isThrownBy(() -> verifier.withTolerance(Duration.ofSeconds(-1)));
    }

    @Test
    void anotherNonceIsRejectedAndNotShown() {
        assertThatExceptionOfType(IdentityRejectedException.class)
                .isThrownBy(() -> verifier.verify(
                        TestTokens.token(TestTokens.KEY, claims),
                        IdentityTokenVerifier.Expectation.nonce("expected-nonce-of-session")))
                .satisfies(e -> assertThat(e.check()).isEqualTo(Check.NONCE))
                .satisfies(e ->
                        assertThat(e.getMessage()).doesNotContain(NONCE).doesNotContain("expected-nonce-of-session"));
    }

    @Test
    void aMissingNonceIsRejectedIfThePlatformSupportsIt() {
        rejected(Check.NONCE, without("nonce"));
        rejected(Check.NONCE, with("nonce_supported", "true"));
        rejected(Check.NONCE, without("nonce_supported"));
        rejected(Check.NONCE, with("nonce", 7));
    }

    @Test
    void aMissingNonceIsAcceptedIfThePlatformDoesNotSupportIt() {
        claims.remove("nonce");
        assertThat(verifier.verify(with("nonce_supported", false), EXPECTED).nonce())
                .isEmpty();
        claims.put("nonce", "another");
        rejected(Check.NONCE, with("nonce_supported", false));
    }

    @Test
    void anUnexpectedNonceIsRejected() {
        rejected(
                Check.NONCE,
                TestTokens.token(TestTokens.KEY, claims),
                IdentityTokenVerifier.Expectation.withoutNonce());
        assertThat(verifier.verify(without("nonce"), IdentityTokenVerifier.Expectation.withoutNonce()))
                .isNotNull();
    }

    @Test
    void afterARefreshTheNonceIsNotCheckedButTheSubjectIs() {
        String token = TestTokens.token(TestTokens.KEY, claims);
        assertThat(verifier.verify(
                        token,
                        IdentityTokenVerifier.Expectation.afterRefresh("001703.2a52ec72cb874a93986522fa35742bd4.1219")))
                .isNotNull();
        rejected(Check.SUBJECT, token, IdentityTokenVerifier.Expectation.afterRefresh("000000.other.0000"));
    }

    @Test
    void aTokenWithoutSubIsRejected() {
        rejected(Check.SUBJECT, without("sub"));
    }

    /** The code and c_hash of OpenID Connect Core appendix A.4, the access token and at_hash of appendix A.3. */
    @Test
    void theHashesOfOpenIdConnectCoreAppendixAMatch() {
        String code = "Qcb0Orv1zh30vL1MPRsbm-diHiMwcLyZvn1arpZv-Jxf_11jnpEX3Tgfvk";
        String accessToken = "jHkWEdUXMU1BwAsC4vtUsZwnNvTIxEl0z9K3vx5KF0Y";
        claims.put("c_hash", "LDktKdoQak3Pk0cnXxCltA");
        claims.put("at_hash", "77QmUPtjPfzWtF2AnpK9RQ");
        String token = TestTokens.token(TestTokens.KEY, claims);
        assertThat(verifier.verify(token, EXPECTED.withCode(code).withAccessToken(accessToken)))
                .isNotNull();
        rejected(Check.CODE_HASH, token, EXPECTED.withCode("another"));
        rejected(Check.ACCESS_TOKEN_HASH, token, EXPECTED.withAccessToken("another"));
        assertThat(verifier.verify(token, EXPECTED)).isNotNull();
    }

    @Test
    void missingHashesAreAccepted() {
        assertThat(verifier.verify(
                        TestTokens.token(TestTokens.KEY, claims),
                        EXPECTED.withCode("any").withAccessToken("any")))
                .isNotNull();
        rejected(Check.CODE_HASH, with("c_hash", 7), EXPECTED.withCode("any"));
    }

    @Test
    void anAccountEventIsNotAnIdentityToken() {
        rejected(Check.KIND, with("events", "{\"type\":\"consent-revoked\"}"));
    }

    @Test
    void aLongOrUnprintableValueIsSanitizedBeforeItIsShown() {
        assertThatExceptionOfType(IdentityRejectedException.class)
                .isThrownBy(() -> verifier.verify(with("iss", "bad\n".repeat(1000)), EXPECTED))
                .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(600).doesNotContain("\n"));
    }
}
