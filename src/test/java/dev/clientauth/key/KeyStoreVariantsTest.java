// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.key;

import dev.clientauth.key.inspect.KeyInspection;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.Pfx;
import org.bouncycastle.pkcs.PKCS12PfxPdu;
import org.bouncycastle.pkcs.PKCS12PfxPduBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS12SafeBagBuilder;
import org.bouncycastle.pkcs.jcajce.JcePKCS12MacCalculatorBuilder;
import org.bouncycastle.pkcs.jcajce.JcePKCSPBEOutputEncryptorBuilder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

@DisplayName("PKCS#12 key stores written by cloud services and tools are read")
class KeyStoreVariantsTest {
    private static final char[] NONE = {};

    @TempDir
    private Path directory;

    private PrivateKey key;
    private X509Certificate certificate;

    @BeforeEach
    void readFixtures() throws Exception {
        key = KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(Fixtures.bytes("rsa.pkcs8.der")));
        certificate = (X509Certificate) CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(Fixtures.bytes("rsa.certificate.pem")));
    }

    private byte[] pfx(char[] password) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry("1", key, password, new Certificate[] {certificate});
        var out = new java.io.ByteArrayOutputStream();
        store.store(out, password);
        return out.toByteArray();
    }

    private Path file(byte[] content) throws IOException {
        return Files.write(directory.resolve("key"), content);
    }

    private static byte[] base64(byte[] content) {
        return Base64.getMimeEncoder().encode(content);
    }

    private void assertRead(byte[] content, char[] password) throws IOException {
        assertThat(SigningKey.fromKeyStore(file(content), password).publicKey()).isEqualTo(certificate.getPublicKey());
        assertThat(KeyInspection.loadKeyStore(file(content), password)
                        .usableKeys()
                        .get(0)
                        .form())
                .contains("a private key in a ", "key store");
    }

    @Test
    void withTheEmptyPasswordInBase64() throws Exception {
        assertRead(pfx(NONE), NONE);
        assertRead(base64(pfx(NONE)), NONE);
        assertRead(base64(base64(pfx(NONE))), NONE);
        assertRead(
                ("{\"value\":\"" + Base64.getEncoder().encodeToString(pfx(NONE))
                                + "\",\"contentType\":\"application/x-pkcs12\"}")
                        .getBytes(StandardCharsets.UTF_8),
                NONE);
    }

    @Test
    void withoutAMac() throws Exception {
        Pfx whole = Pfx.getInstance(Fixtures.bytes("openssl.p12"));

        assertRead(new Pfx(whole.getAuthSafe(), null).getEncoded("DER"), Fixtures.password());
    }

    @Test
    void withoutACertificate() throws Exception {
        PKCS12PfxPduBuilder builder = new PKCS12PfxPduBuilder();
        builder.addData(new JcaPKCS12SafeBagBuilder(
                        key,
                        new JcePKCSPBEOutputEncryptorBuilder(NISTObjectIdentifiers.id_aes256_CBC)
                                .setProvider(new org.bouncycastle.jce.provider.BouncyCastleProvider())
                                .build(Fixtures.password()))
                .build());
        PKCS12PfxPdu pfx = builder.build(
                new JcePKCS12MacCalculatorBuilder(NISTObjectIdentifiers.id_sha256)
                        .setProvider(new org.bouncycastle.jce.provider.BouncyCastleProvider()),
                Fixtures.password());

        assertRead(pfx.getEncoded("DER"), Fixtures.password());
    }

    @Test
    void isReportedIfAKeyFileIsExpected() throws Exception {
        for (byte[] content : new byte[][] {pfx(NONE), base64(pfx(NONE)), base64(Fixtures.bytes("keytool.jks"))}) {
            Path file = file(content);
            assertThat(catchThrowableOfType(KeyFormatException.class, () -> SigningKey.load(file))
                            .found())
                    .endsWith(" key store");
        }
        Path jks = file(base64(Fixtures.bytes("keytool.jks")));
        assertThat(SigningKey.fromKeyStore(jks, Fixtures.password(), "Only", "another horse".toCharArray())
                        .algorithms())
                .hasSize(1);
    }

    @Test
    void withAWrongPasswordIsReportedAsSuch() throws Exception {
        Path file = file(base64(pfx("right".toCharArray())));

        for (char[] wrong : new char[][] {NONE, "wrong".toCharArray()}) {
            assertThat(catchThrowableOfType(KeyFormatException.class, () -> SigningKey.fromKeyStore(file, wrong))
                            .found())
                    .isEqualTo("a key store that cannot be decrypted with this password");
        }
    }
}
