// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.key;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import dev.clientauth.ClientAuthenticator;
import dev.clientauth.fakes.Clients;
import dev.clientauth.profile.RuleViolationException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.Signature;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@DisplayName("A key that stays in a key management service")
class RemoteKeyTest {

    private static final byte[] INPUT = "header.payload".getBytes(US_ASCII);
    private static final ECKey HELD = key();

    private static ECKey key() {
        try {
            return new ECKeyGenerator(Curve.P_256).keyID("kms-1").generate();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] sign(String jcaName, byte[] input) throws GeneralSecurityException {
        try {
            Signature signature = Signature.getInstance(jcaName);
            signature.initSign(HELD.toECPrivateKey());
            signature.update(input);
            return signature.sign();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private static SigningKey remote(RemoteSigner signer) {
        return SigningKey.remoteUntested(HELD.toPublicJWK(), signer);
    }

    @Test
    void acceptsADerSignature() {
        SigningKey key = remote((algorithm, input) -> sign("SHA256withECDSA", input));

        // The DER of R and S differs in length if one has a high bit or is short; 300 signatures cover these cases.
        for (int i = 0; i < 300; i++) {
            assertThat(key.sign(JWSAlgorithm.ES256, INPUT)).hasSize(64);
        }
    }

    @Test
    void acceptsARawSignature() {
        SigningKey key = remote((algorithm, input) -> sign("SHA256withECDSAinP1363Format", input));

        assertThat(key.sign(JWSAlgorithm.ES256, INPUT)).hasSize(64);
        assertThat(key.keyId()).contains("kms-1");
    }

    @Test
    void isCalledOnlyToSignIfItIsUntested() {
        SigningKey key = remote((algorithm, input) -> {
            throw new AssertionError("asked");
        });

        assertThat(key.publicJwk().isPrivate()).isFalse();
    }

    @Test
    void isRejectedIfItSignsADigestOrWithAnotherKey() {
        SigningKey hashesTwice = remote((algorithm, input) ->
                sign("SHA256withECDSA", MessageDigest.getInstance("SHA-256").digest(input)));
        SigningKey other = SigningKey.generate(JWSAlgorithm.ES256);
        SigningKey signsWithAnother = remote(other::sign);

        assertThatThrownBy(() -> hashesTwice.sign(JWSAlgorithm.ES256, INPUT))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("does not verify")
                .hasMessageContaining("not a digest");
        assertThatThrownBy(() -> signsWithAnother.sign(JWSAlgorithm.ES256, INPUT))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(signsWithAnother.thumbprint());
    }

    @Test
    void isRejectedIfTheSignatureHasTheWrongLength() {
        SigningKey ec = remote((algorithm, input) -> new byte[63]);
        SigningKey local = SigningKey.generate(JWSAlgorithm.RS256);
        SigningKey rsa = SigningKey.remoteUntested(local.publicJwk(), (algorithm, input) -> new byte[128]);

        assertThatThrownBy(() -> ec.sign(JWSAlgorithm.ES256, INPUT))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("63 bytes for ES256; expected 64 (R || S) or an ECDSA signature in DER");
        assertThatThrownBy(() -> rsa.sign(JWSAlgorithm.RS256, INPUT))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("128 bytes for RS256; expected 256.");
    }

    @Test
    void isRejectedIfTheSignatureIsOtherDer() {
        byte[] zeros = {0x30, 6, 2, 1, 0, 2, 1, 0};
        byte[] noNumbers = {0x30, 3, 4, 1, 7};

        assertThatThrownBy(() -> remote((a, i) -> zeros).sign(JWSAlgorithm.ES256, INPUT))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("not an ECDSA signature on P-256");
        assertThatThrownBy(() -> remote((a, i) -> noNumbers).sign(JWSAlgorithm.ES256, INPUT))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("not an ECDSA signature on P-256");
    }

    @Test
    void keepsTheCauseWhenItFails() {
        SigningKey unreachable = remote((algorithm, input) -> {
            throw new IOException("connection refused");
        });
        SigningKey refused = remote((algorithm, input) -> {
            throw new GeneralSecurityException("access denied");
        });

        assertThatThrownBy(() -> unreachable.sign(JWSAlgorithm.ES256, INPUT))
                .isInstanceOf(UncheckedIOException.class)
                .hasRootCauseMessage("connection refused");
        assertThatThrownBy(() -> refused.sign(JWSAlgorithm.ES256, INPUT))
                .isInstanceOf(IllegalStateException.class)
                .hasRootCauseMessage("access denied");
    }

    @Test
    void cannotModifyTheCallersBytes() {
        byte[] input = INPUT.clone();
        SigningKey key = remote((algorithm, bytes) -> {
            byte[] signature = sign("SHA256withECDSA", bytes);
            bytes[0] ^= 1;
            return signature;
        });

        key.sign(JWSAlgorithm.ES256, input);

        assertThat(input).isEqualTo(INPUT);
    }

    @Test
    void anAsynchronousSignerReturnsItsSignature() {
        SigningKey key = remote(RemoteSigner.async(
                (algorithm, input) -> CompletableFuture.supplyAsync(() -> {
                    try {
                        return sign("SHA256withECDSA", input);
                    } catch (GeneralSecurityException e) {
                        throw new IllegalStateException(e);
                    }
                }),
                Duration.ofSeconds(30)));

        assertThat(key.sign(JWSAlgorithm.ES256, INPUT)).hasSize(64);
    }

    @Test
    void anAsynchronousSignerThatHangsIsCancelledAtTheDeadline() {
        CompletableFuture<byte[]> never = new CompletableFuture<>();
        SigningKey key = remote(RemoteSigner.async((algorithm, input) -> never, Duration.ofMillis(20)));

        assertThatThrownBy(() -> key.sign(JWSAlgorithm.ES256, INPUT))
                .isInstanceOf(UncheckedIOException.class)
                .hasRootCauseInstanceOf(TimeoutException.class);
        assertThat(never).isCancelled();
    }

    @Test
    void aRefusalOfAnAsynchronousSignerIsKeptAsTheCause() {
        GeneralSecurityException disabled = new GeneralSecurityException("The key is disabled.");
        SigningKey key = remote(RemoteSigner.async(
                (algorithm, input) -> CompletableFuture.failedFuture(disabled), Duration.ofSeconds(1)));
        SigningKey throttled = remote(RemoteSigner.async(
                (algorithm, input) -> CompletableFuture.failedFuture(new IllegalStateException("throttled")),
                Duration.ofSeconds(1)));

        assertThatThrownBy(() -> key.sign(JWSAlgorithm.ES256, INPUT))
                .isInstanceOf(IllegalStateException.class)
                .hasCause(disabled);
        assertThatThrownBy(() -> throttled.sign(JWSAlgorithm.ES256, INPUT)).isInstanceOf(UncheckedIOException.class);
    }

    /** A clock that is a year ahead from its second reading on, after {@link #jump}. */
    private static final class JumpingClock extends Clock {
        private final Clock before = Clock.fixed(Instant.parse("2026-11-27T00:00:00Z"), ZoneOffset.UTC);
        private final AtomicInteger readings = new AtomicInteger(Integer.MIN_VALUE);

        void jump() {
            readings.set(0);
        }

        @Override
        public Instant instant() {
            return readings.getAndIncrement() > 0 ? before.instant().plus(Duration.ofDays(365)) : before.instant();
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    @Test
    void doesNotHideThatTheAssertionBreaksARule() {
        JumpingClock clock = new JumpingClock();
        ClientAuthenticator client = Clients.school(URI.create("http://127.0.0.1:9/token"))
                .signingKey(remote((algorithm, input) -> sign("SHA256withECDSA", input)))
                .clock(clock)
                .build();
        String kept = client.assertion().value();
        assertThat(client.assertion().value()).isEqualTo(kept);

        clock.jump();

        assertThatThrownBy(client::assertion)
                .isInstanceOf(RuleViolationException.class)
                .hasMessageContaining("exp");
    }
}
