// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.key.format;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import dev.clientauth.key.crypto.EcCurve;
import dev.clientauth.key.crypto.Ed25519;
import dev.clientauth.key.crypto.KeyErrors;
import dev.clientauth.key.crypto.KeyMaterial;
import dev.clientauth.key.crypto.PublicHalf;
import dev.clientauth.key.crypto.RsaNumbers;
import dev.clientauth.key.crypto.UnusableKeyException;
import org.jspecify.annotations.Nullable;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PublicKey;
import java.security.spec.ECPoint;
import java.util.List;
import java.util.Map;

/**
 * Reads the key of a JWK (RFC 7517, RFC 7518 section 6, RFC 8037).
 *
 * <p>Nimbus also reads JWKs, but computes with a number before its size can be checked, and rejects a whole key because of
 * another member, such as the certificate of another key, without saying so.
 */
public final class JwkForm {

    private static final String PRIVATE_JWK = "a private JWK of type EC, RSA or OKP for signing,";
    private static final String PUBLIC_JWK = "a JWK of type EC, RSA or OKP for signing";
    private static final Map<String, List<String>> REQUIRED =
            Map.of("EC", List.of("crv", "x", "y"), "RSA", List.of("n", "e"), "OKP", List.of("crv", "x"));

    private JwkForm() {}

    public static KeyMaterial read(JWK jwk) {
        JwkMembers members = JwkMembers.of(jwk.toJSONObject());
        return jwk.isPrivate() && !members.has("d") ? opaque(jwk, members) : read(members);
    }

    public static KeyMaterial read(JwkMembers jwk) {
        requireSigning(jwk, "sign");
        if (!jwk.has("d")) {
            throw new UnusableKeyException(
                    "a public JWK",
                    PRIVATE_JWK,
                    "Load the JWK that has the member \"d\"; this one is for the provider.");
        }
        try {
            return material(
                    jwk,
                    switch (jwk.type()) {
                        case "EC" -> ecPair(jwk);
                        case "OKP" -> edwardsPair(jwk);
                        default -> rsaPair(jwk);
                    });
        } catch (GeneralSecurityException e) {
            throw damaged(e);
        }
    }

    private static KeyMaterial opaque(JWK jwk, JwkMembers members) {
        requireSigning(members, "sign");
        try {
            return material(
                    members,
                    jwk instanceof ECKey ec
                            ? new KeyPair(ec.toECPublicKey(), ec.toPrivateKey())
                            : new KeyPair(
                                    jwk.toRSAKey().toRSAPublicKey(),
                                    jwk.toRSAKey().toPrivateKey()));
        } catch (JOSEException e) {
            throw damaged(e);
        }
    }

    private static KeyMaterial material(JwkMembers jwk, KeyPair pair) {
        return new KeyMaterial(
                pair.getPrivate(),
                pair.getPublic(),
                jwk.string("kid").orElse(null),
                algorithm(jwk),
                JwkCertificates.read(jwk, pair.getPublic()),
                "a private JWK",
                jwk.notes());
    }

    /** Returns the public half of a JWK; private members are ignored. */
    public static PublicHalf publicHalf(JwkMembers jwk) {
        requireSigning(jwk, "verify");
        try {
            PublicKey key = switch (jwk.type()) {
                case "EC" -> ecPublic(jwk);
                case "OKP" -> Ed25519.publicKey(jwk.octets("x"));
                default -> rsaPublic(jwk);
            };
            return PublicHalf.of(key, jwk.string("kid").orElse(null), algorithm(jwk));
        } catch (GeneralSecurityException e) {
            throw damaged(e);
        }
    }

    /** Returns whether the key can verify signatures, according to its type and use. */
    static boolean isForSigning(JwkMembers jwk) {
        return REQUIRED.containsKey(jwk.type())
                && (!jwk.type().equals("OKP") || isEdwards(jwk))
                && jwk.string("use").orElse("sig").equals("sig")
                && (!jwk.has("key_ops") || jwk.strings("key_ops").contains("verify"));
    }

