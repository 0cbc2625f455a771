// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.key;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.util.Base64URL;
import dev.clientauth.key.crypto.KeyNote;
import dev.clientauth.key.inspect.InspectedKey;
import dev.clientauth.key.inspect.KeyInspection;
import dev.clientauth.key.inspect.VerificationKey;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;

import static org.assertj.core.api.Assertions.assertThat;

@DisplayName("A defect that strict parsers reject is noted, and the key is still read")
class JwkQualityTest {
    private static final SigningKey RSA =
            SigningKey.generate(JWSAlgorithm.RS256).withKeyId("r");
    private static final SigningKey EC = SigningKey.generate(JWSAlgorithm.ES384).withKeyId("e");

    private static String rsa(String member, String value) {
        return RSA.publicJwk()
                .toJSONString()
                .replaceAll("\"" + member + "\":\"[^\"]*\"", "\"" + member + "\":\"" + value + "\"");
    }

    private static String with(SigningKey key, String members) {
        return key.publicJwk().toJSONString().replaceFirst("\\{", Matcher.quoteReplacement("{" + members + ","));
    }

    private static List<String> problems(String jwk, SigningKey expected) {
        VerificationKey key = VerificationKey.parse("{\"keys\":[" + jwk + "]}").get(0);
        assertThat(key.thumbprint()).isEqualTo(expected.thumbprint());
        return key.notes().stream().map(KeyNote::problem).toList();
    }

    private static byte[] modulus() {
        return ((RSAKey) RSA.publicJwk()).getModulus().decode();
    }

    @Test
    void numbersWithAnotherEncoding() {
        byte[] zero = new byte[modulus().length + 1];
        System.arraycopy(modulus(), 0, zero, 1, modulus().length);
        String standard = Base64.getEncoder().encodeToString(modulus());

        assertThat(problems(RSA.publicJwk().toJSONString(), RSA)).isEmpty();
        assertThat(problems(rsa("n", Base64URL.encode(zero).toString()), RSA))
                .containsExactly("n has a leading zero byte, 257 bytes in total");
        assertThat(problems(rsa("e", "AAEAAQ"), RSA)).containsExactly("e has a leading zero byte, 4 bytes in total");
        assertThat(problems(rsa("n", standard), RSA))
                .anySatisfy(note -> assertThat(note).startsWith("n has padding"))
                .anySatisfy(note -> assertThat(note).startsWith("n is in standard base64"));
        assertThat(problems(rsa("e", "AQAB "), RSA)).containsExactly("e contains white space");
    }

    @Test
    void coordinatesOfAnotherLength() throws Exception {
        ECKey key =
                new ECKeyGenerator(com.nimbusds.jose.jwk.Curve.P_256).keyID("x").generate();
        while (key.getX().decode()[0] != 0) {
            key = new ECKeyGenerator(com.nimbusds.jose.jwk.Curve.P_256)
                    .keyID("x")
                    .generate();
        }
        byte[] x = key.getX().decode();
        String json = key.toPublicJWK().toJSONString();
        String shorter = json.replace(
                "\"x\":\"" + key.getX() + "\"", "\"x\":\"" + Base64URL.encode(Arrays.copyOfRange(x, 1, 32)) + "\"");
        byte[] longer = new byte[33];
        System.arraycopy(key.getY().decode(), 0, longer, 1, 32);

        SigningKey expected = SigningKey.of(key);
        assertThat(problems(json, expected)).isEmpty();
        assertThat(problems(shorter, expected))
                .containsExactly("x has 31 bytes instead of 32: its leading zeros are missing");
        assertThat(problems(
                        json.replace("\"y\":\"" + key.getY() + "\"", "\"y\":\"" + Base64URL.encode(longer) + "\""),
                        expected))
                .containsExactly("y has 33 bytes instead of 32: a leading zero byte");
    }

