// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.key;

import com.nimbusds.jose.JWSAlgorithm;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

@DisplayName("A key store of openssl or keytool")
class KeyStoreTest {

    @Test
    void ofOpensslReturnsItsOnlyKeyWithTheCertificatesFingerprint() throws IOException {
        SigningKey key = SigningKey.fromKeyStore(Fixtures.file("openssl.p12"), Fixtures.password());

        assertThat(key.publicKey()).isEqualTo(Fixtures.publicKey("rsa"));
        assertThat(key.certificateSha1())
                .contains(Fixtures.text("rsa.certificate.sha1.txt").replaceAll("^.*=|[:\\s]", ""));
        assertThat(key.keyId()).as("an alias is no key id").isEmpty();
        assertThat(key.withKeyId("epic-2026").certificateSha1()).isEqualTo(key.certificateSha1());
    }

    @Test
    void ofKeytoolReturnsTheKeyOfAnAlias() throws IOException {
        Path file = Fixtures.file("keytool.p12");
        SigningKey first = SigningKey.fromKeyStore(file, Fixtures.password(), "First");
        SigningKey second = SigningKey.fromKeyStore(file, Fixtures.password(), "second");

        assertThat(first.algorithms()).containsExactly(JWSAlgorithm.ES256);
        assertThat(first.thumbprint()).isNotEqualTo(second.thumbprint());
    }

    @Test
    void ofTypeJksCanHaveASeparateKeyPassword() throws IOException {
        Path file = Fixtures.file("keytool.jks");
        char[] keyPassword = "another horse".toCharArray();

        SigningKey key = SigningKey.fromKeyStore(file, Fixtures.password(), "Only", keyPassword);

        assertThat(key.algorithms()).containsExactly(JWSAlgorithm.ES384);
        KeyFormatException refusal = catchThrowableOfType(
                KeyFormatException.class, () -> SigningKey.fromKeyStore(file, Fixtures.password()));
        assertThat(refusal.found())
                .isEqualTo("a key in a key store with the alias only, that cannot be decrypted with this password");
    }

    @Test
    void withSeveralKeysListsTheAliases() {
        KeyFormatException refusal = catchThrowableOfType(
                KeyFormatException.class,
                () -> SigningKey.fromKeyStore(Fixtures.file("keytool.p12"), Fixtures.password()));

        assertThat(refusal).hasMessageContaining("2 private keys, aliases first, second");
    }

    @Test
    void withAnUnknownAliasListsTheAliases() {
        KeyFormatException refusal = catchThrowableOfType(
                KeyFormatException.class,
                () -> SigningKey.fromKeyStore(Fixtures.file("keytool.p12"), Fixtures.password(), "third"));

        assertThat(refusal).hasMessageContaining("no private key under the alias third");
        assertThat(refusal).hasMessageContaining("one of the aliases first, second");
    }

    @ParameterizedTest
    @ValueSource(strings = {"openssl.p12", "keytool.p12", "keytool.jks"})
    void doesNotOpenWithAWrongPassword(String name) {
        KeyFormatException refusal = catchThrowableOfType(
                KeyFormatException.class,
                () -> SigningKey.fromKeyStore(Fixtures.file(name), "no horse at all".toCharArray()));

        assertThat(refusal.found()).isEqualTo("a key store that cannot be decrypted with this password");
        assertThat(Secrecy.shown(refusal)).contains(name).doesNotContain("no horse at all");
    }

    @ParameterizedTest
    @CsvSource({
        "certificate-only.p12, a key store without a private key",
        "rsa.pkcs8.pem, a file that is not a key store",
        "rsa.pkcs8.der, a file that is not a key store",
    })
    void isRefusedIfItHasNoKey(String name, String found) {
        KeyFormatException refusal = catchThrowableOfType(
                KeyFormatException.class, () -> SigningKey.fromKeyStore(Fixtures.file(name), Fixtures.password()));

        assertThat(refusal.found()).isEqualTo(found);
    }

    @Test
    void isRefusedIfDamagedOrEmpty(@TempDir Path directory) throws IOException {
        byte[] whole = Fixtures.bytes("keytool.jks");
        Path cut = Files.write(directory.resolve("cut.jks"), Arrays.copyOf(whole, whole.length / 2));
        Path empty = Files.createFile(directory.resolve("empty.p12"));

        assertThat(catchThrowableOfType(
                                KeyFormatException.class, () -> SigningKey.fromKeyStore(cut, Fixtures.password()))
                        .found())
                .isEqualTo("a damaged key store");
        assertThat(catchThrowableOfType(
                                KeyFormatException.class, () -> SigningKey.fromKeyStore(empty, Fixtures.password()))
                        .found())
                .isEqualTo("an empty file");
    }

    @Test
    void missingIsAnIOException(@TempDir Path directory) {
        Path missing = directory.resolve("missing.p12");

        assertThat(catchThrowableOfType(
                        NoSuchFileException.class, () -> SigningKey.fromKeyStore(missing, Fixtures.password())))
                .hasMessageContaining("missing.p12");
        assertThat(catchThrowableOfType(NoSuchFileException.class, () -> SigningKey.load(missing)))
                .hasMessageContaining("missing.p12");
    }
}
