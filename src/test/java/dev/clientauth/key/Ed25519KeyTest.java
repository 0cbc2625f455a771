// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.key;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.jwk.JWK;
import dev.clientauth.fakes.TestCertificates;
import dev.clientauth.key.inspect.VerificationKey;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@DisplayName("An Ed25519 key")
class Ed25519KeyTest {
    private static final byte[] INPUT = "header.payload".getBytes(US_ASCII);

    /** RFC 8037 appendix A.1. */
    private static final String X = "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo";

    private static final String JWK_TEXT =
            "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"d\":\"nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A\",\"x\":\"" + X
                    + "\"}";

    /** RFC 8410 section 10.3, first without and then with attributes and the public key. */
    private static final String PKCS8 = "-----BEGIN PRIVATE KEY-----\n"
            + "MC4CAQAwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC\n"
            + "-----END PRIVATE KEY-----\n";

    private static final String PKCS8_WITH_PUBLIC_KEY = "-----BEGIN PRIVATE KEY-----\n"
            + "MHICAQEwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC\n"
            + "oB8wHQYKKoZIhvcNAQkJFDEPDA1DdXJkbGUgQ2hhaXJzgSEAGb9ECWmEzf6FQbrB\n"
            + "Z9w7lshQhqowtrbLDFw4rXAxZuE=\n"
            + "-----END PRIVATE KEY-----\n";

    /** RFC 8410 section 10.1. */
    private static final String SPKI = "MCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=";

    @Test
    void asAJwkSignsTheExampleOfRfc8037ByteForByte() throws Exception {
        SigningKey key = SigningKey.parse(JWK_TEXT);
        JWSObject jws = new JWSObject(new JWSHeader(JWSAlgorithm.EdDSA), new Payload("Example of Ed25519 signing"));
        jws.sign(key.signer());

        assertThat(jws.serialize())
                .isEqualTo("eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc.hgyY0il_MGCjP0JzlnLWG1PPOt7-09PG"
                        + "cvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg");
        assertThat(key.thumbprint()).isEqualTo("kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k");
        assertThat(key.algorithms()).containsExactly(JWSAlgorithm.EdDSA);
    }

    @Test
    void isPublishedAsAPublicJwkOfTypeOkp() {
        SigningKey key = SigningKey.parse(JWK_TEXT).withKeyId("ed");

        assertThat(key.publicJwk().toJSONObject())
                .containsEntry("kty", "OKP")
                .containsEntry("crv", "Ed25519")
                .containsEntry("alg", "EdDSA")
                .containsEntry("use", "sig")
                .containsEntry("x", X)
                .doesNotContainKey("d");
        assertThat(PublicKeySet.parse(PublicKeySet.of(key).toJson()).find("ed")).contains(key.publicJwk());
        assertThat(VerificationKey.parse(key.publicJwk().toJSONString()).get(0).thumbprint())
                .isEqualTo(key.thumbprint());
    }

    @Test
    void inPkcs8GetsThePublicKeyOfTheRfcWithAndWithoutIt() {
        String thumbprint = VerificationKey.parse(SPKI).get(0).thumbprint();

        assertThat(SigningKey.parse(PKCS8).thumbprint()).isEqualTo(thumbprint);
        assertThat(SigningKey.parse(PKCS8_WITH_PUBLIC_KEY).thumbprint()).isEqualTo(thumbprint);
        assertThat(SigningKey.parse(PKCS8.replace("\n", "\\n")).thumbprint()).isEqualTo(thumbprint);
    }

