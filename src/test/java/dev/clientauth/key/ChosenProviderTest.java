// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.key;

import com.nimbusds.jose.JWSAlgorithm;
import dev.clientauth.key.crypto.PublicHalf;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.SignatureSpi;
import java.util.concurrent.atomic.AtomicInteger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ChosenProviderTest {
    private static final Provider BOUNCY_CASTLE = new BouncyCastleProvider();
    private static final Provider LIAR = new OneSignature("Liar", Liar.class);
    private static final Provider EMPTY = new Provider("Empty", "1", "knows nothing") {
        private static final long serialVersionUID = 1L;
    };

    @ParameterizedTest
    @ValueSource(strings = {"ES256", "ES384", "ES512", "RS256", "RS384", "PS256"})
    void aKeySignsWithTheChosenProvider(String name) {
        JWSAlgorithm algorithm = JWSAlgorithm.parse(name);
        SigningKey key = SigningKey.generate(algorithm).withKeyId("the-key");
        SigningKey through = key.withProvider(BOUNCY_CASTLE);
        byte[] input = {1, 2, 3};

        assertThat(PublicHalf.of(key.publicKey()).verifies(algorithm, input, through.sign(algorithm, input)))
                .isTrue();
        assertThat(through.keyId()).contains("the-key");
        assertThat(through.thumbprint()).isEqualTo(key.thumbprint());
    }

    @Test
    void theProviderIsKeptWhenTheKeyIdChanges() {
        CountingSignature.signatures.set(0);
        SigningKey key = SigningKey.generate(JWSAlgorithm.ES256);
        SigningKey renamed = key.withProvider(new OneSignature("Counting", CountingSignature.class))
                .withKeyId("other")
                .withAlgorithm(JWSAlgorithm.ES256);
        int before = CountingSignature.signatures.get();

        renamed.sign(JWSAlgorithm.ES256, new byte[] {1});
        key.sign(JWSAlgorithm.ES256, new byte[] {1});

        assertThat(CountingSignature.signatures.get() - before).isEqualTo(1);
    }

    @Test
    void aProviderWhoseSignaturesDoNotVerifyIsRefused() {
        SigningKey key = SigningKey.generate(JWSAlgorithm.ES256);

        assertThatThrownBy(() -> key.withProvider(LIAR))
                .isInstanceOf(KeyFormatException.class)
                .hasMessageContaining("do not match");
    }

    @Test
    void aProviderWithoutTheAlgorithmIsRefused() {
        SigningKey key = SigningKey.generate(JWSAlgorithm.RS256);

        assertThatThrownBy(() -> key.withProvider(EMPTY))
                .isInstanceOf(KeyFormatException.class)
                .hasMessageContaining("a key of type RSA 2048 that cannot sign");
        assertThatThrownBy(() -> key.withProvider(LIAR)).isInstanceOf(KeyFormatException.class);
    }

    @Test
    void aRemoteKeyHasNoProvider() {
        SigningKey key = SigningKey.generate(JWSAlgorithm.ES256);
        SigningKey remote = SigningKey.remote(key.publicJwk(), key::sign);

        assertThatThrownBy(() -> remote.withProvider(BOUNCY_CASTLE))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("remotely");
    }

    private static final class OneSignature extends Provider {
        private static final long serialVersionUID = 1L;

        private OneSignature(String name, Class<? extends SignatureSpi> type) {
            super(name, "1", "one signature");
            put("Signature.SHA256withECDSA", type.getName());
        }
    }

    /** Returns a signature by another key. */
    public static final class Liar extends SignatureSpi {
        @Override
        protected void engineInitVerify(PublicKey publicKey) {}

        @Override
        protected void engineInitSign(PrivateKey privateKey) {}

        @Override
        protected void engineUpdate(byte b) {}

        @Override
        protected void engineUpdate(byte[] b, int off, int len) {}

        @Override
        protected byte[] engineSign() {
            return new byte[] {0x30, 6, 2, 1, 1, 2, 1, 1};
        }

        @Override
        protected boolean engineVerify(byte[] sigBytes) {
            return true;
        }

        @Override
        @Deprecated
        protected void engineSetParameter(String param, Object value) {}

        @Override
        @Deprecated
        protected Object engineGetParameter(String param) {
            return null;
        }
    }

    /** Signs through the JDK and counts. */
    public static final class CountingSignature extends SignatureSpi {
        static final AtomicInteger signatures = new AtomicInteger();
        private final Signature jdk;

        public CountingSignature() throws GeneralSecurityException {
            jdk = Signature.getInstance("SHA256withECDSA", "SunEC");
        }

        @Override
        protected void engineInitVerify(PublicKey publicKey) throws InvalidKeyException {
            jdk.initVerify(publicKey);
        }

        @Override
        protected void engineInitSign(PrivateKey privateKey) throws InvalidKeyException {
            jdk.initSign(privateKey);
        }

        @Override
        protected void engineUpdate(byte b) throws SignatureException {
            jdk.update(b);
        }

        @Override
        protected void engineUpdate(byte[] b, int off, int len) throws SignatureException {
            jdk.update(b, off, len);
        }

        @Override
        protected byte[] engineSign() throws SignatureException {
            signatures.incrementAndGet();
            return jdk.sign();
        }

        @Override
        protected boolean engineVerify(byte[] sigBytes) throws SignatureException {
            return jdk.verify(sigBytes);
        }

        @Override
        @Deprecated
        protected void engineSetParameter(String param, Object value) {}

        @Override
        @Deprecated
        protected Object engineGetParameter(String param) {
            return null;
        }
    }
}
