// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.assertion;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.RSAKey;
import dev.clientauth.fakes.Vectors;
import dev.clientauth.key.SigningKey;
import org.junit.jupiter.api.Test;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

/** RFC 7515 appendices A.2 and A.3: a JWS, checked without a JOSE library. */
class Rfc7515Test {
    private static final String RS256 = Vectors.read("rfc7515/A.2.jws");
    private static final String ES256 = Vectors.read("rfc7515/A.3.jws");
    private static final SigningKey RSA = SigningKey.parse(Vectors.read("rfc7515/A.2.key.json"));
    private static final SigningKey EC = SigningKey.parse(Vectors.read("rfc7515/A.3.key.json"));
    private static final String PAYLOAD =
            "{\"iss\":\"joe\",\r\n \"exp\":1300819380,\r\n \"http://example.com/is_root\":true}";

    @Test
    void a2SignatureIsReproducedByteForByte() {
        String input = RS256.substring(0, RS256.lastIndexOf('.'));
        assertThat(RSA.sign(JWSAlgorithm.RS256, input.getBytes(UTF_8))).isEqualTo(Vectors.part(RS256, 2));
    }

    @Test
    void a2JwsIsReproducedByteForByte() {
        String jws = CompactJws.sign(
                "{\"alg\":\"RS256\"}".getBytes(UTF_8), PAYLOAD.getBytes(UTF_8), JWSAlgorithm.RS256, RSA);
        assertThat(jws).isEqualTo(RS256);
    }

    @Test
    void a3SigningInputIsReproducedByteForByte() {
        String jws = es256();
        assertThat(jws.substring(0, jws.lastIndexOf('.'))).isEqualTo(ES256.substring(0, ES256.lastIndexOf('.')));
    }

    @Test
    void a3SignatureIsRawAndNotDer() throws Exception {
        String jws = es256();
        assertThat(Vectors.part(jws, 2)).hasSize(64);
        ECKey published = ECKey.parse(Vectors.read("rfc7515/A.3.key.json")).toPublicJWK();
        assertThat(JWSObject.parse(jws).verify(new ECDSAVerifier(published))).isTrue();
    }

    @Test
    void bothVectorsVerifyWithTheDerivedPublicKeys() throws Exception {
        assertThat(JWSObject.parse(RS256).verify(new RSASSAVerifier((RSAKey) RSA.publicJwk())))
                .isTrue();
        assertThat(JWSObject.parse(ES256).verify(new ECDSAVerifier((ECKey) EC.publicJwk())))
                .isTrue();
    }

    private static String es256() {
        return CompactJws.sign("{\"alg\":\"ES256\"}".getBytes(UTF_8), PAYLOAD.getBytes(UTF_8), JWSAlgorithm.ES256, EC);
    }
}
