// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.key;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.clientauth.key.crypto.KeyMaterial;
import dev.clientauth.key.crypto.PublicHalf;
import dev.clientauth.key.crypto.RsaNumbers;
import dev.clientauth.key.format.KeyRequest;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.PSSParameterSpec;
import java.security.spec.RSAPrivateKeySpec;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@DisplayName("A signing key")
class SigningKeyTest {

    private static final byte[] INPUT = "header.payload".getBytes(US_ASCII);

    @ParameterizedTest
    @CsvSource({"ES256, 64", "ES384, 96", "ES512, 132"})
    void signsRawRAndSOfFixedLengthAndNeverDer(String algorithm, int length) throws Exception {
        SigningKey key = SigningKey.generate(JWSAlgorithm.parse(algorithm));
        Signature verifier = Signature.getInstance("SHA" + algorithm.substring(2) + "withECDSAinP1363Format");

        // 1 in 128 signatures has a short R or S, which must be padded.
        for (int i = 0; i < 400; i++) {
            byte[] signature = key.sign(JWSAlgorithm.parse(algorithm), INPUT);
            verifier.initVerify(key.publicKey());
            verifier.update(INPUT);

            assertThat(signature).hasSize(length);
            assertThat(verifier.verify(signature)).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"RS256", "RS384", "RS512"})
    void signsPkcs1(String algorithm) throws Exception {
        SigningKey key = SigningKey.load(Fixtures.file("rsa.pkcs8.pem"));
        Signature verifier = Signature.getInstance("SHA" + algorithm.substring(2) + "withRSA");
        verifier.initVerify(Fixtures.publicKey("rsa"));
        verifier.update(INPUT);

        assertThat(verifier.verify(key.sign(JWSAlgorithm.parse(algorithm), INPUT)))
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({"PS256, SHA-256, 32", "PS384, SHA-384, 48", "PS512, SHA-512, 64"})
    void signsPssWithASaltOfTheHashLength(String algorithm, String hash, int salt) throws Exception {
        SigningKey key = SigningKey.load(Fixtures.file("rsa.pkcs8.pem"));
        Signature verifier = Signature.getInstance("RSASSA-PSS");
        verifier.setParameter(new PSSParameterSpec(hash, "MGF1", new MGF1ParameterSpec(hash), salt, 1));
        verifier.initVerify(Fixtures.publicKey("rsa"));
        verifier.update(INPUT);

        assertThat(verifier.verify(key.sign(JWSAlgorithm.parse(algorithm), INPUT)))
                .isTrue();
    }

    @Test
    void listsTheAlgorithmsItSupports() throws Exception {
        assertThat(SigningKey.load(Fixtures.file("ec-256.pkcs8.pem")).algorithms())
                .containsExactly(JWSAlgorithm.ES256);
        assertThat(SigningKey.load(Fixtures.file("ec-384.pkcs8.pem")).algorithms())
                .containsExactly(JWSAlgorithm.ES384);
        assertThat(SigningKey.load(Fixtures.file("ec-521.pkcs8.pem")).algorithms())
                .containsExactly(JWSAlgorithm.ES512);
        assertThat(SigningKey.load(Fixtures.file("rsa.pkcs8.pem")).algorithms())
                .containsExactly(
                        JWSAlgorithm.RS256,
                        JWSAlgorithm.RS384,
                        JWSAlgorithm.RS512,
                        JWSAlgorithm.PS256,
                        JWSAlgorithm.PS384,
                        JWSAlgorithm.PS512);
    }

    @Test
    void rejectsAnAlgorithmOfAnotherCurveAndNamesItsOwn() {
        SigningKey key = SigningKey.generate(JWSAlgorithm.ES256);

        assertThat(key.supports(JWSAlgorithm.ES384)).isFalse();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> key.sign(JWSAlgorithm.ES384, INPUT))
                .withMessageContaining("EC P-256 and cannot sign with ES384; expected one of [ES256]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"HS256", "Ed448", "ES256K", "none"})
    void rejectsOtherAlgorithmsForGeneration(String algorithm) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SigningKey.generate(new JWSAlgorithm(algorithm)))
                .withMessageContaining(algorithm);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ES256", "ES384", "ES512", "RS384", "PS256", "EdDSA"})
    void generatesAKeyWithItsThumbprintAsKeyId(String algorithm) {
        SigningKey key = SigningKey.generate(JWSAlgorithm.parse(algorithm));

        assertThat(key.supports(JWSAlgorithm.parse(algorithm))).isTrue();
        assertThat(key.keyId()).contains(key.thumbprint());
    }

    @ParameterizedTest
    @ValueSource(strings = {"ES256", "ES384", "ES512", "RS256"})
    void derivesThePublicKeyFromThePrivateKey(String algorithm) throws Exception {
        // Each derivation tries one of two points; eight keys cover both.
        for (int i = 0; i < (algorithm.equals("RS256") ? 1 : 8); i++) {
            KeyPair pair = pair(algorithm);
            assertThat(SigningKey.of(pair.getPrivate(), "k").publicKey()).isEqualTo(pair.getPublic());
        }
    }

    private static KeyPair pair(String algorithm) throws Exception {
        if (algorithm.equals("RS256")) {
            return KeyPairGenerator.getInstance("RSA").generateKeyPair();
        }
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        String curve = algorithm.equals("ES512") ? "secp521r1" : "secp" + algorithm.substring(2) + "r1";
        generator.initialize(new ECGenParameterSpec(curve));
        return generator.generateKeyPair();
    }

    @Test
    void rejectsThePublicKeyOfAnotherPair() throws Exception {
        KeyPair one = pair("ES256");
        KeyPair other = pair("ES256");

        assertThatThrownBy(() -> SigningKey.of(one.getPrivate(), other.getPublic(), "k"))
                .isInstanceOf(KeyFormatException.class)
                .hasMessageContaining("do not match");
    }

    @Test
    void requiresThePublicKeyOfAnOpaqueKey() {
        PrivateKey opaque = new OpaqueKey();

        assertThatThrownBy(() -> SigningKey.of(opaque, "k"))
                .isInstanceOf(KeyFormatException.class)
                .hasMessageContaining("an opaque EC key")
                .hasMessageContaining("SigningKey.of(privateKey, publicKey, keyId)");
        PublicKey publicKey = Fixtures.publicKey("ec-256");
        assertThatThrownBy(() -> SigningKey.of(opaque, publicKey, "k"))
                .isInstanceOf(KeyFormatException.class)
                .hasMessageContaining("a key of type EC P-256 that cannot sign");
    }

    /** A key of a token whose provider is not installed. */
    private static final class OpaqueKey implements PrivateKey {
        private static final long serialVersionUID = 1L;

        @Override
        public String getAlgorithm() {
            return "EC";
        }

        @Override
        @SuppressWarnings("NullAway")
        public String getFormat() {
            return null;
        }

        @Override
        @SuppressWarnings("NullAway")
        public byte[] getEncoded() {
            return null;
        }
    }

    @Test
    void publishesOnlyItsPublicKey() throws Exception {
        JWK ec = SigningKey.load(Fixtures.file("ec-256.pkcs8.pem"))
                .withKeyId("one")
                .publicJwk();
        JWK rsa = SigningKey.load(Fixtures.file("rsa.pkcs8.pem")).publicJwk();

        assertThat(ec.toJSONObject()).containsOnlyKeys("kty", "crv", "x", "y", "use", "kid", "alg");
        assertThat(rsa.toJSONObject()).containsOnlyKeys("kty", "n", "e", "use");
        assertThat(ec.getKeyUse()).isEqualTo(KeyUse.SIGNATURE);
        assertThat(ec.getKeyID()).isEqualTo("one");
        assertThat(((ECKey) ec).toECPublicKey()).isEqualTo(Fixtures.publicKey("ec-256"));
        assertThat(((RSAKey) rsa).toRSAPublicKey()).isEqualTo(Fixtures.publicKey("rsa"));
    }

    @Test
    void restrictedToOneAlgorithmRejectsOthers() throws Exception {
        SigningKey key =
                SigningKey.load(Fixtures.file("rsa.pkcs8.pem")).withKeyId("k").withAlgorithm(JWSAlgorithm.RS384);

        assertThat(key.algorithms()).containsExactly(JWSAlgorithm.RS384);
        assertThat(key.publicJwk().getAlgorithm()).isEqualTo(JWSAlgorithm.RS384);
        assertThat(key.withKeyId("other").algorithms()).containsExactly(JWSAlgorithm.RS384);
        assertThat(key.keyId()).contains("k");
        assertThatThrownBy(() -> key.withAlgorithm(JWSAlgorithm.ES384))
                .isInstanceOf(KeyFormatException.class)
                .hasMessageContaining("algorithm ES384 for a key of type RSA 2048");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  ", "ABC123DEFG\n", " ABC123DEFG"})
    void rejectsAnImplausibleKeyId(String keyId) {
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        SigningKey.parse(Fixtures.text("ec-256.pkcs8.pem")).withKeyId(keyId))
                .withMessageContaining("keyId");
    }

    @Test
    void thumbprintIsThatOfRfc7638Section31() {
        // The modulus of the RFC's example. The thumbprint depends only on the public key.
        String n =
                "0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3oknjhMs"
                        + "tn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw";
        String json = "{\"keys\":[{\"kty\":\"RSA\",\"n\":\"" + n
                + "\",\"e\":\"AQAB\",\"alg\":\"RS256\",\"kid\":\"2011-04-29\"}]}";
        JWK jwk = PublicKeySet.parse(json).find("2011-04-29").orElseThrow();

        SigningKey key = SigningKey.remoteUntested(jwk, (algorithm, input) -> input);

        assertThat(key.thumbprint()).isEqualTo("NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs");
    }

    @Test
    void showsItsNameAndNothingPrivate() throws Exception {
        SigningKey ec = SigningKey.load(Fixtures.file("ec-256.pkcs8.pem")).withKeyId("ABC123DEFG");
        SigningKey rsa = SigningKey.load(Fixtures.file("rsa.pkcs8.pem"));
        SigningKey generated = SigningKey.generate(JWSAlgorithm.ES256);

        assertThat(ec).hasToString("SigningKey[EC P-256, kid=ABC123DEFG, thumbprint=" + ec.thumbprint() + "]");
        assertThat(rsa).hasToString("SigningKey[RSA 2048, kid=none, thumbprint=" + rsa.thumbprint() + "]");
        Secrecy.assertShowsNothingOf(
                ec.toString() + ec.signer() + ec.publicJwk(),
                Fixtures.text("ec-256.pkcs8.pem").substring(0, 90));
        assertThat(generated.publicJwk().isPrivate()).isFalse();
    }

    @Test
    void materialAndRequestHideTheirSecrets() throws Exception {
        KeyPair pair = pair("ES256");
        String shown = KeyMaterial.of(pair.getPrivate(), pair.getPublic()) + "" + new KeyRequest(Fixtures.password());

        assertThat(shown)
                .doesNotContain(((ECPrivateKey) pair.getPrivate()).getS().toString())
                .doesNotContain(Fixtures.PASSWORD);
    }

    @Test
    void signsJwtsForNimbus() throws Exception {
        SigningKey key = SigningKey.generate(JWSAlgorithm.ES384);
        SignedJWT jwt = new SignedJWT(
                new JWSHeader(JWSAlgorithm.ES384),
                new JWTClaimsSet.Builder().issuer("me").build());

        jwt.sign(key.signer());

        assertThat(SignedJWT.parse(jwt.serialize()).verify(new ECDSAVerifier((ECKey) key.publicJwk())))
                .isTrue();
        assertThat(key.signer().supportedJWSAlgorithms()).containsExactly(JWSAlgorithm.ES384);
        assertThatThrownBy(() -> key.signer().sign(new JWSHeader(JWSAlgorithm.RS256), INPUT))
                .isInstanceOf(JOSEException.class)
                .hasMessageContaining("cannot sign with RS256");
    }

    @Test
    void signsOnManyThreadsAtOnce() throws Exception {
        SigningKey key = SigningKey.load(Fixtures.file("ec-256.pkcs8.pem"));
        PublicHalf witness = PublicHalf.of(Fixtures.publicKey("ec-256"));
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Callable<Boolean>> tasks = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                byte[] input = ("input " + i).getBytes(US_ASCII);
                tasks.add(() -> witness.verifies(JWSAlgorithm.ES256, input, key.sign(JWSAlgorithm.ES256, input)));
            }
            for (Future<Boolean> verified : threads.invokeAll(tasks)) {
                assertThat(verified.get()).isTrue();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void completesAnRsaKeyWithOnlyItsExponents() throws Exception {
        RSAPrivateCrtKey original = original();

        RSAPrivateCrtKey completed = (RSAPrivateCrtKey)
                RsaNumbers.of(original.getModulus(), original.getPublicExponent(), original.getPrivateExponent())
                        .privateKey();

        assertThat(completed).isEqualTo(original);
        assertThat(completed.getCrtCoefficient()).isEqualTo(original.getCrtCoefficient());
    }

    private static RSAPrivateCrtKey original() throws Exception {
        return (RSAPrivateCrtKey)
                KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(Fixtures.bytes("rsa.pkcs8.der")));
    }

    @Test
    void acceptsAnRsaKeyWithoutItsPublicExponent() throws Exception {
        RSAPrivateCrtKey original = original();
        PrivateKey bare = KeyFactory.getInstance("RSA")
                .generatePrivate(new RSAPrivateKeySpec(original.getModulus(), original.getPrivateExponent()));

        assertThat(SigningKey.of(bare, "k").publicKey()).isEqualTo(Fixtures.publicKey("rsa"));
    }
}
