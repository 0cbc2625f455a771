// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.key;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.util.Base64URL;
import dev.clientauth.key.crypto.KeyGeneration;
import dev.clientauth.key.inspect.VerificationKey;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

@DisplayName("An EC public key whose point is not on its curve is rejected with that reason, in every format")
class InvalidPointTest {
    private static final ECPublicKey KEY = (ECPublicKey) Fixtures.publicKey("ec-256");
    private static final byte[] SPKI = KEY.getEncoded();
    private static final int POINT = SPKI.length - 65;
    private static final byte[] PRIME = ((java.security.spec.ECFieldFp)
                    KEY.getParams().getCurve().getField())
            .getP()
            .toByteArray();

    static Stream<byte[]> points() {
        byte[] offCurve = Arrays.copyOfRange(SPKI, POINT, SPKI.length);
        offCurve[64] ^= 1;
        byte[] swapped = Arrays.copyOfRange(SPKI, POINT, SPKI.length);
        System.arraycopy(SPKI, POINT + 1, swapped, 33, 32);
        byte[] beyondPrime = new byte[65];
        beyondPrime[0] = 4;
        System.arraycopy(PRIME, 1, beyondPrime, 1, 32);
        System.arraycopy(PRIME, 1, beyondPrime, 33, 32);
        byte[] zero = new byte[65];
        zero[0] = 4;
        byte[] unknownForm = Arrays.copyOfRange(SPKI, POINT, SPKI.length);
        unknownForm[0] = 5;
        byte[] ofP384 = Fixtures.publicKey("ec-384").getEncoded();
        return Stream.of(
                offCurve,
                swapped,
                beyondPrime,
                zero,
                unknownForm,
                new byte[] {0},
                Arrays.copyOfRange(SPKI, POINT, SPKI.length - 1),
                Arrays.copyOf(offCurve, 70),
                Arrays.copyOfRange(ofP384, ofP384.length - 97, ofP384.length));
    }

    @ParameterizedTest(name = "{index}")
    @MethodSource("points")
    void inASubjectPublicKeyInfo(byte[] point) {
        String pem = "-----BEGIN PUBLIC KEY-----\n" + Base64.getEncoder().encodeToString(spki(point))
                + "\n-----END PUBLIC KEY-----";

        assertThat(catchThrowableOfType(KeyFormatException.class, () -> VerificationKey.parse(pem))
                        .found())
                .isEqualTo("an EC key whose public point is not on P-256");
    }

    private static byte[] spki(byte[] point) {
        byte[] der = new byte[POINT + point.length];
        System.arraycopy(SPKI, 0, der, 0, POINT);
        System.arraycopy(point, 0, der, POINT, point.length);
        der[1] = (byte) (der.length - 2);
        der[POINT - 2] = (byte) (point.length + 1);
        return der;
    }

    @Test
    void inAJwk() {
        String jwk = SigningKey.generate(JWSAlgorithm.ES256).publicJwk().toJSONString();
        BigInteger prime = new BigInteger(1, PRIME);
        for (BigInteger x : new BigInteger[] {
            BigInteger.ZERO, BigInteger.ONE, prime, prime.add(BigInteger.TWO), BigInteger.ONE.shiftLeft(400)
        }) {
            String other = jwk.replaceAll("\"x\":\"[^\"]*\"", "\"x\":\"" + Base64URL.encode(x) + "\"");

            assertThat(catchThrowableOfType(KeyFormatException.class, () -> VerificationKey.parse(other))
                            .found())
                    .isEqualTo("an EC key whose public point is not on P-256");
            assertThatThrownBy(() -> PublicKeySet.parse("{\"keys\":[" + other + "]}"))
                    .isInstanceOf(KeyFormatException.class);
        }
    }

    @Test
    void ofAnotherCurveInAJwk() {
        String p384 = SigningKey.generate(JWSAlgorithm.ES384).publicJwk().toJSONString();

        assertThatThrownBy(() -> VerificationKey.parse(p384.replace("P-384", "P-256")))
                .isInstanceOf(KeyFormatException.class)
                .hasMessageContaining("not on P-256");
    }

    @Test
    void asAKeyObjectOfTheJdk() throws GeneralSecurityException {
        ECPoint off =
                new ECPoint(KEY.getW().getAffineX(), KEY.getW().getAffineY().add(BigInteger.ONE));
        ECPublicKey invalid =
                (ECPublicKey) KeyFactory.getInstance("EC").generatePublic(new ECPublicKeySpec(off, KEY.getParams()));
        SigningKey key = SigningKey.generate(JWSAlgorithm.ES256);
        java.security.PrivateKey privateKey =
                KeyGeneration.generate(JWSAlgorithm.ES256).privateKey();

        assertThatThrownBy(() -> SigningKey.of(privateKey, invalid, "k"))
                .isInstanceOf(KeyFormatException.class)
                .hasMessageContaining("not on P-256");
        assertThatThrownBy(() -> SigningKey.of(privateKey, key.publicKey(), "k"))
                .isInstanceOf(KeyFormatException.class)
                .hasMessageContaining("do not match");
    }

    @Test
    void aPrivateJwkWithAnotherPublicKeyIsAlwaysRejected() throws Exception {
        JWK one = new com.nimbusds.jose.jwk.gen.ECKeyGenerator(com.nimbusds.jose.jwk.Curve.P_256).generate();
        String d = new com.nimbusds.jose.jwk.gen.ECKeyGenerator(com.nimbusds.jose.jwk.Curve.P_256)
                .generate()
                .getD()
                .toString();
        String mixed = one.toJSONString().replaceAll("\"d\":\"[^\"]*\"", "\"d\":\"" + d + "\"");

        assertThatThrownBy(() -> SigningKey.parse(mixed))
                .isInstanceOf(KeyFormatException.class)
                .hasMessageContaining("do not match");
        assertThatThrownBy(() -> VerificationKey.parse(mixed))
                .isInstanceOf(KeyFormatException.class)
                .hasMessageContaining("do not match");
    }

    @Test
    void aSec1KeyWithAnotherPublicPointIsRejectedIfThePublicKeyIsNeeded() {
        byte[] der = Fixtures.bytes("ec-256.sec1.der");
        byte[] other = SigningKey.generate(JWSAlgorithm.ES256).publicKey().getEncoded();
        System.arraycopy(other, other.length - 65, der, der.length - 65, 65);

        assertThatThrownBy(() -> VerificationKey.parse(Base64.getEncoder().encodeToString(der)))
                .isInstanceOf(KeyFormatException.class)
                .hasMessageContaining("do not match");
    }
}
