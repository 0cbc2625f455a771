package dev.clientauth.key;

import com.nimbusds.jose.JWSAlgorithm;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.SignatureSpi;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

class FasterProviderTest {
    private static final Provider BOUNCY_CASTLE = new BouncyCastleProvider();
    private static final Provider LIAR = new OneSignature("Liar", Liar.class);
    private static final Provider EMPTY = new Provider("Empty", "1", "knows nothing") {
        private static final long serialVersionUID = 1L;
    };

    @ParameterizedTest
    @ValueSource(strings = {"ES256", "ES384", "ES512", "RS256", "RS384", "PS256"})
    void oneThatSignsRightlyInLessTimeIsChosen(String algorithm) throws Exception {
        assertThat(quickest(algorithm, Long.MAX_VALUE, EMPTY, BOUNCY_CASTLE)).isEqualTo(BOUNCY_CASTLE);
    }

    @Test
    void oneThatTakesAsLongAsTheJdkIsNotChosen() throws Exception {
        assertThat(quickest("ES256", 1, BOUNCY_CASTLE)).isNull();
    }

    @Test
    void oneWhoseSignaturesDoNotVerifyIsNotChosenHoweverQuick() throws Exception {
        assertThat(quickest("ES256", Long.MAX_VALUE, LIAR)).isNull();
        assertThat(quickest("ES256", Long.MAX_VALUE, LIAR, BOUNCY_CASTLE)).isEqualTo(BOUNCY_CASTLE);
    }

    @Test
    void oneThatDoesNotKnowTheAlgorithmIsPassedOver() throws Exception {
        assertThat(quickest("RS256", Long.MAX_VALUE, LIAR, EMPTY)).isNull();
    }

    @Test
    void aKeyThatSignsOftenGoesOnSigningRightly() throws Exception {
        SigningKey key = SigningKey.generate(JWSAlgorithm.ES256);
        PublicHalf publicHalf = PublicHalf.of(key.publicKey());
        for (int i = 0; i < 4 * LocalSigner.OFTEN; i++) {
            byte[] input = {(byte) i};
            assertThat(publicHalf.verifies(JWSAlgorithm.ES256, input, key.sign(JWSAlgorithm.ES256, input)))
                    .isTrue();
        }
    }

    private static Provider quickest(String name, long than, Provider... candidates) throws GeneralSecurityException {
        JWSAlgorithm algorithm = JWSAlgorithm.parse(name);
        KeyMaterial material = KeyGeneration.generate(algorithm);
        return FasterProvider.quickest(
                        algorithm,
                        material.privateKey(),
                        PublicHalf.of(material.publicKey()),
                        List.of(candidates),
                        than)
                .orElse(null);
    }

    private static final class OneSignature extends Provider {
        private static final long serialVersionUID = 1L;

        private OneSignature(String name, Class<? extends SignatureSpi> type) {
            super(name, "1", "one signature");
            put("Signature.SHA256withECDSA", type.getName());
        }
    }

    /** Answers at once, with a signature of somebody else. */
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
}
