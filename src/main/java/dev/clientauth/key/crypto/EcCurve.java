// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.key.crypto;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import org.jspecify.annotations.Nullable;

import javax.crypto.KeyAgreement;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECFieldFp;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPrivateKeySpec;
import java.security.spec.ECPublicKeySpec;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** A NIST curve of JWS (RFC 7518 section 3.4), with the arithmetic for reading keys. */
public final class EcCurve {
    private static final List<EcCurve> ALL = List.of(
            new EcCurve(Curve.P_256, JWSAlgorithm.ES256),
            new EcCurve(Curve.P_384, JWSAlgorithm.ES384),
            new EcCurve(Curve.P_521, JWSAlgorithm.ES512));

    private final Curve curve;
    private final JWSAlgorithm algorithm;
    private final ECParameterSpec parameters;
    private final BigInteger prime;

    private EcCurve(Curve curve, JWSAlgorithm algorithm) {
        this.curve = curve;
        this.algorithm = algorithm;
        this.parameters = curve.toECParameterSpec();
        this.prime = ((ECFieldFp) parameters.getCurve().getField()).getP();
    }

    public static Optional<EcCurve> of(JWSAlgorithm algorithm) {
        return ALL.stream().filter(c -> c.algorithm.equals(algorithm)).findFirst();
    }

    public static Optional<EcCurve> of(@Nullable Curve curve) {
        return ALL.stream().filter(c -> c.curve.equals(curve)).findFirst();
    }

    /** Returns the curve of a key object; rejects one that JWS does not use, with its JOSE name, if any. */
    static EcCurve require(ECParameterSpec parameters) {
        Curve named = Curve.forECParameterSpec(parameters);
        String name = named == null
                ? "a curve of " + parameters.getCurve().getField().getFieldSize() + " bits without a name in JOSE"
                : named.getName();
        return of(named).orElseThrow(() -> KeyErrors.curve(name));
    }

    public static Optional<EcCurve> ofOid(String oid) {
        return ALL.stream().filter(c -> oid.equals(c.curve.getOID())).findFirst();
    }

    public static Optional<EcCurve> ofName(String name) {
        return ALL.stream().filter(c -> name.equals(c.curve.getName())).findFirst();
    }

    Curve jose() {
        return curve;
    }

    JWSAlgorithm algorithm() {
        return algorithm;
    }

    ECParameterSpec parameters() {
        return parameters;
    }

    BigInteger order() {
        return parameters.getOrder();
    }

    public int coordinateLength() {
        return (prime.bitLength() + 7) / 8;
    }

    public int signatureLength() {
        return 2 * coordinateLength();
    }

    public ECPrivateKey privateKey(BigInteger scalar) throws GeneralSecurityException {
        if (scalar.signum() <= 0 || scalar.compareTo(order()) >= 0) {
            throw new UnusableKeyException(
                    "an EC key whose private value is outside the range of " + this,
                    "a value between 1 and the order of the curve minus 1",
                    "The key is damaged or was made for another curve; create or download it again.");
        }
        return (ECPrivateKey) KeyFactory.getInstance("EC").generatePrivate(new ECPrivateKeySpec(scalar, parameters));
    }

    /** Reads a point in the form of SEC 1 section 2.3.3, compressed or not. */
    public ECPublicKey publicKey(byte[] encoded) throws GeneralSecurityException {
        int length = coordinateLength();
        int form = encoded.length == 0 ? -1 : encoded[0];
        if (form == 4 && encoded.length == 1 + 2 * length) {
            BigInteger x = new BigInteger(1, Arrays.copyOfRange(encoded, 1, 1 + length));
            return publicKey(
                    new ECPoint(x, new BigInteger(1, Arrays.copyOfRange(encoded, 1 + length, encoded.length))));
        }
        if ((form == 2 || form == 3) && encoded.length == 1 + length) {
            BigInteger x = new BigInteger(1, Arrays.copyOfRange(encoded, 1, encoded.length));
            BigInteger y = ordinate(x);
            return publicKey(new ECPoint(x, y.testBit(0) == (form == 3) ? y : prime.subtract(y)));
        }
        throw offCurve();
    }

    /** Returns the key of a point, which is checked: the JDK accepts any. */
    public ECPublicKey publicKey(ECPoint point) throws GeneralSecurityException {
        requireOnCurve(point);
        return (ECPublicKey) KeyFactory.getInstance("EC").generatePublic(new ECPublicKeySpec(point, parameters));
    }

    /** Rejects the point at infinity, coordinates outside the field, and points of another curve. */
    void requireOnCurve(ECPoint point) {
        if (point.equals(ECPoint.POINT_INFINITY)) {
            throw offCurve();
        }
        BigInteger y = point.getAffineY();
        if (y.signum() < 0
                || y.compareTo(prime) >= 0
                || !y.modPow(BigInteger.TWO, prime).equals(cubic(point.getAffineX()))) {
            throw offCurve();
        }
    }

    /**
     * Derives the public key of a private one.
     *
     * <p>A Diffie-Hellman agreement with the curve's base point yields the public point's x, by the provider's own
     * multiplication, which is hardened against timing attacks. Two y satisfy the equation; a signature shows which is right.
     */
    public ECPublicKey derive(ECPrivateKey key) throws GeneralSecurityException {
        KeyAgreement agreement = KeyAgreement.getInstance("ECDH");
        agreement.init(key);
        agreement.doPhase(publicKey(parameters.getGenerator()), true);
        BigInteger x = new BigInteger(1, agreement.generateSecret());
        BigInteger y = ordinate(x);
        ECPublicKey candidate = publicKey(new ECPoint(x, y));
        return PublicHalf.of(candidate).matches(new LocalSigner(key))
                ? candidate
                : publicKey(new ECPoint(x, prime.subtract(y)));
    }

    /** Returns one of the two y of an x; all three primes are 3 modulo 4, so the root is a single power. */
    private BigInteger ordinate(BigInteger x) {
        return cubic(x).modPow(prime.add(BigInteger.ONE).shiftRight(2), prime);
    }

    /** Returns the right side of the curve's equation, {@code x³ + ax + b}. */
    private BigInteger cubic(BigInteger x) {
        if (x.signum() < 0 || x.compareTo(prime) >= 0) {
            throw offCurve();
        }
        BigInteger a = parameters.getCurve().getA();
        return x.modPow(BigInteger.TWO, prime)
                .add(a)
                .multiply(x)
                .add(parameters.getCurve().getB())
                .mod(prime);
    }

    private UnusableKeyException offCurve() {
        return new UnusableKeyException(
                "an EC key whose public point is not on " + this,
                "a point on the curve named in the key",
                "The key is damaged or names the wrong curve; create or download it again.");
    }

    @Override
    public String toString() {
        return curve.getName();
    }
}
