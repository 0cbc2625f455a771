package dev.clientauth.key;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyType;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.Base64;
import com.nimbusds.jose.util.Base64URL;
import org.jspecify.annotations.Nullable;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PublicKey;
import java.security.spec.ECPoint;
import java.util.List;

/** Reads a JWK (RFC 7517) that Nimbus has parsed. */
final class JwkForm {

    private static final String A_JWK = "a private JWK of type EC or RSA, made for signing,";

    private JwkForm() {}

    static KeyMaterial read(JWK jwk) {
        requireSigning(jwk);
        if (!jwk.isPrivate()) {
            throw new KeyFormatException(
                    "a public JWK",
                    A_JWK,
                    "Load the JWK that has the member \"d\"; this one is what the provider gets.");
        }
        try {
            KeyPair pair = keyPair(jwk);
            return new KeyMaterial(
                    pair.getPrivate(), pair.getPublic(), jwk.getKeyID(), algorithm(jwk), certificates(jwk));
        } catch (GeneralSecurityException | JOSEException e) {
            throw new KeyFormatException(
                    "a JWK whose numbers do not make a key",
                    A_JWK,
                    "The JWK is damaged; make or download it again.",
                    e);
        }
    }

    static PublicHalf publicHalf(JWK jwk) {
        requireSigning(jwk);
        try {
            PublicKey key = jwk instanceof ECKey ec
                    ? ec.toECPublicKey()
                    : jwk.toRSAKey().toRSAPublicKey();
            return PublicHalf.of(key, jwk.getKeyID(), algorithm(jwk));
        } catch (JOSEException e) {
            throw new KeyFormatException(
                    "a JWK whose numbers do not make a key",
                    "a public JWK of type EC or RSA",
                    "The JWK is damaged; fetch it again.",
                    e);
        }
    }

    static List<byte[]> certificates(JWK jwk) {
        List<Base64> chain = jwk.getX509CertChain();
        return chain == null ? List.of() : chain.stream().map(Base64::decode).toList();
    }

    private static void requireSigning(JWK jwk) {
        if (KeyType.OCT.equals(jwk.getKeyType())) {
            throw new KeyFormatException(
                    "a symmetric JWK (kty oct), a shared secret",
                    A_JWK,
                    "Make a key pair and register its public half; a shared secret is for other methods.");
        }
        if (jwk instanceof ECKey ec) {
            if (EcCurve.of(ec.getCurve()).isEmpty()) {
                throw Refusals.curve(ec.getCurve().getName());
            }
        } else if (!(jwk instanceof RSAKey)) {
            throw Refusals.algorithm(jwk.getKeyType().getValue());
        }
        if (KeyUse.ENCRYPTION.equals(jwk.getKeyUse())) {
            throw new KeyFormatException("a JWK for encryption (use enc)", A_JWK, "Load the JWK made for signing.");
        }
    }

    private static @Nullable JWSAlgorithm algorithm(JWK jwk) {
        return jwk.getAlgorithm() == null
                ? null
                : JWSAlgorithm.parse(jwk.getAlgorithm().getName());
    }

    private static KeyPair keyPair(JWK jwk) throws GeneralSecurityException, JOSEException {
        if (jwk instanceof ECKey ec) {
            EcCurve curve = EcCurve.of(ec.getCurve()).orElseThrow();
            ECPoint point =
                    new ECPoint(ec.getX().decodeToBigInteger(), ec.getY().decodeToBigInteger());
            return new KeyPair(
                    curve.publicKey(point),
                    ec.getD() == null
                            ? ec.toPrivateKey()
                            : curve.privateKey(ec.getD().decodeToBigInteger()));
        }
        RSAKey rsa = jwk.toRSAKey();
        if (rsa.getPrivateExponent() == null) {
            return new KeyPair(rsa.toRSAPublicKey(), rsa.toPrivateKey());
        }
        RsaNumbers numbers = numbers(rsa);
        return new KeyPair(numbers.publicKey(), numbers.privateKey());
    }

    private static RsaNumbers numbers(RSAKey rsa) {
        BigInteger n = number(rsa.getModulus());
        BigInteger e = number(rsa.getPublicExponent());
        BigInteger d = number(rsa.getPrivateExponent());
        if (rsa.getOtherPrimes() != null && !rsa.getOtherPrimes().isEmpty()) {
            throw Refusals.multiPrime();
        }
        return RsaNumbers.of(
                n,
                e,
                d,
                number(rsa.getFirstPrimeFactor()),
                number(rsa.getSecondPrimeFactor()),
                number(rsa.getFirstFactorCRTExponent()),
                number(rsa.getSecondFactorCRTExponent()),
                number(rsa.getFirstCRTCoefficient()));
    }

    private static BigInteger number(@Nullable Base64URL value) {
        return value == null ? BigInteger.ZERO : value.decodeToBigInteger();
    }
}