    /** Both parities of x occur, and y with leading zeros. */
    @Test
    void hasThePublicKeyThatTheJdkGenerated() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("Ed25519");
        for (int i = 0; i < 100; i++) {
            KeyPair pair = generator.generateKeyPair();
            SigningKey key = SigningKey.of(pair.getPrivate(), "ed");
            Signature verifier = Signature.getInstance("Ed25519");
            verifier.initVerify(pair.getPublic());
            verifier.update(INPUT);

            assertThat(key.publicKey()).isEqualTo(pair.getPublic());
            assertThat(SigningKey.of(pair.getPrivate(), pair.getPublic(), "ed").publicJwk())
                    .isEqualTo(key.publicJwk());
            assertThat(verifier.verify(key.sign(JWSAlgorithm.EdDSA, INPUT))).isTrue();
        }
    }

    @Test
    void takesItsCertificate() throws Exception {
        SigningKey key = SigningKey.generate(JWSAlgorithm.EdDSA);

        assertThat(key.withCertificate(TestCertificates.of(key)).publicJwk().getX509CertSHA256Thumbprint())
                .isNotNull();
        assertThat(VerificationKey.load(Fixtures.file("ed25519.certificate.pem"))
                        .get(0)
                        .thumbprint())
                .isEqualTo(SigningKey.load(Fixtures.file("ed25519.pkcs8.pem")).thumbprint());
    }

    @Test
    void signsRemotely() throws Exception {
        SigningKey local = SigningKey.generate(JWSAlgorithm.EdDSA);

        SigningKey remote = SigningKey.remote(local.publicJwk(), local::sign);
        SigningKey tooLong = SigningKey.remoteUntested(local.publicJwk(), (algorithm, input) -> new byte[65]);
        SigningKey other = SigningKey.remoteUntested(local.publicJwk(), SigningKey.generate(JWSAlgorithm.EdDSA)::sign);

        assertThat(remote.sign(JWSAlgorithm.EdDSA, INPUT)).isEqualTo(local.sign(JWSAlgorithm.EdDSA, INPUT));
        assertThatThrownBy(() -> tooLong.sign(JWSAlgorithm.EdDSA, INPUT))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("expected 64");
        assertThatThrownBy(() -> other.sign(JWSAlgorithm.EdDSA, INPUT))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("does not verify");
    }

    @Test
    void whoseHalvesDoNotMatchIsRejected() {
        assertThatThrownBy(() -> SigningKey.parse(JWK_TEXT.replace(X, "Gb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE")))
                .isInstanceOf(KeyFormatException.class)
                .hasMessageContaining("do not match");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // y = 2, which is not on the curve
                "AgAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
                // y = p, and y = 2^255 - 1: not reduced
                "7f_______________________________________38",
                "_________________________________________38"
            })
    void whosePointIsNotOnTheCurveIsRejected(String x) throws Exception {
        String jwk = "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"kid\":\"o\",\"x\":\"" + x + "\"}";

        assertThatThrownBy(() -> VerificationKey.parse(jwk))
                .isInstanceOf(KeyFormatException.class)
                .hasMessageContaining("not on the curve");
        assertThatThrownBy(() -> SigningKey.remote(JWK.parse(jwk), (algorithm, input) -> input))
                .isInstanceOf(KeyFormatException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "AA", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"})
    void ofAnotherLengthIsRejected(String x) {
        assertThatThrownBy(() -> VerificationKey.parse("{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"" + x + "\"}"))
                .isInstanceOf(KeyFormatException.class)
                .hasMessageContaining("bytes");
    }

    @Test
    void cannotBeLimitedToAnotherAlgorithm() {
        SigningKey key = SigningKey.generate(JWSAlgorithm.EdDSA);

        assertThatThrownBy(() -> key.withAlgorithm(JWSAlgorithm.ES256)).isInstanceOf(KeyFormatException.class);
        assertThat(key.withAlgorithm(JWSAlgorithm.EdDSA).publicJwk()).isEqualTo(key.publicJwk());
        assertThat(key.toString()).contains("Ed25519");
    }

    @Test
    void ofX25519InAPublishedSetIsLeftOut() {
        SigningKey key = SigningKey.generate(JWSAlgorithm.EdDSA);
        String set = "{\"keys\":[{\"kty\":\"OKP\",\"crv\":\"X25519\",\"kid\":\"x\",\"x\":\"" + X + "\"},"
                + key.publicJwk().toJSONString() + "]}";

        assertThat(PublicKeySet.parse(set).toJwkSet().getKeys()).containsExactly(key.publicJwk());
    }
}
