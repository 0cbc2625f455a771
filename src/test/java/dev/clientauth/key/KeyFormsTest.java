// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.key;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Signature;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

import static org.assertj.core.api.Assertions.assertThat;

@DisplayName("Each format in which openssl and the providers issue keys")
class KeyFormsTest {

    @ParameterizedTest
    @CsvSource({
        "ec-256, ec-256.pkcs8.pem",
        "ec-256, ec-256.sec1.pem",
        "ec-256, ec-256.parameters-sec1.pem",
        "ec-256, ec-256.no-public.sec1.pem",
        "ec-256, ec-256.compressed.sec1.pem",
        "ec-256, ec-256.apple-school-manager.pem",
        "ec-256, ec-256.pkcs8.der",
        "ec-256, ec-256.sec1.der",
        "ec-384, ec-384.pkcs8.pem",
        "ec-384, ec-384.sec1.pem",
        "ec-521, ec-521.pkcs8.pem",
        "ec-521, ec-521.sec1.pem",
        "ed25519, ed25519.pkcs8.pem",
        "rsa, rsa.pkcs8.pem",
        "rsa, rsa.pkcs1.pem",
        "rsa, rsa.pkcs1-as-pkcs8.pem",
        "rsa, rsa.pkcs8.der",
        "rsa, rsa.pkcs1.der",
        "rsa, rsa.certificate-and-key.pem",
        "rsa, rsa.bag-attributes.pem",
    })
    void loadsKeysGeneratedByOpenssl(String key, String file) throws IOException {
        assertThat(SigningKey.load(Fixtures.file(file)).publicKey()).isEqualTo(Fixtures.publicKey(key));
    }

    @ParameterizedTest
    @CsvSource({
        "ec-256, ec-256.pbes2.pem",
        "ec-256, ec-256.pbes2.der",
        "ec-256, ec-256.scrypt.pem",
        "ec-256, ec-256.dek-aes256.pem",
        "ed25519, ed25519.pbes2.pem",
        "rsa, rsa.pbes2-des3.pem",
        "rsa, rsa.pbes1-3des.pem",
        "rsa, rsa.pbes1-des.pem",
        "rsa, rsa.dek-aes256.pem",
        "rsa, rsa.dek-des3.pem",
    })
    void decryptsKeysEncryptedByOpenssl(String key, String file) throws IOException {
        SigningKey loaded = SigningKey.loadEncrypted(Fixtures.file(file), Fixtures.password());

        assertThat(loaded.publicKey()).isEqualTo(Fixtures.publicKey(key));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ec-256.pkcs8", "ec-256.sec1", "rsa.pkcs8", "rsa.pkcs1"})
    void parsesBase64OfDerWithoutPem(String name) {
        String base64 = Base64.getEncoder().encodeToString(Fixtures.bytes(name + ".der"));

        assertThat(SigningKey.parse(base64).publicKey())
                .isEqualTo(Fixtures.publicKey(name.substring(0, name.indexOf('.'))));
    }

    @Test
    void aPasswordForAnUnencryptedKeyIsIgnored() throws IOException {
        SigningKey key = SigningKey.loadEncrypted(Fixtures.file("ec-256.pkcs8.pem"), Fixtures.password());

        assertThat(key.publicKey()).isEqualTo(Fixtures.publicKey("ec-256"));
    }

    @Test
    void theDerivedPublicKeyVerifiesWhatTheKeySigns() throws Exception {
        SigningKey key = SigningKey.load(Fixtures.file("ec-256.no-public.sec1.pem"));
        Signature verifier = Signature.getInstance("SHA256withECDSAinP1363Format");
        verifier.initVerify(Fixtures.publicKey("ec-256"));
        verifier.update(new byte[] {1, 2, 3});

        assertThat(verifier.verify(key.sign(key.algorithms().get(0), new byte[] {1, 2, 3})))
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "AuthKey_ABC123DEFG.p8, ABC123DEFG",
        "AuthKey_ABC123DEFG (1).p8, ABC123DEFG",
        "AuthKey_ABC123DEFG(2).p8, ABC123DEFG",
        "SubscriptionKey_2X9R4HXF34.p8, 2X9R4HXF34",
        "school.pem,",
        "MyAuthKey_ABC123DEFG.p8,",
        "AuthKey_.p8,",
    })
    void readsTheKeyIdFromApplesFileName(String name, String keyId, @TempDir Path directory) throws IOException {
        Path file = Files.copy(Fixtures.file("ec-256.pkcs8.pem"), directory.resolve(name));

        assertThat(SigningKey.load(file).keyId().orElse(null)).isEqualTo(keyId);
    }

    @Test
    void anExplicitKeyIdOverridesTheFileName(@TempDir Path directory) throws IOException {
        Path file = Files.copy(Fixtures.file("ec-256.pkcs8.pem"), directory.resolve("AuthKey_ABC123DEFG.p8"));

        assertThat(SigningKey.load(file).withKeyId("OTHER").keyId()).contains("OTHER");
        assertThat(SigningKey.loadEncrypted(file, Fixtures.password())
                        .withKeyId("OTHER")
                        .keyId())
                .contains("OTHER");
    }

    @ParameterizedTest
    @ValueSource(strings = {"rsa.certificate-and-key.pem", "rsa.bag-attributes.pem"})
    void showsTheFingerprintOfItsCertificateAsOpensslDoes(String file) throws IOException {
        // "sha1 Fingerprint=29:B2:...": Epic's site shows it without the colons.
        String printed = Fixtures.text("rsa.certificate.sha1.txt").replaceAll("^.*=|[:\\s]", "");

        assertThat(SigningKey.load(Fixtures.file(file)).certificateSha1()).contains(printed);
        assertThat(printed).hasSize(40);
    }

    @Test
    void showsNoFingerprintOfAnotherKeysCertificate() {
        String text = Fixtures.text("rsa.certificate.pem") + Fixtures.text("ec-256.pkcs8.pem");

        assertThat(SigningKey.parse(text).certificateSha1()).isEmpty();
    }

    @Test
    void aRepeatedKeyInOneTextIsOneKey() {
        String text = Fixtures.text("ec-256.sec1.pem") + Fixtures.text("ec-256.pkcs8.pem");

        assertThat(SigningKey.parse(text).publicKey()).isEqualTo(Fixtures.publicKey("ec-256"));
    }

    @Test
    void readsThePublicPointOfPkcs8Version2() throws Exception {
        // RFC 5958 section 2: SEQUENCE { 1, algorithm, OCTET STRING { SEC1 without point }, [1] BIT STRING }.
        byte[] point = new byte[65];
        byte[] spki = Fixtures.publicKey("ec-256").getEncoded();
        System.arraycopy(spki, spki.length - 65, point, 0, 65);
        byte[] scalar = Arrays.copyOfRange(Fixtures.bytes("ec-256.sec1.der"), 7, 39);
        HexFormat hex = HexFormat.of();
        String fields = "020101" + "301306072a8648ce3d020106082a8648ce3d030107"
                + ("0427" + "3025" + "020101" + "0420" + hex.formatHex(scalar))
                + ("8142" + "00" + hex.formatHex(point));
        byte[] bytes = hex.parseHex("3081" + hex.toHexDigits((byte) (fields.length() / 2)) + fields);

        assertThat(SigningKey.parse(Base64.getEncoder().encodeToString(bytes)).publicKey())
                .isEqualTo(Fixtures.publicKey("ec-256"));
    }
}
