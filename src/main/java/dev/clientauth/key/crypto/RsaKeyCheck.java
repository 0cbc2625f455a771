// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.key.crypto;

import java.math.BigInteger;
import java.util.BitSet;

/**
 * Rejects RSA keys that are too small, too large or known to be weak.
 *
 * <p>The checks cost a few divisions: the size of modulus and exponent first, then divisibility by small primes,
 * primes that are equal or close together (Fermat's factorization), and the fingerprint of keys made by certain smart cards
 * and TPMs, whose private half can be computed (ROCA, CVE-2017-15361).
 */
final class RsaKeyCheck {

    private static final BigInteger ROCA_GENERATOR = BigInteger.valueOf(65537);
    private static final int MAX_ROCA_PRIME = 167;
    private static final int MAX_SMALL_PRIME = 2000;
    private static final int FERMAT_ROUNDS = 16;

    /** FIPS 186-5 appendix A.1.3: the primes differ in their upper 100 bits. */
    private static final int MIN_DISTANCE = 100;

    private RsaKeyCheck() {}

    /**
     * Checks a public key.
     *
     * @throws UnusableKeyException if it is out of bounds or weak
     */
    static void requireStrong(BigInteger n, BigInteger e) {
        requireModulusSize(n);
        if (!n.testBit(0)) {
            throw weak("with an even modulus, which no RSA key has");
        }
        requireExponent(e);
        if (hasSmallPrime(n)) {
            throw weak("whose modulus is divisible by a small prime");
        }
        if (hasClosePrimes(n)) {
            throw weak("whose two primes are equal or close together, so that it can be factored at once");
        }
        if (isRoca(n)) {
            throw weak("with the ROCA weakness (CVE-2017-15361): its private half can be computed from the public one");
        }
    }

    static void requireModulusSize(BigInteger n) {
        int bits = n.signum() <= 0 ? 0 : n.bitLength();
        if (bits < KeyLimits.MIN_RSA_BITS || bits > KeyLimits.MAX_RSA_BITS) {
            throw KeyErrors.rsaSize(bits);
        }
    }

    private static void requireExponent(BigInteger e) {
        if (e.bitLength() > KeyLimits.MAX_EXPONENT_BITS) {
            throw exponent("of " + e.bitLength() + " bits");
        }
        if (e.signum() <= 0 || !e.testBit(0) || e.bitLength() < KeyLimits.MIN_EXPONENT_BITS) {
            throw exponent(String.valueOf(e));
        }
    }

    /**
     * Checks the primes of a private key, whose product is the modulus.
     *
     * @throws UnusableKeyException if one is too small, or they are close together
     */
    static void requireStrongPrimes(BigInteger n, BigInteger p, BigInteger q) {
        if (Math.min(p.bitLength(), q.bitLength()) < n.bitLength() / 3) {
            throw weak("with a prime of " + Math.min(p.bitLength(), q.bitLength()) + " bits");
        }
        if (p.subtract(q).abs().bitLength() <= n.bitLength() / 2 - MIN_DISTANCE) {
            throw weak("whose two primes are equal or close together, so that it can be factored at once");
        }
    }

    private static boolean hasSmallPrime(BigInteger n) {
        for (int prime = 3; prime < MAX_SMALL_PRIME; prime += 2) {
            if (isPrime(prime) && residue(n, prime) == 0) {
                return true;
            }
        }
        return false;
    }

    /** Fermat's method: n = a² − b² with a close to the root of n. */
    private static boolean hasClosePrimes(BigInteger n) {
        BigInteger a = n.sqrt();
        if (a.multiply(a).equals(n)) {
            return true;
        }
        for (int i = 0; i < FERMAT_ROUNDS; i++) {
            a = a.add(BigInteger.ONE);
            BigInteger square = a.multiply(a).subtract(n);
            BigInteger b = square.sqrt();
            if (b.multiply(b).equals(square)) {
                return true;
            }
        }
        return false;
    }

    /** Returns whether the modulus is a power of 65537 modulo every prime up to 167 (Nemec et al., CCS 2017, section 3). */
    private static boolean isRoca(BigInteger n) {
        for (int prime = 3; prime <= MAX_ROCA_PRIME; prime += 2) {
            if (isPrime(prime) && !powers(prime).get(residue(n, prime))) {
                return false;
            }
        }
        return true;
    }

    private static BitSet powers(int prime) {
        BitSet powers = new BitSet(prime);
        int generator = residue(ROCA_GENERATOR, prime);
        for (int power = 1; !powers.get(power); power = power * generator % prime) {
            powers.set(power);
        }
        return powers;
    }

    private static boolean isPrime(int number) {
        for (int divisor = 3; divisor * divisor <= number; divisor += 2) {
            if (number % divisor == 0) {
                return false;
            }
        }
        return true;
    }

    private static int residue(BigInteger n, int modulus) {
        return n.mod(BigInteger.valueOf(modulus)).intValue();
    }

    private static UnusableKeyException exponent(String found) {
        return new UnusableKeyException(
                "an RSA key with the public exponent " + found,
                "an odd public exponent of at least 65537 and at most " + KeyLimits.MAX_EXPONENT_BITS + " bits",
                KeyErrors.NEW_RSA_KEY);
    }

    private static UnusableKeyException weak(String how) {
        return new UnusableKeyException(
                "a weak RSA key, " + how, "an RSA key of two random primes", "Do not use it. " + KeyErrors.NEW_RSA_KEY);
    }
}
