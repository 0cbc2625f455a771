// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.profile.rules;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.Base64URL;
import dev.clientauth.profile.Citation;
import dev.clientauth.profile.DecodedAssertion;
import dev.clientauth.profile.Fact;
import dev.clientauth.profile.FactValue;
import dev.clientauth.profile.Field;
import dev.clientauth.profile.Rule;
import dev.clientauth.profile.TokenRequest;
import dev.clientauth.profile.Verdict;
import dev.clientauth.profile.text.DurationFormat;
import dev.clientauth.profile.text.Redactor;
import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

import static java.nio.charset.StandardCharsets.US_ASCII;

/** Rules about the format of the assertion and its signature, for every provider. */
public final class SignatureRules {
    /** The bytes of R and S together (RFC 7518 section 3.4). */
    private static final Map<JWSAlgorithm, Integer> RAW_LENGTH =
            Map.of(JWSAlgorithm.ES256, 64, JWSAlgorithm.ES384, 96, JWSAlgorithm.ES512, 132);

    /** What may have made a signature of this length, in bytes, instead of the algorithm in the header. */
    private static final Map<Integer, String> LIKENESSES = Map.of(
            32, "an HS256 signature (shared secret)",
            48, "an HS384 signature (shared secret)",
            64, "an ES256 signature",
            96, "an ES384 signature",
            132, "an ES512 signature",
            256, "a signature by an RSA key of 2048 bits");

    private static final Set<String> CARRIERS = Set.of("client_secret", "client_assertion", "assertion");

    private SignatureRules() {}

    /** Three parts in base64url, the first two JSON objects (RFC 7515 section 7.1). */
    public static Rule compact(Citation source) {
        return compact(", the first two JSON objects without duplicate members.", fault -> true, source);
    }

    /** The same, for a provider that reads JSON objects with duplicate members. */
    public static Rule compactWithDuplicates(Citation source) {
        return compact(
                ", the first two JSON objects.", fault -> !fault.endsWith("contains a duplicate member"), source);
    }

    private static Rule compact(String objects, Predicate<String> counts, Citation source) {
        return Rule.must("jwt.compact")
                .about(Field.ASSERTION)
                .states("The assertion is a signed JWT in compact form: three parts in base64url" + objects)
                .remedy("Send the JWT library's output unchanged, without quotes or line breaks, and not the key file.")
                .source(source)
                .check(Facts.assertion(), carrier(), (assertion, carrier) -> {
                    List<String> faults =
                            assertion.faults().stream().filter(counts).toList();
                    return Verdict.satisfiedIf(
                            faults.isEmpty(), carrier + String.join("; ", faults), "header.payload.signature");
                });
    }

    /** Returns the parameter that contains the assertion, as a prefix of findings. */
    private static Fact<String> carrier() {
        return context -> FactValue.value(context.request().parameters().stream()
                .flatMap(List::stream)
                .map(TokenRequest.Parameter::name)
                .filter(CARRIERS::contains)
                .findFirst()
                .map(name -> name + ": ")
                .orElse(""));
    }

    /** An ECDSA signature is raw R and S, not DER (RFC 7518 section 3.4). */
    public static Rule raw(Citation source) {
        return Rule.must("signature.raw")
                .about(Field.SIGNATURE)
                .states("An ECDSA signature is R followed by S, 64 bytes for ES256, not ASN.1 DER.")
                .remedy(
                        "Use a JWT library to sign, or convert the DER output of the cryptography library to R followed by S.")
                .source(source)
                .check(Facts.algorithm(), Facts.assertion(), Facts.publicKeys(), SignatureRules::rawness);
    }

    private static Verdict rawness(JWSAlgorithm alg, DecodedAssertion assertion, List<JWK> keys) {
        Integer length = rawLength(alg);
        if (length == null) {
            return new Verdict.NotApplicable("the algorithm is not an ECDSA one");
        }
        if (assertion.isUnsigned()) {
            return new Verdict.Unknown("the signature, which has not been made yet");
        }
        byte[] signature = assertion.signature().orElse(null);
        if (signature == null) {
            return new Verdict.NotApplicable("there is no signature");
        }
        return signature.length == length
                ? Verdict.satisfied()
                : Verdict.broken(
                        DurationFormat.counted(signature.length, "byte") + likeness(signature, assertion, keys),
                        length + " bytes of raw R and S");
    }

