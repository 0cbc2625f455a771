// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.profile.rules;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyOperation;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.Base64URL;
import dev.clientauth.key.crypto.PublicHalf;
import dev.clientauth.profile.DecodedAssertion;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.io.InputStream;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;

/** Each verification path accepts and rejects the signatures of Wycheproof as specified there. */
class WycheproofSignatureTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HexFormat HEX = HexFormat.of();

    @ParameterizedTest
    @CsvSource({
        "ecdsa_secp256r1_sha256_p1363, ES256, 262",
        "ecdsa_secp384r1_sha384_p1363, ES384, 280",
        "ecdsa_secp521r1_sha512_p1363, ES512, 318",
        "rsa_signature_2048_sha256, RS256, 259",
        "rsa_signature_2048_sha384, RS384, 258",
        "rsa_signature_3072_sha512, RS512, 260",
        "rsa_pss_2048_sha256_mgf1_32, PS256, 108",
        "rsa_pss_2048_sha384_mgf1_48, PS384, 141",
        "rsa_pss_4096_sha512_mgf1_64, PS512, 179",
        "ed25519, EdDSA, 151"
    })
    void signatureVerifiesExactlyIfItIsValid(String file, String algorithm, int tests) throws Exception {
        JWSAlgorithm alg = JWSAlgorithm.parse(algorithm);
        List<String> wrong = new ArrayList<>();
        int count = 0;
        for (JsonNode group : read(file).get("testGroups")) {
            PublicKey key = publicKey(group.get("publicKeyDer").asText(), algorithm);
            JWK jwk = jwk(group, key);
            for (JsonNode test : group.get("tests")) {
                count++;
                byte[] message = HEX.parseHex(test.get("msg").asText());
                byte[] signature = HEX.parseHex(test.get("sig").asText());
                if (hasReducedX(test)) {
                    continue; // The JDK refuses some of them. Of 2^128 signatures, one has such an x-coordinate.
                }
                // "acceptable" is a DigestInfo without NULL, which RFC 8017 allows a verifier to accept, and the JDK
                // does.
                boolean isValid = !test.get("result").asText().equals("invalid");
                if (SignatureSource.verifies(jwk, alg, message, signature) != isValid) {
                    wrong.add("SignatureSource: " + test);
                }
                if (isSigningKey(key) && PublicHalf.of(key).verifies(alg, message, signature) != isValid) {
                    wrong.add("PublicHalf: " + test);
                }
            }
        }
        assertEquals(List.of(), wrong);
        assertEquals(tests, count);
    }

    @Test
    void jwsIsAcceptedExactlyIfItIsValid() throws Exception {
        List<String> wrong = new ArrayList<>();
        int count = 0;
        for (JsonNode group : read("json_web_signature").get("testGroups")) {
            if (!group.has("public")) {
                continue; // HMAC is not verified here.
            }
            JWK key = JWK.parse(group.get("public").toString());
            boolean isForSigning = !KeyUse.ENCRYPTION.equals(key.getKeyUse())
                    && (key.getKeyOperations() == null || key.getKeyOperations().contains(KeyOperation.VERIFY));
            for (JsonNode test : group.get("tests")) {
                count++;
                if (group.get("comment").asText().equals("ps512")
                        && test.get("comment").asText().startsWith("Using")) {
                    continue; // Valid except for the alg of the JWK, which few servers compare (RFC 7520's "Figure20"
                    // differs).
                }
                boolean isValid = test.get("result").asText().equals("valid");
                boolean isAccepted = isForSigning
                        && accepts(key, DecodedAssertion.parse(test.get("jws").asText()));
                if (isAccepted != isValid) {
                    wrong.add(group.get("comment") + ": " + test);
                }
            }
        }
        assertEquals(List.of(), wrong);
        assertEquals(361, count);
    }

    /** As the rules jwt.compact, alg.fits-key and signature.verifies, but for any payload; theirs are no claims. */
    private static boolean accepts(JWK key, DecodedAssertion assertion) {
        if (!assertion.faults().stream().allMatch(fault -> fault.startsWith("the payload is"))
                || assertion.header().isEmpty()
                || assertion.signature().isEmpty()
                || !(assertion.header().get().get("alg") instanceof String name)
                || assertion.header().get().containsKey("crit")) {
            return false;
        }
        JWSAlgorithm alg = JWSAlgorithm.parse(name);
        List<Base64URL> parts = assertion.parts().orElseThrow();
        byte[] input = (parts.get(0) + "." + parts.get(1)).getBytes(US_ASCII);
        return HeaderRules.fits(alg, key)
                && SignatureSource.verifies(
                        key, alg, input, assertion.signature().get());
    }

    /** The x-coordinate of the point is not less than the order of the curve, so r is not x but x minus the order. */
    private static boolean hasReducedX(JsonNode test) {
        String comment = test.get("comment").asText();
        return comment.equals("k*G has a large x-coordinate") || comment.endsWith("possible x with a reduction");
    }

    /** Ed25519 keys and exponents below 65537 are refused before anything is verified. */
    private static boolean isSigningKey(PublicKey key) {
        return !(key instanceof EdECPublicKey)
                && !(key instanceof RSAPublicKey rsa && rsa.getPublicExponent().intValue() < 65_537);
    }

    private static PublicKey publicKey(String der, String algorithm) throws GeneralSecurityException {
        String type = algorithm.startsWith("ES") ? "EC" : algorithm.equals("EdDSA") ? "Ed25519" : "RSA";
        return KeyFactory.getInstance(type).generatePublic(new X509EncodedKeySpec(HEX.parseHex(der)));
    }

    private static JWK jwk(JsonNode group, PublicKey key) throws ParseException {
        if (key instanceof ECPublicKey ec) {
            return new ECKey.Builder(Curve.forECParameterSpec(ec.getParams()), ec).build();
        }
        return key instanceof RSAPublicKey rsa
                ? new RSAKey.Builder(rsa).build()
                : JWK.parse(group.get("publicKeyJwk").toString());
    }

    private static JsonNode read(String file) throws IOException {
        try (InputStream in = WycheproofSignatureTest.class.getResourceAsStream("/wycheproof/" + file + "_test.json")) {
            return JSON.readTree(in);
        }
    }
}
