// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.profile.rules;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.util.Base64URL;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.util.Arrays;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

@DisplayName("Ed25519: the example of RFC 8037 appendix A.4")
class EdwardsSignatureTest {
    private static final Base64URL X = new Base64URL("11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo");
    private static final OctetKeyPair KEY = new OctetKeyPair.Builder(Curve.Ed25519, X).build();
    private static final byte[] INPUT = "eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc".getBytes(US_ASCII);
    private static final byte[] SIGNATURE = new Base64URL(
                    "hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg")
            .decode();

    @Test
    void theExampleVerifies() {
        assertThat(EdwardsSignature.verifies(KEY, INPUT, SIGNATURE)).isTrue();
        assertThat(SignatureSource.verifies(KEY, JWSAlgorithm.EdDSA, INPUT, SIGNATURE))
                .isTrue();
    }

    @Test
    void otherSignaturesDoNotVerify() {
        byte[] other = INPUT.clone();
        other[0]++;
        byte[] bent = SIGNATURE.clone();
        bent[40] ^= 1;

        assertThat(EdwardsSignature.verifies(KEY, other, SIGNATURE)).isFalse();
        assertThat(EdwardsSignature.verifies(KEY, INPUT, bent)).isFalse();
        assertThat(EdwardsSignature.verifies(KEY, INPUT, Arrays.copyOf(SIGNATURE, 63)))
                .isFalse();
        assertThat(EdwardsSignature.verifies(KEY, INPUT, new byte[0])).isFalse();
        assertThat(SignatureSource.verifies(KEY, JWSAlgorithm.EdDSA, INPUT, bent))
                .isFalse();
    }

    @Test
    void anInvalidKeyVerifiesNothing() {
        OctetKeyPair tooShort = new OctetKeyPair.Builder(Curve.Ed25519, Base64URL.encode(new byte[31])).build();
        byte[] two = new byte[32];
        two[0] = 2;
        OctetKeyPair offCurve = new OctetKeyPair.Builder(Curve.Ed25519, Base64URL.encode(two)).build();
        OctetKeyPair ed448 = new OctetKeyPair.Builder(Curve.Ed448, X).build();

        assertThat(EdwardsSignature.verifies(tooShort, INPUT, SIGNATURE)).isFalse();
        assertThat(EdwardsSignature.verifies(offCurve, INPUT, SIGNATURE)).isFalse();
        assertThat(EdwardsSignature.verifies(ed448, INPUT, SIGNATURE)).isFalse();
    }
}