    /** Rejects a key of another type, use or operation (RFC 7517 section 4). */
    private static void requireSigning(JwkMembers jwk, String operation) {
        String type = jwk.type();
        if (type.equals("oct")) {
            throw new UnusableKeyException(
                    "a symmetric JWK (kty oct), a shared secret",
                    PUBLIC_JWK,
                    "Create a key pair and register its public key; a shared secret is for other authentication methods.");
        }
        List<String> required = REQUIRED.get(type);
        if (required == null) {
            throw KeyErrors.algorithm(type);
        }
        List<String> missing = required.stream().filter(name -> !jwk.has(name)).toList();
        if (!missing.isEmpty()) {
            throw new UnusableKeyException(
                    "a JWK of type " + type + " without " + String.join(", ", missing),
                    PUBLIC_JWK,
                    "Export the key again with all its members, the public ones included.");
        }
        if (type.equals("EC")) {
            EcCurve unused = curve(jwk);
        }
        if (type.equals("OKP") && !isEdwards(jwk)) {
            throw KeyErrors.algorithm("OKP, on " + jwk.curveName());
        }
        if (jwk.has("kid") && jwk.string("kid").isEmpty()) {
            throw new UnusableKeyException(
                    "a JWK whose kid is not a string",
                    "a kid in quotes",
                    "Write it as a string: the kid header of a JWT is a string, and servers compare the two.");
        }
        if (jwk.string("use").filter(use -> !use.equals("sig")).isPresent()) {
            throw new UnusableKeyException(
                    jwk.string("use").orElse("").equals("enc")
                            ? "a JWK for encryption (use enc)"
                            : "a JWK with a use other than sig",
                    PUBLIC_JWK,
                    "Use the JWK for signing (use sig); providers ignore or reject this one.");
        }
        boolean fits = jwk.strings("key_ops").contains(operation)
                || (jwk.isPrivate() && jwk.strings("key_ops").contains("sign"));
        if (jwk.has("key_ops") && !fits) {
            throw new UnusableKeyException(
                    "a JWK whose key_ops do not include \"" + operation + "\"",
                    PUBLIC_JWK,
                    "Set key_ops to [\"sign\"] in a private key and to [\"verify\"] in a public key; or omit key_ops, and set"
                            + " use to sig.");
        }
    }

    private static @Nullable JWSAlgorithm algorithm(JwkMembers jwk) {
        return jwk.string("alg").map(JWSAlgorithm::parse).orElse(null);
    }

    private static boolean isEdwards(JwkMembers jwk) {
        return jwk.string("crv").filter(Ed25519.NAME::equals).isPresent();
    }

    private static KeyPair edwardsPair(JwkMembers jwk) throws GeneralSecurityException {
        return new KeyPair(Ed25519.publicKey(jwk.octets("x")), Ed25519.privateKey(jwk.octets("d")));
    }

    private static EcCurve curve(JwkMembers jwk) {
        return EcCurve.ofName(jwk.string("crv").orElse("")).orElseThrow(() -> KeyErrors.curve(jwk.curveName()));
    }

    private static PublicKey ecPublic(JwkMembers jwk) throws GeneralSecurityException {
        EcCurve curve = curve(jwk);
        int length = curve.coordinateLength();
        return curve.publicKey(new ECPoint(jwk.coordinate("x", length), jwk.coordinate("y", length)));
    }

    private static KeyPair ecPair(JwkMembers jwk) throws GeneralSecurityException {
        EcCurve curve = curve(jwk);
        PublicKey publicKey = ecPublic(jwk);
        return new KeyPair(publicKey, curve.privateKey(jwk.coordinate("d", curve.coordinateLength())));
    }

    private static PublicKey rsaPublic(JwkMembers jwk) throws GeneralSecurityException {
        return RsaNumbers.publicKey(jwk.number("n"), jwk.number("e"));
    }

    private static KeyPair rsaPair(JwkMembers jwk) throws GeneralSecurityException {
        if (jwk.raw("oth") instanceof List<?> others && !others.isEmpty()) {
            throw KeyErrors.multiPrime();
        }
        RsaNumbers numbers = RsaNumbers.of(
                jwk.number("n"),
                jwk.number("e"),
                jwk.number("d"),
                number(jwk, "p"),
                number(jwk, "q"),
                number(jwk, "dp"),
                number(jwk, "dq"),
                number(jwk, "qi"));
        return new KeyPair(numbers.publicKey(), numbers.privateKey());
    }

    private static BigInteger number(JwkMembers jwk, String name) {
        return jwk.has(name) ? jwk.number(name) : BigInteger.ZERO;
    }

    private static UnusableKeyException damaged(Exception cause) {
        return new UnusableKeyException(
                "a JWK whose numbers are not a valid key",
                PUBLIC_JWK,
                "The JWK is damaged; export or fetch it again.",
                cause);
    }
}
