// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.apple;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.RSAKey;
import dev.clientauth.apple.IdentityRejectedException.Check;
import dev.clientauth.token.OAuthError;
import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.Optional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Values at a limit, and what an application reads from a token that was accepted or refused. */
class IdentityTokenBoundsTest extends IdentityTokenFixture {

    @Test
    void aTokenOfTheMaximumLengthIsReadAndALongerOneIsNot() {
        rejected(Check.FORM, "a".repeat(AppleJws.MAX_LENGTH));
        rejected(Check.SIZE, "a".repeat(AppleJws.MAX_LENGTH + 1));
    }

    @Test
    void aMissingOrUnexpectedNonceIsNamed() {
        assertThatExceptionOfType(IdentityRejectedException.class)
                .isThrownBy(() -> verifier.verify(with("nonce", "another"), EXPECTED))
                .satisfies(e -> assertThat(e.check()).isEqualTo(Check.NONCE))
                .satisfies(e -> assertThat(e.expected()).isEqualTo("the nonce of this sign-in"));
        assertThatExceptionOfType(IdentityRejectedException.class)
                .isThrownBy(() ->
                        verifier.verify(with("nonce", "another"), IdentityTokenVerifier.Expectation.withoutNonce()))
                .satisfies(e -> assertThat(e.expected()).isEqualTo("no nonce"));
    }

    @Test
    void theAddressAndEveryClaimOfAnAcceptedTokenAreReturned() {
        IdentityToken token = verifier.verify(with("email", "user@example.com"), EXPECTED);
        assertThat(token.email()).contains("user@example.com");
        assertThat(token.claims()).containsOnlyKeys(claims.keySet()).containsEntry("email", "user@example.com");
    }

    @Test
    void aKeyForAnotherAlgorithmDoesNotVerifyTokens() {
        RSAKey other =
                new RSAKey.Builder(TestTokens.KEY).algorithm(JWSAlgorithm.RS512).build();
        apple.publishing(TestTokens.OTHER.toPublicJWK(), other.toPublicJWK());
        rejected(Check.KEY, TestTokens.token(TestTokens.KEY, claims));
    }

    @Test
    void aKeyWithoutAnAlgorithmVerifiesTokens() {
        RSAKey any = new RSAKey.Builder(TestTokens.KEY).algorithm(null).build();
        apple.publishing(TestTokens.OTHER.toPublicJWK(), any.toPublicJWK());
        assertThat(verifier.verify(TestTokens.token(TestTokens.KEY, claims), EXPECTED)
                        .claims())
                .isNotEmpty();
    }

    @Test
    void theTimeOfARetryThatAppleSentIsReturned() {
        Instant at = Instant.ofEpochSecond(1_800_000_000);
        OAuthError error = new OAuthError("server_error", Optional.empty(), Optional.empty());
        assertThat(AppleRefusedException.of(503, error, at).retryAt()).contains(at);
        assertThat(AppleRefusedException.of(503, error, null).retryAt()).isEmpty();
    }
}