    @Test
    void certificatesOfAnotherKey() {
        String pem = Fixtures.text("rsa.certificate.pem");
        String der = pem.replaceAll("-----[A-Z ]+-----|\\s", "");
        SigningKey certified = SigningKey.parse(Fixtures.text("rsa.pkcs8.pem")).withKeyId("c");

        assertThat(problems(with(certified, "\"x5c\":[\"" + der + "\"]"), certified))
                .isEmpty();
        assertThat(problems(with(certified, "\"x5c\":[\"" + pem.replace("\n", "\\n") + "\"]"), certified))
                .containsExactly("x5c contains PEM instead of base64 of DER");
        assertThat(problems(
                        with(certified, "\"x5c\":[\"" + der.replace('+', '-').replace('/', '_') + "\"]"), certified))
                .containsExactly("x5c is in base64url instead of standard base64");
        assertThat(problems(with(RSA, "\"x5c\":[\"" + der + "\"]"), RSA))
                .containsExactly("x5c contains the certificate of another key");
        assertThat(problems(with(EC, "\"x5c\":[\"" + der + "\"]"), EC))
                .containsExactly("x5c contains the certificate of another key");
        assertThat(problems(with(RSA, "\"x5c\":[\"AAAA\"]"), RSA))
                .containsExactly("x5c contains something that is not a certificate");
        assertThat(problems(with(RSA, "\"x5c\":\"" + der + "\""), RSA)).containsExactly("x5c is not an array");
    }

    @Test
    void missingAndDuplicateKeyIds() {
        String one = RSA.publicJwk().toJSONString();
        String two = EC.withKeyId("r").publicJwk().toJSONString();

        assertThat(VerificationKey.parse("{\"keys\":[" + one + "," + two + "]}"))
                .hasSize(2)
                .allSatisfy(key -> assertThat(key.notes())
                        .extracting(KeyNote::problem)
                        .containsExactly("duplicate kid: 2 keys of this set have it"));
        assertThat(problems(one.replace("\"kid\":\"r\",", ""), RSA)).containsExactly("no kid");
    }

    @Test
    void publishedPrivateMembers() throws Exception {
        ECKey key =
                new ECKeyGenerator(com.nimbusds.jose.jwk.Curve.P_256).keyID("p").generate();
        KeyNote note = VerificationKey.parse("{\"keys\":[" + key.toJSONString() + "]}")
                .get(0)
                .notes()
                .get(0);

        assertThat(note.problem()).isEqualTo("private members in a JWK Set");
        assertThat(note.remedy())
                .contains("compromised", "revoke")
                .doesNotContain(key.getD().toString());
        assertThat(VerificationKey.parse(key.toJSONString()).get(0).notes()).isEmpty();
    }

    @Test
    void aRejectedKeyOfASetIsKeptWithTheReason() {
        String enc = EC.publicJwk().toJSONString().replace("\"use\":\"sig\"", "\"use\":\"enc\"");
        String oct = "{\"kty\":\"oct\",\"kid\":\"o\",\"k\":\"c2VjcmV0LXNlY3JldC1zZWNyZXQ\"}";
        String okp =
                "{\"kty\":\"OKP\",\"crv\":\"X25519\",\"kid\":\"o2\",\"x\":\"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo\"}";

        List<InspectedKey> keys = KeyInspection.parse(
                        "{\"keys\":[" + enc + "," + oct + "," + RSA.publicJwk().toJSONString() + "," + okp + ",7]}")
                .keys();

        assertThat(keys).extracting(key -> key.keyId().orElse("")).containsExactly("e", "o", "r", "o2", "");
        assertThat(keys.get(0).refusal().orElseThrow().found()).isEqualTo("a JWK for encryption (use enc)");
        assertThat(keys.get(0).publicJwk().orElseThrow().getKeyUse().identifier())
                .isEqualTo("enc");
        assertThat(keys.get(1).refusal().orElseThrow().found()).contains("symmetric");
        assertThat(keys.get(1).publicJwk()).isEmpty();
        assertThat(keys.get(2).key()).isPresent();
        assertThat(keys.get(3).refusal().orElseThrow().found()).isEqualTo("a key of type OKP, on X25519");
        assertThat(keys.get(3).publicJwk()).isPresent();
        assertThat(keys.get(4).refusal().orElseThrow().found()).contains("not a JSON object");
        assertThat(keys.toString()).doesNotContain("c2VjcmV0");
    }

    @Test
    void aNumberThatIsNotBase64urlIsRejectedByItsMemberName() {
        BigInteger n = new BigInteger(1, modulus());
        for (String value : new String[] {n.toString(16) + "!", "not base64!", "a"}) {
            assertThat(org.assertj.core.api.Assertions.catchThrowableOfType(
                                    KeyFormatException.class, () -> VerificationKey.parse(rsa("n", value)))
                            .found())
                    .contains("member n");
        }
    }
}
