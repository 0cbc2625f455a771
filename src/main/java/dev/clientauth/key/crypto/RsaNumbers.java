// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.key.crypto;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.RSAPrivateCrtKeySpec;
import java.security.spec.RSAPublicKeySpec;

/** The numbers of an RSA private key (RFC 8017 section 3.2), complete and consistent. */
public final class RsaNumbers {

    private static final BigInteger ONE = BigInteger.ONE;
    private static final BigInteger USUAL_EXPONENT = BigInteger.valueOf(65537);

    private final BigInteger n;
    private final BigInteger e;
    private final BigInteger d;
    private final BigInteger p;
    private final BigInteger q;

    private RsaNumbers(BigInteger n, BigInteger e, BigInteger d, BigInteger p, BigInteger q) {
        this.n = n;
        this.e = e;
        this.d = d;
        this.p = p;
        this.q = q;
    }

    /**
     * Completes a key that has no primes; with them a signature takes a third of the time.
     *
     * <p>The primes follow from the two exponents by a few multiplications (NIST SP 800-56B revision 2, appendix C.2), so
     * that invalid numbers cost no more than those of a key.
     *
     * @param e 0 if unknown, as in some exported keys; 65537 is then tried
     */
    public static RsaNumbers of(BigInteger n, BigInteger e, BigInteger d) {
        BigInteger exponent = e.signum() == 0 ? USUAL_EXPONENT : e;
        RsaKeyCheck.requireStrong(n, exponent);
        requireRange(d, n);
        BigInteger k = exponent.multiply(d).subtract(ONE);
        BigInteger a = k.multiply(k.gcd(n.subtract(ONE)));
        BigInteger[] quotient = a.divideAndRemainder(n);
        BigInteger[] less = n.subtract(quotient[1]).divideAndRemainder(quotient[0].add(ONE));
        BigInteger sum = less[0].add(ONE);
        BigInteger square = sum.multiply(sum).subtract(n.shiftLeft(2));
        if (less[1].signum() != 0 || square.signum() < 0) {
            throw inconsistent();
        }
        BigInteger difference = square.sqrt();
        return of(
                n,
                exponent,
                d,
                sum.add(difference).shiftRight(1),
                sum.subtract(difference).shiftRight(1));
    }

    public static RsaNumbers of(BigInteger n, BigInteger e, BigInteger d, BigInteger p, BigInteger q) {
        RsaKeyCheck.requireModulusSize(n);
        requireRange(d, n);
        requireRange(p, n);
        requireRange(q, n);
        if (!p.multiply(q).equals(n)) {
            throw inconsistent();
        }
        RsaKeyCheck.requireStrong(n, e);
        RsaKeyCheck.requireStrongPrimes(n, p, q);
        if (!p.gcd(q).equals(ONE)) {
            throw inconsistent();
        }
        BigInteger ed = e.multiply(d);
        if (!ed.mod(p.subtract(ONE)).equals(ONE) || !ed.mod(q.subtract(ONE)).equals(ONE)) {
            throw inconsistent();
        }
        return new RsaNumbers(n, e, d, p, q);
    }

    private static void requireRange(BigInteger number, BigInteger n) {
        if (number.compareTo(ONE) <= 0 || number.compareTo(n) >= 0) {
            throw inconsistent();
        }
    }

    /**
     * Returns the key with these numbers; a key without primes, all zero or absent, is completed.
     *
     * <p>The CRT numbers that are not zero must match the primes.
     */
    public static RsaNumbers of(
            BigInteger n,
            BigInteger e,
            BigInteger d,
            BigInteger p,
            BigInteger q,
            BigInteger dp,
            BigInteger dq,
            BigInteger qi) {
        if (p.signum() == 0 || q.signum() == 0) {
            return of(n, e, d);
        }
        RsaNumbers numbers = of(n, e, d, p, q);
        if (!(agree(dp, numbers.dp()) && agree(dq, numbers.dq()) && agree(qi, numbers.qi()))) {
            throw inconsistent();
        }
        return numbers;
    }

    private static boolean agree(BigInteger given, BigInteger implied) {
        return given.signum() == 0 || given.equals(implied);
    }

    private BigInteger dp() {
        return d.mod(p.subtract(ONE));
    }

    private BigInteger dq() {
        return d.mod(q.subtract(ONE));
    }

    private BigInteger qi() {
        return q.modInverse(p);
    }

    public PrivateKey privateKey() throws GeneralSecurityException {
        return KeyFactory.getInstance("RSA").generatePrivate(new RSAPrivateCrtKeySpec(n, e, d, p, q, dp(), dq(), qi()));
    }

    public PublicKey publicKey() throws GeneralSecurityException {
        return publicKey(n, e);
    }

    public static PublicKey publicKey(BigInteger n, BigInteger e) throws GeneralSecurityException {
        RsaKeyCheck.requireStrong(n, e);
        return KeyFactory.getInstance("RSA").generatePublic(new RSAPublicKeySpec(n, e));
    }

    private static UnusableKeyException inconsistent() {
        return new UnusableKeyException(
                "an RSA key whose numbers are inconsistent",
                "n, e, d and the primes of one key",
                "The key is damaged; create or download it again.");
    }
}
