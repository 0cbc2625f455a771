package dev.clientauth.key;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.RSAPrivateCrtKeySpec;
import java.security.spec.RSAPublicKeySpec;

/** The numbers of an RSA private key (RFC 8017 section 3.2), complete and known to belong together. */
final class RsaNumbers {

    private static final BigInteger ONE = BigInteger.ONE;
    private static final BigInteger USUAL_EXPONENT = BigInteger.valueOf(65537);
    private static final int BASES_TRIED = 100;

    /** What the JDK takes; beyond it, arithmetic on a made-up key could keep a thread busy for hours. */
    static final int MOST_BITS = 16384;

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
     * Completes a key that comes without its primes by factoring the modulus with the two exponents (NIST SP 800-56B
     * appendix C); with them a signature takes a third of the time.
     *
     * @param e 0 if unknown, as in some exported keys; 65537 is then tried
     */
    static RsaNumbers of(BigInteger n, BigInteger e, BigInteger d) {
        requireSize(n);
        BigInteger exponent = e.signum() == 0 ? USUAL_EXPONENT : e;
        BigInteger p = factor(n, exponent, d);
        BigInteger q = n.divide(p);
        return of(n, exponent, d, p.max(q), p.min(q));
    }

    static RsaNumbers of(BigInteger n, BigInteger e, BigInteger d, BigInteger p, BigInteger q) {
        requireSize(n);
        if (p.compareTo(ONE) <= 0 || q.compareTo(ONE) <= 0 || !p.multiply(q).equals(n)) {
            throw inconsistent();
        }
        BigInteger ed = e.multiply(d);
        if (!ed.mod(p.subtract(ONE)).equals(ONE) || !ed.mod(q.subtract(ONE)).equals(ONE)) {
            throw inconsistent();
        }
        return new RsaNumbers(n, e, d, p, q);
    }

    /**
     * Takes the numbers of a file as they stand; a key without primes, all zero or absent, is completed.
     *
     * <p>Of the three CRT numbers those that are not zero must be the ones that the primes imply.
     */
    static RsaNumbers of(
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

    PrivateKey privateKey() throws GeneralSecurityException {
        return KeyFactory.getInstance("RSA").generatePrivate(new RSAPrivateCrtKeySpec(n, e, d, p, q, dp(), dq(), qi()));
    }

    PublicKey publicKey() throws GeneralSecurityException {
        return publicKey(n, e);
    }

    static PublicKey publicKey(BigInteger n, BigInteger e) throws GeneralSecurityException {
        return KeyFactory.getInstance("RSA").generatePublic(new RSAPublicKeySpec(n, e));
    }

    private static BigInteger factor(BigInteger n, BigInteger e, BigInteger d) {
        BigInteger k = e.multiply(d).subtract(ONE);
        if (d.signum() <= 0 || k.signum() <= 0 || k.testBit(0) || k.bitLength() > 2 * n.bitLength()) {
            throw inconsistent();
        }
        int twos = k.getLowestSetBit();
        BigInteger odd = k.shiftRight(twos);
        BigInteger minusOne = n.subtract(ONE);
        for (int base = 2; base < 2 + BASES_TRIED; base++) {
            BigInteger x = BigInteger.valueOf(base).modPow(odd, n);
            for (int i = 0; i < twos && !x.equals(ONE) && !x.equals(minusOne); i++) {
                BigInteger square = x.modPow(BigInteger.TWO, n);
                if (square.equals(ONE)) {
                    return x.subtract(ONE).gcd(n);
                }
                x = square;
            }
        }
        throw inconsistent();
    }

    private static void requireSize(BigInteger n) {
        if (n.bitLength() < PublicHalf.LEAST_RSA_BITS || n.bitLength() > MOST_BITS) {
            throw Refusals.rsaSize(n.bitLength());
        }
        if (!n.testBit(0)) {
            throw inconsistent();
        }
    }

    private static KeyFormatException inconsistent() {
        return new KeyFormatException(
                "an RSA key whose numbers do not belong together",
                "n, e, d and the primes of one key",
                "The key is damaged; make or download it again.");
    }
}
