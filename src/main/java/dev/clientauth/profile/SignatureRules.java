package dev.clientauth.profile;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.crypto.factories.DefaultJWSVerifierFactory;
import com.nimbusds.jose.jwk.AsymmetricJWK;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.util.Base64URL;

import java.text.ParseException;
import java.util.Map;

/** Rules about the form of the assertion and its signature. They hold for every provider. */
public final class SignatureRules {
    /** The bytes of R and S together (RFC 7518 section 3.4). */
    private static final Map<JWSAlgorithm, Integer> RAW_LENGTH =
            Map.of(JWSAlgorithm.ES256, 64, JWSAlgorithm.ES384, 96, JWSAlgorithm.ES512, 132);

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
                .check(Facts.algorithm(), Facts.signature(), (alg, signature) -> {
                    Integer length = RAW_LENGTH.get(alg);
                    if (length == null) {
                        return new Verdict.NotApplicable("the algorithm is not an ECDSA one");
                    }
                    return Verdict.holdsIf(
                            signature.length == length,
                            signature.length + " bytes" + (isDer(signature) ? " of ASN.1 DER" : ""),
                            length + " bytes of raw R and S");
                });
    }

    private static boolean isDer(byte[] signature) {
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
                .check(Facts.assertion(), Facts.algorithm(), Facts.publicKey(), SignatureRules::verify);
    }

    private static Verdict verify(DecodedAssertion assertion, JWSAlgorithm alg, JWK key) {
        if (assertion.isUnsigned()) {
            return new Verdict.Undecided("the signature, which has not been made yet");
        }
        if (!assertion.faults().isEmpty()) {
            return new Verdict.NotApplicable("the form of the assertion is wrong");
        }
        Base64URL[] parts = assertion.parts().orElse(null);
        byte[] signature = assertion.signature().orElse(null);
        if (parts == null || signature == null) {
            return new Verdict.NotApplicable("there is no signature to verify");
        }
        if (!HeaderRules.fits(alg, key)) {
            return new Verdict.NotApplicable("the algorithm does not belong to the registered key");
        }
        if (RAW_LENGTH.getOrDefault(alg, signature.length) != signature.length) {
            return new Verdict.NotApplicable("the signature's length is not the algorithm's");
        }
        try {
            JWSObject jws = new JWSObject(parts[0], parts[1], parts[2]);
            if (jws.getHeader().getCriticalParams() != null) {
                return new Verdict.NotApplicable("the header's crit demands what no verifier here knows");
            }
            return Verdict.holdsIf(
                    jws.verify(new DefaultJWSVerifierFactory()
                            .createJWSVerifier(jws.getHeader(), ((AsymmetricJWK) key).toPublicKey())),
                    "another key made it, or it was changed after signing",
                    "a signature by the key with thumbprint " + key.computeThumbprint());
        } catch (ParseException | JOSEException | IllegalArgumentException e) {
            // Nimbus refuses some odd headers with the last; the rules on the header report them.
            return new Verdict.NotApplicable("no verifier takes this header");
        }
    }
}
