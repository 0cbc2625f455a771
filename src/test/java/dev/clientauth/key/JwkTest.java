// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.key;

import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.OctetSequenceKey;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.util.Base64;
import dev.clientauth.key.crypto.KeyMaterial;
import dev.clientauth.key.format.JwkForm;
import dev.clientauth.key.format.KeyParser;
import dev.clientauth.key.format.KeyRequest;
import dev.clientauth.key.format.PemBlock;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.interfaces.RSAPublicKey;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

@DisplayName("A JWK or JWK Set")
class JwkTest {

    private static final ECKey EC = ec("first");
    private static final RSAKey RSA = rsa();

    private static ECKey ec(String keyId) {
        try {
            return new ECKeyGenerator(Curve.P_384).keyID(keyId).generate();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static RSAKey rsa() {
        try {
            return new RSAKeyGenerator(2048).keyID("second").generate();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void isReadWithItsKeyId(@TempDir Path directory) throws IOException {
        Path file = Files.writeString(directory.resolve("AuthKey_ABC123DEFG.p8"), EC.toJSONString());

        assertThat(SigningKey.parse(EC.toJSONString()).keyId()).contains("first");
        assertThat(SigningKey.load(file).keyId())
                .as("wins over the file's name")
                .contains("first");
        assertThat(SigningKey.parse(EC.toJSONString()).withKeyId("mine").keyId())
                .contains("mine");
        assertThat(SigningKey.of(EC).keyId()).contains("first");
        assertThat(SigningKey.of(EC).publicJwk().toECKey().getX()).isEqualTo(EC.getX());
    }

    @Test
    void isReadFromQuotedAndEscapedText() {
        String escaped = '"' + EC.toJSONString().replace("\"", "\\\"") + '"';
        String encoded = Base64.encode(EC.toJSONString()).toString();

        assertThat(SigningKey.parse(escaped).keyId()).contains("first");
        assertThat(SigningKey.parse('\'' + EC.toJSONString() + '\'').keyId()).contains("first");
        assertThat(SigningKey.parse(encoded).keyId()).contains("first");
    }

    @Test
    void withOnlyTheExponentsIsCompletedToTheOriginal() throws Exception {
        Map<String, Object> thin = RSA.toJSONObject();
        List.of("p", "q", "dp", "dq", "qi").forEach(thin::remove);
        RSAPrivateCrtKey original = (RSAPrivateCrtKey) RSA.toRSAPrivateKey();

        RSAPrivateCrtKey completed =
                (RSAPrivateCrtKey) JwkForm.read(JWK.parse(thin)).privateKey();

        assertThat(thin).containsKeys("n", "e", "d").doesNotContainKey("p");
        assertThat(List.of(completed.getPrimeP(), completed.getPrimeQ()))
                .containsExactlyInAnyOrder(original.getPrimeP(), original.getPrimeQ());
        assertThat(completed.getPublicExponent()).isEqualTo(original.getPublicExponent());
        assertThat(SigningKey.of(JWK.parse(thin)).publicKey()).isEqualTo(RSA.toRSAPublicKey());
    }

    @Test
    void withAnAlgorithmIsRestrictedToIt() {
        RSAKey named = new RSAKey.Builder(RSA).algorithm(JWSAlgorithm.RS384).build();
        RSAKey encryption =
                new RSAKey.Builder(RSA).algorithm(JWEAlgorithm.RSA_OAEP_256).build();

        assertThat(SigningKey.of(named).algorithms()).containsExactly(JWSAlgorithm.RS384);
        assertThat(SigningKey.of(named).publicJwk().getAlgorithm()).isEqualTo(JWSAlgorithm.RS384);
        assertThatThrownBy(() -> SigningKey.of(encryption))
                .isInstanceOf(KeyFormatException.class)
                .hasMessageContaining("algorithm RSA-OAEP-256");
    }

    @Test
    void isSelectedFromASetByKeyId() {
        String json = new JWKSet(List.of(EC, RSA)).toString(false);

        assertThat(SigningKey.fromJwkSet(json, "second").publicJwk()).isInstanceOf(RSAKey.class);
        assertThat(SigningKey.fromJwkSet(json, "first").publicJwk()).isInstanceOf(ECKey.class);
        assertThatThrownBy(() -> SigningKey.parse(json))
                .isInstanceOf(KeyFormatException.class)
                .hasMessageContaining("2 private keys, key ids first, second");
        assertThatThrownBy(() -> SigningKey.fromJwkSet(json, "third"))
                .isInstanceOf(KeyFormatException.class)
                .hasMessageContaining("none named third");
    }

    @Test
    void selectsTheSigningKeyFromVerifyAndSignEntriesWithTheSameKeyId() {
        String sign = EC.toJSONString().replace("{", "{\"key_ops\":[\"sign\"],\"ext\":true,");
        String verify = EC.toPublicJWK().toJSONString().replace("{", "{\"key_ops\":[\"verify\"],\"ext\":true,");

        SigningKey key = SigningKey.parse("{\"keys\":[" + verify + "," + sign + "]}");

        assertThat(key.keyId()).contains("first");
        assertThat(key.publicJwk().toJSONObject()).doesNotContainKeys("key_ops", "ext", "d");
    }

    @Test
    void forEncryptionIsSkippedInASetAndRejectedAlone() {
        RSAKey encryption = new RSAKey.Builder(RSA).keyUse(KeyUse.ENCRYPTION).build();
        String json = new JWKSet(List.of(encryption, EC)).toString(false);

        assertThat(SigningKey.parse(json).keyId()).contains("first");
        assertThatThrownBy(() -> SigningKey.of(encryption))
                .isInstanceOf(KeyFormatException.class)
                .hasMessageContaining("a JWK for encryption");
    }

    @Test
    void publicOrSymmetricOrOnAnotherCurveIsRejected() throws Exception {
        JWK symmetric = new OctetSequenceKey.Builder(new byte[32]).build();
        ECKey publicOnly = EC.toPublicJWK();

        assertThat(catchThrowableOfType(KeyFormatException.class, () -> SigningKey.of(symmetric))
                        .found())
                .startsWith("a symmetric JWK");
        assertThat(catchThrowableOfType(KeyFormatException.class, () -> SigningKey.of(publicOnly))
                        .found())
                .isEqualTo("a public JWK");
        assertThat(catchThrowableOfType(KeyFormatException.class, () -> SigningKey.parse(publicOnly.toJSONString()))
                        .found())
                .isEqualTo("a public JWK");
        assertThat(catchThrowableOfType(
                                KeyFormatException.class,
                                () -> SigningKey.parse("{\"kty\":\"EC\",\"crv\":\"secp256k1\",\"kid\":\"k\","
                                        + "\"x\":\"B-bSEipumy6qkfuBX_2w8-A5Tlwzu0lGHq4zvC5pZrY\","
                                        + "\"y\":\"B0VWwTLODip-MzJgmZxIfbHOVyawm1zhlyGX7buMFZg\"}"))
                        .found())
                .isEqualTo("an EC key on secp256k1");
    }

    @Test
    void withAPrivateNumberOfAnotherKeyIsRejectedAndNotRepeated() {
        String d = EC.getD().toString();
        ECKey other = ec("other");
        String mixed = EC.toJSONString().replace(d, other.getD().toString());

        KeyFormatException refusal = catchThrowableOfType(KeyFormatException.class, () -> SigningKey.parse(mixed));

        assertThat(refusal.found()).isEqualTo("a private key and a public key that do not match");
        Secrecy.assertShowsNothingOf(refusal, other.getD().toString());
    }

    @Test
    void malformedIsRejectedAndNotRepeated() {
        String broken = EC.toJSONString().replace("\"crv\":\"P-384\"", "\"crv\":\"P-256\"");

        KeyFormatException refusal = catchThrowableOfType(KeyFormatException.class, () -> SigningKey.parse(broken));

        assertThat(refusal.found()).isEqualTo("an EC key whose public point is not on P-256");
        Secrecy.assertShowsNothingOf(refusal, EC.getD().toString());
        Secrecy.assertShowsNothingOf(refusal, EC.getX().toString());
    }

    @Test
    void showsTheFingerprintOfItsCertificate() throws Exception {
        byte[] certificate =
                PemBlock.all(Fixtures.text("rsa.certificate.pem")).get(0).der();
        KeyMaterial material = KeyParser.parse(Fixtures.bytes("rsa.pkcs8.der")).privateKey(new KeyRequest(null));
        RSAKey jwk = new RSAKey.Builder((RSAPublicKey) material.publicKey())
                .privateKey(material.privateKey())
                .x509CertChain(List.of(Base64.encode(certificate)))
                .build();

        assertThat(SigningKey.of(jwk).certificateSha1())
                .isEqualTo(SigningKey.load(Fixtures.file("rsa.certificate-and-key.pem"))
                        .certificateSha1())
                .isPresent();
    }
}
