// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.diagnosis;

import dev.clientauth.profile.TokenRequest;
import dev.clientauth.profile.text.Redactor;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.pkcs.EncryptedPrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.sec.ECPrivateKey;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import javax.crypto.Cipher;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

/** The base64 of a private key is recognized by its first bytes, regardless of type, size and encoding. */
class PastedKeyRedactionTest {

    /** Name and DER of a private key; the base64 begins with ME, MG, MI, MC, MF or MH. */
    static List<Map.Entry<String, byte[]>> keys() throws GeneralSecurityException, IOException {
        Map<String, byte[]> keys = new LinkedHashMap<>();
        for (String curve : List.of("secp256r1", "secp384r1", "secp521r1")) {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec(curve));
            byte[] pkcs8 = generator.generateKeyPair().getPrivate().getEncoded();
            keys.put("PKCS #8 " + curve, pkcs8);
            PrivateKeyInfo info = PrivateKeyInfo.getInstance(pkcs8);
            keys.put(
                    "SEC 1 without curve " + curve,
                    info.parsePrivateKey().toASN1Primitive().getEncoded());
            ECPrivateKey bare = ECPrivateKey.getInstance(info.parsePrivateKey());
            keys.put(
                    "SEC 1 " + curve,
                    new ECPrivateKey(bare.getKey().bitLength(), bare.getKey(), X9ObjectIdentifiers.prime256v1)
                            .getEncoded());
        }
        for (String curve : List.of("Ed25519", "Ed448", "X25519")) {
            byte[] pkcs8 = KeyPairGenerator.getInstance(curve)
                    .generateKeyPair()
                    .getPrivate()
                    .getEncoded();
            keys.put("PKCS #8 " + curve, pkcs8);
        }
        for (int bits : List.of(512, 1024, 2048)) {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(bits);
            byte[] pkcs8 = generator.generateKeyPair().getPrivate().getEncoded();
            keys.put("PKCS #8 RSA " + bits, pkcs8);
            keys.put(
                    "PKCS #1 RSA " + bits,
                    PrivateKeyInfo.getInstance(pkcs8)
                            .parsePrivateKey()
                            .toASN1Primitive()
                            .getEncoded());
        }
        return List.copyOf(keys.entrySet());
    }

    @ParameterizedTest
    @MethodSource("keys")
    void aPrivateKeyInBase64IsNotShownInAnyVariant(Map.Entry<String, byte[]> key) {
        for (String spelling : spellings(key.getValue())) {
            String secret = spelling.substring(spelling.length() / 2, spelling.length() / 2 + 12);
            for (String text : List.of(
                    spelling,
                    "the key is " + spelling + " as you see",
                    "{\"key\":\"" + spelling + "\"}",
                    "key=" + spelling,
                    "PRIVATEKEY" + spelling,
                    "'" + spelling + "'")) {
                assertThat(Redactor.text(text)).as("text of " + key.getKey()).doesNotContain(secret);
                assertThat(Redactor.member(text)).as("member").doesNotContain(secret);
                assertThat(Redactor.member(List.of(text))).as("list").doesNotContain(secret);
                assertThat(Redactor.parameter("client_id", text))
                        .as("parameter")
                        .doesNotContain(secret);
                assertThat(Redactor.httpHeader("user-agent", text)).as("header").doesNotContain(secret);
            }
            String inPath = spelling.replaceAll("[^A-Za-z0-9_-]", "");
            assertThat(Redactor.endpoint(URI.create("https://ehr.example.com/" + inPath + "/token")))
                    .doesNotContain(inPath.substring(inPath.length() / 2, inPath.length() / 2 + 12));
            RedactedRequest attempt = RedactedRequest.of(TokenRequest.builder()
                    .parameter("client_id", spelling)
                    .method(spelling)
                    .build());
            assertThat(attempt.toString()).doesNotContain(secret);
        }
    }

    private static List<String> spellings(byte[] der) {
        List<String> spellings = new ArrayList<>();
        spellings.add(Base64.getEncoder().encodeToString(der));
        spellings.add(Base64.getUrlEncoder().withoutPadding().encodeToString(der));
        for (String end : List.of("\n", "\r\n", "\\n", " ", "\\r\\n")) {
            spellings.add(Base64.getMimeEncoder(64, new byte[] {'\n'})
                    .encodeToString(der)
                    .replace("\n", end));
        }
        spellings.add(spellings.get(0).replace("/", "\\/"));
        spellings.add(URLEncoder.encode(spellings.get(0), UTF_8));
        return spellings;
    }

    @Test
    void aTruncatedKeyIsNotShown() throws GeneralSecurityException, IOException {
        for (Map.Entry<String, byte[]> key : keys()) {
            String half = Base64.getEncoder().encodeToString(key.getValue()).substring(0, 40);

            assertThat(Redactor.text("kid " + half)).as(key.getKey()).isEqualTo("kid " + Redactor.NOT_SHOWN);
        }
    }

    @Test
    void anEncryptedKeyIsNotShown() throws GeneralSecurityException, IOException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        String algorithm = "PBEWithHmacSHA256AndAES_128";
        Cipher cipher = Cipher.getInstance(algorithm);
        cipher.init(
                Cipher.ENCRYPT_MODE,
                SecretKeyFactory.getInstance(algorithm).generateSecret(new PBEKeySpec("secret".toCharArray())));
        byte[] encrypted =
                cipher.doFinal(generator.generateKeyPair().getPrivate().getEncoded());
        AlgorithmIdentifier pbes2 = new AlgorithmIdentifier(
                PKCSObjectIdentifiers.id_PBES2,
                ASN1Primitive.fromByteArray(cipher.getParameters().getEncoded()));
        String text = Base64.getEncoder().encodeToString(new EncryptedPrivateKeyInfo(pbes2, encrypted).getEncoded());

        assertThat(Redactor.text("it is " + text)).isEqualTo("it is " + Redactor.NOT_SHOWN);
    }

    @Test
    void namesThatLookLikeBase64AreShown() {
        for (String name : List.of(
                "MEDICARE-CLIENT-7c0c10a0-4d8a-4ef8-a2be-eda040b65c59",
                "MCKINSEY_backend_services_2026_production",
                "MFADeviceEnrollmentServiceForTheWholeCompany",
                "MHealthAppOfTheUniversityHospitalOfBasel",
                "MONITORING/of/the/token/endpoint/every/minute")) {
            assertThat(Redactor.text(name)).isEqualTo(name);
        }
    }
}