    /** Describes a signature of the wrong length. */
    private static String likeness(byte[] signature, DecodedAssertion assertion, List<JWK> keys) {
        if (isDer(signature)) {
            String maker = SignatureSource.of(assertion, keys)
                    .map(source -> ", made by " + source.name())
                    .orElse(keys.isEmpty() ? "" : ", made by none of the registered keys");
            return " of ASN.1 DER" + maker;
        }
        String like = LIKENESSES.get(signature.length);
        return like == null ? "" : ", as long as " + like;
    }

    static @Nullable Integer rawLength(JWSAlgorithm alg) {
        return RAW_LENGTH.get(alg);
    }

    static boolean isDer(byte[] signature) {
        if (signature.length < 8 || signature[0] != 0x30) {
            return false;
        }
        // A length of 128 or more is in a byte of its own, after 0x81; the largest signature has 139 bytes.
        boolean isLongForm = signature[1] == (byte) 0x81;
        int content = isLongForm ? 3 : 2;
        int length = isLongForm ? signature[2] & 0xff : signature[1];
        return length == signature.length - content && signature[content] == 0x02;
    }

    /** The signature verifies with the registered public key. */
    public static Rule verifies(Citation source) {
        return Rule.must("signature.verifies")
                .about(Field.SIGNATURE)
                .states("The signature verifies with the registered public key.")
                .remedy(
                        "Sign with the private key that belongs to the registered public key, using the algorithm in the"
                                + " header. After registering a new key, wait until the provider has loaded it.")
                .source(source)
                .check(Facts.assertion(), Facts.publicKey(), Facts.publicKeys(), SignatureRules::verify);
    }

    private static Verdict verify(DecodedAssertion assertion, JWK key, List<JWK> keys) {
        if (assertion.isUnsigned()) {
            return new Verdict.Unknown("the signature, which has not been made yet");
        }
        if (!assertion.faults().isEmpty()) {
            return new Verdict.NotApplicable("the form of the assertion is wrong");
        }
        Map<String, @Nullable Object> header = assertion.header().orElse(Map.of());
        List<Base64URL> parts = assertion.parts().orElse(null);
        byte[] signature = assertion.signature().orElse(null);
        if (parts == null || signature == null) {
            return new Verdict.NotApplicable("there is no signature to verify");
        }
        if (!(header.get("alg") instanceof String name)) {
            return new Verdict.NotApplicable("the header names no algorithm");
        }
        JWSAlgorithm alg = JWSAlgorithm.parse(name);
        byte[] input = (parts.get(0) + "." + parts.get(1)).getBytes(US_ASCII);
        boolean fits = HeaderRules.fits(alg, key);
        if (fits && SignatureSource.verifies(key, alg, input, signature)) {
            return Verdict.satisfied();
        }
        if (CriticalHeaderRules.mayChangeSignature(header)) {
            return new Verdict.NotApplicable("the header's crit names an extension, which may change what is signed");
        }
        return blame(new Claimed(alg, key, fits), signature, SignatureSource.of(assertion, keys));
    }

    /**
     * What the header says about the signature.
     *
     * @param alg the algorithm in the header
     * @param key the registered key that it names
     * @param fits whether the two belong together
     */
    private record Claimed(JWSAlgorithm alg, JWK key, boolean fits) {}

    private static Verdict blame(Claimed claimed, byte[] signature, Optional<SignatureSource> found) {
        boolean isOfItsLength = RAW_LENGTH.getOrDefault(claimed.alg, signature.length) == signature.length;
        if (found.isPresent() && !(isDer(signature) && !isOfItsLength)) {
            SignatureSource source = found.get();
            String maker = source.key().equals(claimed.key) ? "" : source.name();
            String with = source.algorithm().equals(claimed.alg)
                    ? ""
                    : source.algorithm() + ", not with " + Redactor.quoted(claimed.alg.getName())
                            + " as the header says";
            return Verdict.broken(
                    "made with " + maker + (maker.isEmpty() || with.isEmpty() ? "" : " and ") + with,
                    expected(claimed.key));
        }
        if (!claimed.fits) {
            return new Verdict.NotApplicable("the algorithm does not match the registered key");
        }
        if (!isOfItsLength) {
            return new Verdict.NotApplicable("the length of the signature does not match the algorithm");
        }
        String like = claimed.key instanceof RSAKey rsa && signature.length < rsa.size() / Byte.SIZE
                ? LIKENESSES.get(signature.length)
                : null;
        return Verdict.broken(
                like == null
                        ? "it was made with another key, or the assertion was changed after signing"
                        : signature.length + " bytes, as long as " + like + " and too short for an RSA key",
                expected(claimed.key));
    }

    private static String expected(JWK key) {
        try {
            return "a signature by the key with thumbprint " + key.computeThumbprint();
        } catch (JOSEException e) {
            return "a signature by the registered key";
        }
    }
}
