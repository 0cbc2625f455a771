// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.profile.rules;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.Base64URL;
import dev.clientauth.fakes.Wycheproof;
import dev.clientauth.key.KeyFormatException;
import dev.clientauth.key.crypto.PublicHalf;
import dev.clientauth.key.inspect.VerificationKey;
import dev.clientauth.profile.DecodedAssertion;
import dev.clientauth.profile.RuleChecks;
import dev.clientauth.profile.TokenRequest;
import dev.clientauth.profile.Verdict;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;

/** Each verification path accepts and rejects the signatures of Wycheproof as specified there. */
class WycheproofSignatureTest {
    private static final HexFormat HEX = HexFormat.of();

    @ParameterizedTest
    @CsvSource({
        "ecdsa_secp256r1_sha256_p1363, ES256, 262, 2",
        "ecdsa_secp384r1_sha384_p1363, ES384, 280, 2",
        "ecdsa_secp521r1_sha512_p1363, ES512, 318, 2",
        "rsa_signature_2048_sha256, RS256, 259, 0",
        "rsa_signature_2048_sha384, RS384, 258, 0",
        "rsa_signature_3072_sha512, RS512, 260, 0",
        "rsa_pss_2048_sha256_mgf1_32, PS256, 108, 0",
        "rsa_pss_2048_sha384_mgf1_48, PS384, 141, 0",
        "rsa_pss_4096_sha512_mgf1_64, PS512, 179, 0",
        "ed25519, EdDSA, 151, 0"
    })
    void signatureVerifiesExactlyIfItIsValid(String file, String algorithm, int tests, int untested) throws Exception {
        JWSAlgorithm alg = JWSAlgorithm.parse(algorithm);
        List<String> wrong = new ArrayList<>();
        int tested = 0;
        int skipped = 0;
        for (JsonNode group : Wycheproof.groups(file)) {
            PublicKey key = publicKey(group.get("publicKeyDer").asText(), algorithm);
            JWK jwk = jwk(group, key);
            for (JsonNode test : group.get("tests")) {
                byte[] message = HEX.parseHex(test.get("msg").asText());
                byte[] signature = HEX.parseHex(test.get("sig").asText());
                if (hasReducedX(test)) {
                    skipped++; // The JDK refuses some of them. Of 2^128 signatures, one has such an x-coordinate.
                    continue;
                }
                tested++;
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
        assertEquals(tests - untested, tested);
        assertEquals(untested, skipped);
    }

    @Test
    void jwsIsAcceptedExactlyIfItIsValid() throws Exception {
        List<String> wrong = new ArrayList<>();
        int tested = 0;
        int skipped = 0;
        for (JsonNode group : Wycheproof.groups("json_web_signature")) {
            if (!group.has("public")) {
                continue; // HMAC is not verified here.
            }
            Optional<JWK> key = imported(group.get("public").toString());
            for (JsonNode test : group.get("tests")) {
                if (group.get("comment").asText().equals("ps512")
                        && test.get("comment").asText().startsWith("Using")) {
                    // Valid except for the alg of the JWK, which few servers compare (RFC 7520's "Figure20" differs).
                    skipped++;
                    continue;
                }
                tested++;
                boolean isValid = test.get("result").asText().equals("valid");
                boolean isAccepted = key.isPresent()
                        && accepts(
                                key.get(),
                                DecodedAssertion.parse(test.get("jws").asText()));
                if (isAccepted != isValid) {
                    wrong.add(group.get("comment") + ": " + test);
                }
            }
        }
        assertEquals(List.of(), wrong);
        assertEquals(351, tested);
        assertEquals(10, skipped);
    }

    /** Imports a key as the library does; empty if its use, its operations or its numbers are rejected. */
    private static Optional<JWK> imported(String jwk) {
        try {
            // Wycheproof's name of ES512.
            return Optional.of(
                    VerificationKey.parse(jwk.replace("ES521", "ES512")).get(0).jwk());
        } catch (KeyFormatException e) {
            return Optional.empty();
        }
    }

    /** As the rules jwt.compact, alg.fits-key, crit and signature.verifies, but for any payload; theirs are no claims. */
    private static boolean accepts(JWK key, DecodedAssertion assertion) {
        if (!assertion.faults().stream().allMatch(fault -> fault.startsWith("the payload is"))
                || assertion.header().isEmpty()
                || assertion.signature().isEmpty()
                || !(assertion.header().get().get("alg") instanceof String name)
                || !(RuleChecks.check(
                                CriticalHeaderRules.noExtension(RuleChecks.GUIDE),
                                TokenRequest.builder().assertion(assertion))
                        instanceof Verdict.Satisfied)) {
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

    /** A key with an exponent below 65537 is rejected before anything is verified. */
    private static boolean isSigningKey(PublicKey key) {
        return !(key instanceof RSAPublicKey rsa && rsa.getPublicExponent().intValue() < 65_537);
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
}
