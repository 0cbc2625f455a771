// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.profile.rules;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.factories.DefaultJWSVerifierFactory;
import com.nimbusds.jose.crypto.impl.ECDSA;
import com.nimbusds.jose.jwk.AsymmetricJWK;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.util.Base64URL;
import dev.clientauth.profile.DecodedAssertion;
import dev.clientauth.profile.FactValue;
import dev.clientauth.profile.RuleContext;
import dev.clientauth.profile.text.Redactor;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

import static java.nio.charset.StandardCharsets.US_ASCII;

/**
 * The registered key and the algorithm with which a signature verifies, whatever the header says.
 *
 * @param key the registered key
 * @param algorithm the algorithm
 */
record SignatureSource(JWK key, JWSAlgorithm algorithm) {
    /** The maximum number of keys that are tried, so that no request takes long to check. */
    private static final int MAX_KEYS = 8;

    private static final List<JWSAlgorithm> ALGORITHMS = List.of(
            JWSAlgorithm.ES256,
            JWSAlgorithm.ES384,
            JWSAlgorithm.ES512,
            JWSAlgorithm.RS256,
            JWSAlgorithm.RS384,
            JWSAlgorithm.RS512,
            JWSAlgorithm.PS256,
            JWSAlgorithm.PS384,
            JWSAlgorithm.PS512,
            JWSAlgorithm.EdDSA);

    /**
     * Returns what signed the assertion, with its signature as is or converted from DER; empty if no registered key did.
     */
    static Optional<SignatureSource> of(DecodedAssertion assertion, List<JWK> keys) {
        List<Base64URL> parts = assertion.parts().orElse(null);
        byte[] signature = assertion.signature().orElse(null);
        if (parts == null || signature == null) {
            return Optional.empty();
        }
        byte[] input = (parts.get(0) + "." + parts.get(1)).getBytes(US_ASCII);
        return keys.stream()
                .limit(MAX_KEYS)
                .flatMap(key -> candidates(assertion, key).map(alg -> new SignatureSource(key, alg)))
                .filter(candidate -> candidate.made(input, signature))
                .findFirst();
    }

    /** Returns the algorithms of a key, beginning with the one in the header. */
    private static Stream<JWSAlgorithm> candidates(DecodedAssertion assertion, JWK key) {
        Set<JWSAlgorithm> all = new LinkedHashSet<>();
        assertion
                .header()
                .map(header -> header.get("alg") instanceof String alg ? JWSAlgorithm.parse(alg) : null)
                .ifPresent(all::add);
        all.addAll(ALGORITHMS);
        return all.stream().filter(alg -> HeaderRules.fits(alg, key));
    }

    private boolean made(byte[] input, byte[] signature) {
        return verifies(key, algorithm, input, signature) || verifies(key, algorithm, input, fromDer(signature));
    }

    /** Returns whether a signature by this algorithm verifies with a key; false if no verifier accepts it. */
    static boolean verifies(JWK key, JWSAlgorithm algorithm, byte[] input, byte[] signature) {
        if (key instanceof OctetKeyPair edwards) {
            return EdwardsSignature.verifies(edwards, input, signature);
        }
        if (!(key instanceof AsymmetricJWK asymmetric) || signature.length == 0) {
            return false;
        }
        try {
            JWSHeader header = new JWSHeader(algorithm);
            return new DefaultJWSVerifierFactory()
                    .createJWSVerifier(header, asymmetric.toPublicKey())
                    .verify(header, input, Base64URL.encode(signature));
        } catch (JOSEException | IllegalArgumentException e) {
            // A key off its curve, or of a type that no verifier accepts, cannot have made the signature.
            return false;
        }
    }

    /** Returns R and S from ASN.1 DER; empty if it is not DER. */
    private byte[] fromDer(byte[] signature) {
        Integer length = SignatureRules.rawLength(algorithm);
        if (length == null || !SignatureRules.isDer(signature)) {
            return new byte[0];
        }
        try {
            return ECDSA.transcodeSignatureToConcat(signature, length);
        } catch (JOSEException | RuntimeException e) {
            // It only looked like DER.
            return new byte[0];
        }
    }

    /** Returns the id of the registered key that made the signature, for a finding about a wrong {@code kid}. */
    static String aside(RuleContext context) {
        if (!(Facts.assertion().in(context) instanceof FactValue.Value<DecodedAssertion> assertion)
                || !(Facts.publicKeys().in(context) instanceof FactValue.Value<List<JWK>> keys)) {
            return "";
        }
        Object said =
                assertion.value().header().map(header -> header.get("kid")).orElse(null);
        return of(assertion.value(), keys.value())
                .map(source -> source.key().getKeyID())
                .filter(id -> !id.equals(said))
                .map(id -> "; the registered key " + Redactor.quoted(id) + " made the signature")
                .orElse("");
    }

    /** Describes the key. */
    String name() {
        return key.getKeyID() == null ? "the registered key" : "the registered key " + Redactor.quoted(key.getKeyID());
    }
}
