// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.key.crypto;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.Base64URL;
import org.jspecify.annotations.Nullable;

import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.List;

import static java.nio.charset.StandardCharsets.US_ASCII;

/** The public half of a signing key, with its key id and algorithms. */
public final class PublicHalf {

    private static final byte[] PROBE = "clientauth".getBytes(US_ASCII);
    private static final List<JWSAlgorithm> RSA_ALGORITHMS = List.of(
            JWSAlgorithm.RS256,
            JWSAlgorithm.RS384,
            JWSAlgorithm.RS512,
            JWSAlgorithm.PS256,
            JWSAlgorithm.PS384,
            JWSAlgorithm.PS512);

    private final JWK jwk;
    private final PublicKey key;
    private final List<JWSAlgorithm> algorithms;
    private final String description;

    private PublicHalf(PublicKey key, String description, List<JWSAlgorithm> algorithms, JWK jwk) {
        this.key = key;
        this.description = description;
        this.algorithms = algorithms;
        this.jwk = jwk;
    }

    public static PublicHalf of(PublicKey key) {
        return of(key, null, null);
    }

    /** Returns the half, or rejects a key that cannot sign a client assertion, has an unsupported size or is weak. */
    public static PublicHalf of(PublicKey key, @Nullable String keyId, @Nullable JWSAlgorithm only) {
        if (key instanceof ECPublicKey ec) {
            EcCurve curve = EcCurve.require(ec.getParams());
            curve.requireOnCurve(ec.getW());
            List<JWSAlgorithm> algorithms = narrowed(List.of(curve.algorithm()), only, "EC " + curve);
            JWK jwk = new ECKey.Builder(curve.jose(), ec)
                    .keyUse(KeyUse.SIGNATURE)
                    .keyID(keyId)
                    .algorithm(curve.algorithm())
                    .build();
            return new PublicHalf(key, "EC " + curve, algorithms, jwk);
        }
        if (key instanceof EdECPublicKey edwards && Ed25519.isCurveOf(edwards)) {
            Ed25519.requireOnCurve(edwards);
            List<JWSAlgorithm> algorithms = narrowed(List.of(JWSAlgorithm.EdDSA), only, Ed25519.NAME);
            JWK jwk = new OctetKeyPair.Builder(Curve.Ed25519, Base64URL.encode(Ed25519.encoded(edwards)))
                    .keyUse(KeyUse.SIGNATURE)
                    .keyID(keyId)
                    .algorithm(JWSAlgorithm.EdDSA)
                    .build();
            return new PublicHalf(key, Ed25519.NAME, algorithms, jwk);
        }
        if (key instanceof RSAPublicKey rsa) {
            RsaKeyCheck.requireStrong(rsa.getModulus(), rsa.getPublicExponent());
            int bits = rsa.getModulus().bitLength();
            List<JWSAlgorithm> algorithms = narrowed(RSA_ALGORITHMS, only, "RSA " + bits);
            JWK jwk = new RSAKey.Builder(rsa)
                    .keyUse(KeyUse.SIGNATURE)
                    .keyID(keyId)
                    .algorithm(only)
                    .build();
            return new PublicHalf(key, "RSA " + bits, algorithms, jwk);
        }
        throw KeyErrors.algorithm(
                key instanceof EdECPublicKey other ? other.getParams().getName() : key.getAlgorithm());
    }

    private static List<JWSAlgorithm> narrowed(
            List<JWSAlgorithm> possible, @Nullable JWSAlgorithm only, String description) {
        if (only == null) {
            return possible;
        }
        if (!possible.contains(only)) {
            throw new UnusableKeyException(
                    "algorithm " + only + " for a key of type " + description,
                    "one of " + possible,
                    "Name an algorithm that the key can produce, or use a key made for " + only + ".");
        }
        return List.of(only);
    }

    public PublicHalf withKeyId(@Nullable String keyId) {
        return of(key, keyId, (JWSAlgorithm) jwk.getAlgorithm());
    }

    public PublicHalf withAlgorithm(JWSAlgorithm only) {
        return of(key, jwk.getKeyID(), only);
    }

    /** Throws unless a signature with this algorithm can be verified with this key. */
    public void requireSupported(JWSAlgorithm algorithm) {
        if (!algorithms.contains(algorithm)) {
            throw new IllegalArgumentException("This key is " + description + " and cannot sign with " + algorithm
                    + "; expected one of " + algorithms + ". Choose one of these, or load a key that supports "
                    + algorithm + ".");
        }
    }

    public JWK jwk() {
        return jwk;
    }

    public PublicKey key() {
        return key;
    }

    public List<JWSAlgorithm> algorithms() {
        return algorithms;
    }

    /** Returns type and size, such as {@code EC P-256}, {@code Ed25519} or {@code RSA 2048}. */
    public String description() {
        return description;
    }

    /** Returns the length of its signatures in JOSE format, in bytes. */
    public int signatureLength() {
        if (key instanceof RSAPublicKey rsa) {
            return (rsa.getModulus().bitLength() + 7) / 8;
        }
        return EcCurve.of(algorithms.get(0)).map(EcCurve::signatureLength).orElse(Ed25519.SIGNATURE_LENGTH);
    }

    public String thumbprint() {
        try {
            return jwk.computeThumbprint().toString();
        } catch (JOSEException e) {
            throw new IllegalStateException("SHA-256 is missing from this Java runtime.", e);
        }
    }

    /** Returns whether the signer has the private half of this key: signs a probe and verifies it. */
    boolean matches(Signer signer) {
        JWSAlgorithm algorithm = algorithms.get(0);
        return verifies(algorithm, PROBE, signer.sign(algorithm, PROBE));
    }

    /** Rejects a private half that does not match this key or cannot sign. */
    public void requireMatch(Signer signer) {
        boolean matches;
        try {
            matches = matches(signer);
        } catch (IllegalStateException e) {
            throw new UnusableKeyException(
                    "a key of type " + description + " that cannot sign",
                    "a private key that an installed security provider supports",
                    "If a token holds it, install the token's provider; otherwise the key is damaged.",
                    e);
        }
        if (!matches) {
            throw new UnusableKeyException(
                    "a private key and a public key that do not match",
                    "the two halves of one key",
                    "Use both halves of one key pair; if they come from one file, the file is damaged.");
        }
    }

    public boolean verifies(JWSAlgorithm algorithm, byte[] input, byte[] signature) {
        if (key instanceof EdECPublicKey) {
            return Ed25519.verifies(key, input, signature);
        }
        try {
            JWSVerifier verifier = jwk instanceof ECKey ec ? new ECDSAVerifier(ec) : new RSASSAVerifier(jwk.toRSAKey());
            return verifier.verify(new JWSHeader(algorithm), input, Base64URL.encode(signature));
        } catch (JOSEException e) {
            throw new IllegalStateException("The public key cannot verify " + algorithm + ".", e);
        }
    }
}
