package dev.clientauth.profile;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.Base64URL;
import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import static java.nio.charset.StandardCharsets.US_ASCII;

/** Rules about the form of the assertion and its signature. They hold for every provider. */
public final class SignatureRules {
    /** The bytes of R and S together (RFC 7518 section 3.4). */
    private static final Map<JWSAlgorithm, Integer> RAW_LENGTH =
            Map.of(JWSAlgorithm.ES256, 64, JWSAlgorithm.ES384, 96, JWSAlgorithm.ES512, 132);

    /** By the length of the signature in bytes, what may have made it in place of the algorithm that the header names. */
    private static final Map<Integer, String> LIKENESSES = Map.of(
            32, "HS256, which takes a shared secret",
            48, "HS384, which takes a shared secret",
            64, "ES256",
            96, "ES384",
            132, "ES512",
            256, "an RSA key of 2048 bits");

    private SignatureRules() {}

    /** Three parts in base64url, the first two JSON objects (RFC 7515 section 7.1). */
    public static Rule compact(Citation source) {
        return Rule.must("jwt.compact")
                .about(Field.ASSERTION)
                .states(
                        "The assertion is a signed JWT in compact form: three parts in base64url, the first two JSON objects"
                                + " that name no member twice.")
                .remedy(
                        "Send what the JWT library returned, unchanged: no quotes, no line breaks, no key file in its place.")
                .source(source)
                .check(
                        Facts.assertion(),
                        assertion -> Verdict.holdsIf(
                                assertion.faults().isEmpty(),
                                String.join("; ", assertion.faults()),
                                "header.payload.signature"));
    }

    /** An ECDSA signature is R and S, raw, and not DER (RFC 7518 section 3.4). */
    public static Rule raw(Citation source) {
        return Rule.must("signature.raw")
                .about(Field.SIGNATURE)
                .states("An ECDSA signature is the raw R and S, 64 bytes for ES256, never ASN.1 DER.")
                .remedy(
                        "Use a JWT library for the signature, or turn the DER that the crypto library made into raw R and S.")
                .source(source)
                .check(Facts.algorithm(), Facts.assertion(), Facts.publicKeys(), SignatureRules::rawness);
    }

    private static Verdict rawness(JWSAlgorithm alg, DecodedAssertion assertion, List<JWK> keys) {
        Integer length = rawLength(alg);
        if (length == null) {
            return new Verdict.NotApplicable("the algorithm is not an ECDSA one");
        }
        if (assertion.isUnsigned()) {
            return new Verdict.Undecided("the signature, which has not been made yet");
        }
        byte[] signature = assertion.signature().orElse(null);
        if (signature == null) {
            return new Verdict.NotApplicable("there is no signature");
        }
        return signature.length == length
                ? Verdict.holds()
                : Verdict.broken(
                        signature.length + " bytes" + likeness(signature, assertion, keys),
                        length + " bytes of raw R and S");
    }

    /** What a signature of the wrong length looks like. */
    private static String likeness(byte[] signature, DecodedAssertion assertion, List<JWK> keys) {
        if (isDer(signature)) {
            String maker = Signatory.of(assertion, keys)
                    .map(signatory -> ", made by " + signatory.name())
                    .orElse(keys.isEmpty() ? "" : ", made by no key on file");
            return " of ASN.1 DER" + maker;
        }
        String like = LIKENESSES.get(signature.length);
        return like == null ? "" : ", as long as one by " + like;
    }

    static @Nullable Integer rawLength(JWSAlgorithm alg) {
        return RAW_LENGTH.get(alg);
    }

    static boolean isDer(byte[] signature) {
        if (signature.length < 8 || signature[0] != 0x30) {
            return false;
        }
        boolean isLongForm = (signature[1] & 0xff) == 0x81;
        int content = isLongForm ? 2 : 1;
        return (signature[content] & 0xff) == signature.length - content - 1 && signature[content + 1] == 0x02;
    }

    /** The signature verifies with the registered public key. */
    public static Rule verifies(Citation source) {
        return Rule.must("signature.verifies")
                .about(Field.SIGNATURE)
                .states("The signature verifies with the public key on file.")
                .remedy(
                        "Sign with the private half of the registered key, with the algorithm that the header names; after a"
                                + " new key was registered, wait for the provider to take it up.")
                .source(source)
                .check(Facts.assertion(), Facts.publicKey(), Facts.publicKeys(), SignatureRules::verify);
    }

    private static Verdict verify(DecodedAssertion assertion, JWK key, List<JWK> keys) {
        if (assertion.isUnsigned()) {
            return new Verdict.Undecided("the signature, which has not been made yet");
        }
        if (!assertion.faults().isEmpty()) {
            return new Verdict.NotApplicable("the form of the assertion is wrong");
        }
        Map<String, @Nullable Object> header = assertion.header().orElse(Map.of());
        if (header.containsKey("crit")) {
            return new Verdict.NotApplicable("the header's crit demands what no verifier here knows");
        }
        Base64URL[] parts = assertion.parts().orElse(null);
        byte[] signature = assertion.signature().orElse(null);
        if (parts == null || signature == null) {
            return new Verdict.NotApplicable("there is no signature to verify");
        }
        if (!(header.get("alg") instanceof String name)) {
            return new Verdict.NotApplicable("the header names no algorithm");
        }
        JWSAlgorithm alg = JWSAlgorithm.parse(name);
        byte[] input = (parts[0] + "." + parts[1]).getBytes(US_ASCII);
        boolean fits = HeaderRules.fits(alg, key);
        if (fits && Signatory.verifies(key, alg, input, signature)) {
            return Verdict.holds();
        }
        return blame(new Claimed(alg, key, fits), signature, Signatory.of(assertion, keys));
    }

    /**
     * What the header claims of the signature.
     *
     * @param alg the algorithm that it names
     * @param key the key on file that it names
     * @param fits whether the two belong together
     */
    private record Claimed(JWSAlgorithm alg, JWK key, boolean fits) {}

    private static Verdict blame(Claimed claimed, byte[] signature, Optional<Signatory> found) {
        boolean isOfItsLength = RAW_LENGTH.getOrDefault(claimed.alg, signature.length) == signature.length;
        if (found.isPresent() && !(isDer(signature) && !isOfItsLength)) {
            Signatory signatory = found.get();
            String maker = signatory.key().equals(claimed.key) ? "" : signatory.name() + " made it";
            String with = signatory.algorithm().equals(claimed.alg)
                    ? ""
                    : "made with " + signatory.algorithm() + ", and not with " + Shown.quoted(claimed.alg.getName())
                            + " as the header says";
            return Verdict.broken(
                    maker + (maker.isEmpty() || with.isEmpty() ? "" : ", ") + with, expected(claimed.key));
        }
        if (!claimed.fits) {
            return new Verdict.NotApplicable("the algorithm does not belong to the registered key");
        }
        if (!isOfItsLength) {
            return new Verdict.NotApplicable("the signature's length is not the algorithm's");
        }
        String like = claimed.key instanceof RSAKey rsa && signature.length < rsa.size() / Byte.SIZE
                ? LIKENESSES.get(signature.length)
                : null;
        return Verdict.broken(
                like == null
                        ? "another key made it, or it was changed after signing"
                        : signature.length + " bytes, as long as one by " + like + " and too short for an RSA key",
                expected(claimed.key));
    }

    private static String expected(JWK key) {
        try {
            return "a signature by the key with thumbprint " + key.computeThumbprint();
        } catch (JOSEException e) {
            return "a signature by the key on file";
        }
    }
}
