// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.mock.keys;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyOperation;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.Base64URL;
import dev.clientauth.mock.text.JsonDocument;
import dev.clientauth.profile.Registration.KeyOrigin;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.StringReader;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads public keys from a JWK, a JWK Set or PEM. Private keys are rejected and never kept. */
public final class PublicKeys {
    private static final Set<Curve> CURVES = Set.of(Curve.P_256, Curve.P_384, Curve.P_521);
    private static final String ED25519 = "1.3.101.112";
    private static final String EXPECTED = " Provide a JWK Set, a JWK, or public keys or certificates in PEM.";

    private PublicKeys() {}

    /**
     * Returns the keys of a text.
     *
     * @throws IllegalArgumentException if there is none, or one is private or of a type that no provider accepts
     */
    public static List<JWK> read(String text) {
        if (text.contains("PRIVATE KEY")) {
            throw privateKey();
        }
        List<JWK> keys = text.strip().startsWith("{") ? json(text) : pem(text);
        if (keys.isEmpty()) {
            throw new IllegalArgumentException("The text contains no key." + EXPECTED);
        }
        keys.forEach(PublicKeys::requirePublic);
        return keys;
    }

    /** Returns where keys in this format come from: a JWK Set from a JWK Set URL; PEM is uploaded or loaded from a file. */
    public static KeyOrigin origin(String text) {
        return text.strip().startsWith("{") ? KeyOrigin.JWK_SET_URL : KeyOrigin.STATIC;
    }

    private static void requirePublic(JWK key) {
        boolean isEdwards = key instanceof OctetKeyPair pair && pair.getCurve().equals(Curve.Ed25519);
        if (!(key instanceof ECKey) && !(key instanceof RSAKey) && !isEdwards) {
            throw new IllegalArgumentException("A key of type " + key.getKeyType()
                    + " is not an EC, RSA or Ed25519 key; no provider here accepts it.");
        }
        if (key.isPrivate()) {
            throw privateKey();
        }
        if (key instanceof ECKey ec && !CURVES.contains(ec.getCurve())) {
            throw new IllegalArgumentException("A key on the curve " + ec.getCurve()
                    + " is not accepted by any provider here; use P-256, P-384 or P-521.");
        }
        if (!isNumbers(key)) {
            throw new IllegalArgumentException(
                    "The n and e of an RSA key are not a valid public key: n must have at least"
                            + " 512 bits, and e must be odd and at least 3. Copy the whole key again.");
        }
    }

    /** Returns whether an RSA key's modulus and exponent can be those of a public key; Nimbus accepts any numbers. */
    public static boolean isNumbers(JWK key) {
        if (!(key instanceof RSAKey rsa)) {
            return true;
        }
        try {
            RSAPublicKey numbers = rsa.toRSAPublicKey();
            return numbers.getModulus().testBit(0)
                    && numbers.getPublicExponent().testBit(0);
        } catch (JOSEException e) {
            return false;
        }
    }

    /**
     * Returns why a key must not verify a signature by this algorithm, going by its {@code use}, {@code key_ops} and {@code alg}
     * (RFC 7517 section 4), as a clause; empty if it may.
     */
    static Optional<String> unusableFor(JWK key, JWSAlgorithm algorithm) {
        return unusable(key)
                .or(() -> key.getAlgorithm() == null
                                || key.getAlgorithm().getName().equals(algorithm.getName())
                        ? Optional.empty()
                        : Optional.of("is for the algorithm "
                                + shortened(key.getAlgorithm().getName()) + ", not " + algorithm));
    }

    /** Returns why a key must not verify any signature, as a clause; empty if it may. */
    static Optional<String> unusable(JWK key) {
        if (KeyUse.ENCRYPTION.equals(key.getKeyUse())) {
            return Optional.of("is for encryption (use enc)");
        }
        if (key.getKeyUse() != null && !KeyUse.SIGNATURE.equals(key.getKeyUse())) {
            return Optional.of("has a use other than sig");
        }
        return key.getKeyOperations() != null && !key.getKeyOperations().contains(KeyOperation.VERIFY)
                ? Optional.of("does not have \"verify\" among its key_ops")
                : Optional.empty();
    }

    private static String shortened(String name) {
        return name.length() > 20 ? name.substring(0, 20) + "…" : name;
    }

    private static IllegalArgumentException privateKey() {
        return new IllegalArgumentException(
                "This is a private key. It was not kept; register its public key, and create a new"
                        + " key if this one is in use.");
    }

    private static List<JWK> json(String text) {
        try {
            return JsonDocument.parse(text).has("keys") ? JWKSet.parse(text).getKeys() : List.of(JWK.parse(text));
        } catch (ParseException e) {
            // The exception's message may repeat the text.
            throw new IllegalArgumentException("This JSON is neither a JWK nor a JWK Set." + EXPECTED);
        }
    }

    private static List<JWK> pem(String text) {
        List<JWK> keys = new ArrayList<>();
        JcaPEMKeyConverter converter = new JcaPEMKeyConverter();
        try (PEMParser parser = new PEMParser(new StringReader(text))) {
            for (Object block = parser.readObject(); block != null; block = parser.readObject()) {
                SubjectPublicKeyInfo info = info(block);
                if (info != null && info.getAlgorithm().getAlgorithm().getId().equals(ED25519)) {
                    byte[] point = info.getPublicKeyData().getBytes();
                    keys.add(new OctetKeyPair.Builder(Curve.Ed25519, Base64URL.encode(point)).build());
                } else if (info != null) {
                    keys.add(jwk(converter.getPublicKey(info)));
                }
            }
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "The PEM cannot be read; it is truncated or was changed. Copy it again, from its BEGIN line to its END line."
                            + EXPECTED);
        }
        return keys;
    }

    private static @Nullable SubjectPublicKeyInfo info(Object block) {
        if (block instanceof X509CertificateHolder certificate) {
            return certificate.getSubjectPublicKeyInfo();
        }
        return block instanceof SubjectPublicKeyInfo info ? info : null;
    }

    private static JWK jwk(PublicKey key) {
        if (key instanceof ECPublicKey ec) {
            Curve curve = Curve.forECParameterSpec(ec.getParams());
            if (curve != null) {
                return ecKey(curve, ec);
            }
        } else if (key instanceof RSAPublicKey rsa) {
            return new RSAKey.Builder(rsa).build();
        }
        throw new IllegalArgumentException("A key of type " + key.getAlgorithm()
                + " of this kind is not accepted by any provider here." + EXPECTED);
    }

    private static JWK ecKey(Curve curve, ECPublicKey key) {
        try {
            return new ECKey.Builder(curve, key).build();
        } catch (IllegalStateException | IllegalArgumentException e) {
            // Nimbus checks the point.
            throw new IllegalArgumentException(
                    "The point of an EC key is not on its curve " + curve + ". Export the key again.");
        }
    }
}
