// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.key;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWK;
import dev.clientauth.key.crypto.KeyNote;
import dev.clientauth.key.inspect.VerificationKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** The public half of a key is the same in every format. */
class VerificationKeyTest {
    private static final Path KEYS = Path.of("src/test/resources/keys");

    private static VerificationKey only(String file) throws IOException {
        List<VerificationKey> keys = VerificationKey.loadEncrypted(KEYS.resolve(file), Fixtures.password());
        assertThat(keys).hasSize(1);
        return keys.get(0);
    }

    @ParameterizedTest
    @CsvSource({
        "rsa.public.pem, rsa.pkcs8.pem, a public key",
        "rsa.public.pkcs1.pem, rsa.pkcs8.pem, a public key",
        "rsa.certificate.pem, rsa.pkcs8.pem, a certificate",
        "rsa.certificate-and-key.pem, rsa.pkcs8.pem, a PKCS#8 private key",
        "rsa.pkcs1.pem, rsa.pkcs8.pem, a PKCS#1 RSA private key",
        "rsa.pkcs1.der, rsa.pkcs8.pem, a PKCS#1 RSA private key",
        "ec-256.public.pem, ec-256.pkcs8.pem, a public key",
        "ec-256.parameters-sec1.pem, ec-256.pkcs8.pem, a SEC1 EC private key",
        "ec-256.pbes2.pem, ec-256.pkcs8.pem, an encrypted private key",
        "ec-256.pbes2.der, ec-256.pkcs8.pem, an encrypted private key",
        "ec-256.dek-aes256.pem, ec-256.pkcs8.pem, an encrypted private key",
        "ec-521.public.pem, ec-521.sec1.pem, a public key"
    })
    void everyFormatHasTheThumbprintOfItsKey(String file, String key, String form) throws IOException {
        VerificationKey read = only(file);
        assertThat(read.thumbprint())
                .isEqualTo(SigningKey.load(KEYS.resolve(key)).thumbprint());
        assertThat(read.form()).isEqualTo(form);
        assertThat(read.jwk().isPrivate()).isFalse();
        assertThat(read.notes()).isEmpty();
    }

    @Test
    void aCertificateHasItsFingerprint() throws IOException {
        String sha1 = SigningKey.load(KEYS.resolve("rsa.certificate-and-key.pem"))
                .certificateSha1()
                .orElseThrow();
        assertThat(only("rsa.certificate.pem").certificateSha1()).contains(sha1);
        assertThat(only("rsa.certificate.pem").certificate()).isPresent();
        assertThat(only("rsa.certificate-and-key.pem").certificateSha1()).contains(sha1);
        assertThat(only("rsa.public.pem").certificateSha1()).isEmpty();
    }

    @Test
    void aJwkSetReturnsEveryKeyWithItsId() {
        SigningKey one = SigningKey.generate(JWSAlgorithm.ES256).withKeyId("one");
        SigningKey two = SigningKey.generate(JWSAlgorithm.RS256).withKeyId("two");
        List<VerificationKey> keys =
                VerificationKey.parse(PublicKeySet.of(one, two).toJson());
        assertThat(keys).extracting(key -> key.keyId().orElseThrow()).containsExactly("one", "two");
        assertThat(keys.get(1).thumbprint()).isEqualTo(two.thumbprint());
        assertThat(keys.get(0).form()).isEqualTo("a public JWK");
    }

    @Test
    void keysForAnotherPurposeAreSkippedInASet() {
        SigningKey one = SigningKey.generate(JWSAlgorithm.ES256).withKeyId("one");
        String jwk = one.publicJwk().toJSONString();
        String others = "{\"kty\":\"OKP\",\"crv\":\"X25519\",\"x\":\"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo\"},"
                + "{\"kty\":\"NEW\"}," + jwk.replace("\"use\":\"sig\"", "\"use\":\"enc\"");

        assertThat(VerificationKey.parse("\uFEFF{\"keys\":[" + others + "," + jwk + "]}"))
                .extracting(VerificationKey::thumbprint)
                .containsExactly(one.thumbprint());
        assertThatThrownBy(() -> VerificationKey.parse("{\"keys\":[" + others + "]}"))
                .isInstanceOf(KeyFormatException.class)
                .hasMessageContaining("OKP");
    }

    @Test
    void nothingPrivateIsKept() throws Exception {
        JWK jwk = new com.nimbusds.jose.jwk.gen.ECKeyGenerator(com.nimbusds.jose.jwk.Curve.P_256).generate();
        VerificationKey key = VerificationKey.parse(jwk.toJSONString()).get(0);
        assertThat(key.form()).isEqualTo("a private JWK");
        assertThat(key.jwk().isPrivate()).isFalse();
        assertThat(key.toString()).contains("EC P-256", key.thumbprint());
    }

    @Test
    void aWrongLabelIsReported() throws IOException {
        assertThat(only("rsa.pkcs1-as-pkcs8.pem").notes())
                .extracting(KeyNote::problem)
                .containsExactly("labeled PRIVATE KEY, but it is a PKCS#1 RSA private key");
        String certificate = java.nio.file.Files.readString(KEYS.resolve("rsa.certificate.pem"));
        VerificationKey relabeled = VerificationKey.parse(certificate.replace("CERTIFICATE", "PUBLIC KEY"))
                .get(0);
        assertThat(relabeled.notes())
                .extracting(KeyNote::problem)
                .containsExactly("labeled PUBLIC KEY, but it is a certificate");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "refused.request.pem", "refused.pkcs7.pem", "refused.rsa-1024.pem", "refused.ed448.pem",
                "refused.openssh.pem", "refused.openssh-public.txt", "refused.secp256k1.pkcs8.pem", "keytool.jks"
            })
    void anUnusableKeyIsRejectedByName(String file) {
        assertThatThrownBy(() -> VerificationKey.load(KEYS.resolve(file)))
                .isInstanceOf(KeyFormatException.class)
                .hasMessageStartingWith(KEYS.resolve(file) + ": found ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "{}",
                "null",
                "{\"keys\":[]}",
                "{\"keys\":[1]}",
                "{\"kty\":\"EC\"}",
                "{\"keys\":{}}",
                "{\"kty\":\"oct\",\"k\":\"c2VjcmV0\"}",
                "{\"kty\":\"RSA\",\"n\":\"AQAB\",\"e\":\"AQAB\"}",
                "-----BEGIN PUBLIC KEY-----\nMAA=\n-----END PUBLIC KEY-----",
                "-----BEGIN CERTIFICATE-----\nMAA=",
                "-----BEGIN CERTIFICATE-----\nMAUwAwIBAA==\n-----END CERTIFICATE-----"
            })
    void aTextThatIsNotAKeyIsRejectedWithoutBeingQuoted(String text) {
        assertThatThrownBy(() -> VerificationKey.parse(text))
                .isInstanceOf(KeyFormatException.class)
                .hasMessageNotContaining("c2VjcmV0");
    }
}
