// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.key;

import com.nimbusds.jose.util.Base64URL;
import dev.clientauth.key.crypto.RsaNumbers;
import dev.clientauth.key.crypto.UnusableKeyException;
import dev.clientauth.key.inspect.VerificationKey;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.math.BigInteger;
import java.security.interfaces.RSAPublicKey;
import java.util.Random;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

@DisplayName("A weak RSA key is rejected with the weakness, alone and in a JWK Set")
class WeakKeyTest {
    private static final BigInteger E = BigInteger.valueOf(65537);
    private static final BigInteger N = ((RSAPublicKey) Fixtures.publicKey("rsa")).getModulus();

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 2, 3, 17, 65536, 65538, 65535})
    void anEvenOrSmallExponentIsRejected(long e) {
        assertThat(found(N, BigInteger.valueOf(e))).isEqualTo("an RSA key with the public exponent " + e);
    }

    @Test
    void aTooLongExponentIsRejected() {
        assertThat(found(N, BigInteger.ONE.shiftLeft(64).setBit(0)))
                .isEqualTo("an RSA key with the public exponent of 65 bits");
        assertThat(VerificationKey.parse(jwk(N, BigInteger.ONE.shiftLeft(63).setBit(0))))
                .hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {512, 1024, 2047, 8193, 16384, 65536})
    void aModulusOfUnsupportedSizeIsRejected(int bits) {
        BigInteger n =
                new BigInteger(bits - 1, new Random(bits)).setBit(bits - 1).setBit(0);

        assertThat(found(n, E)).isEqualTo("an RSA key of " + bits + " bits");
    }

    @Test
    void anEvenModulusIsRejected() {
        assertThat(found(N.clearBit(0), E)).contains("with an even modulus");
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 5, 101, 1999})
    void aModulusWithASmallPrimeIsRejected(int prime) {
        BigInteger factor = BigInteger.valueOf(prime);
        BigInteger n = N.subtract(N.mod(factor));
        n = n.testBit(0) ? n : n.add(factor);

        assertThat(found(n, E)).contains("divisible by a small prime");
    }

    @Test
    void equalAndClosePrimesAreRejected() {
        BigInteger p = BigInteger.probablePrime(1024, new Random(1)).setBit(1023);
        BigInteger next = p.nextProbablePrime();

        assertThat(found(p.multiply(p), E)).contains("two primes are equal or close");
        assertThat(found(p.multiply(next), E)).contains("two primes are equal or close");
    }

    @Test
    void theRocaFingerprintIsRejected() {
        for (int power : new int[] {5, 1234, 99_991}) {
            BigInteger product = IntStream.rangeClosed(2, 167)
                    .mapToObj(BigInteger::valueOf)
                    .filter(number -> number.isProbablePrime(20))
                    .reduce(BigInteger.ONE, BigInteger::multiply);
            BigInteger residue = E.modPow(BigInteger.valueOf(power), product);
            BigInteger n = product.multiply(new BigInteger(2048 - product.bitLength(), new Random(power))
                            .setBit(2048 - product.bitLength()))
                    .add(residue);
            while (IntStream.range(168, 2000).anyMatch(isDivisorOf(n))) {
                n = n.add(product);
            }

            assertThat(found(n, E)).contains("ROCA", "CVE-2017-15361");
        }
    }

    private static IntPredicate isDivisorOf(BigInteger n) {
        return divisor -> n.mod(BigInteger.valueOf(divisor)).signum() == 0;
    }

    @Test
    void anUnbalancedPrimeOfAPrivateKeyIsRejected() {
        BigInteger p = BigInteger.probablePrime(256, new Random(3));
        BigInteger q = BigInteger.probablePrime(1792, new Random(4));

        assertRefusedPrimes(p, q, "a weak RSA key, with a prime of 256 bits");
    }

    @Test
    void closePrimesOfAPrivateKeyAreRejected() {
        BigInteger p = BigInteger.probablePrime(1024, new Random(5)).setBit(1023);
        BigInteger q = p.add(BigInteger.ONE.shiftLeft(800)).nextProbablePrime();

        assertRefusedPrimes(p, q, "a weak RSA key, whose two primes are equal or close together");
    }

    private static void assertRefusedPrimes(BigInteger p, BigInteger q, String found) {
        BigInteger n = p.multiply(q);
        BigInteger d = E.modInverse(p.subtract(BigInteger.ONE).multiply(q.subtract(BigInteger.ONE)));
        assertThatThrownBy(() -> RsaNumbers.of(n, E, d, p, q))
                .isInstanceOf(UnusableKeyException.class)
                .hasMessageContaining(found);
        assertThatThrownBy(() -> RsaNumbers.of(n, E, d))
                .isInstanceOf(UnusableKeyException.class)
                .hasMessageContaining(found);
    }

    private static String found(BigInteger n, BigInteger e) {
        String jwk = jwk(n, e);
        String found = catchThrowableOfType(KeyFormatException.class, () -> VerificationKey.parse(jwk))
                .found();
        assertThatThrownBy(() -> PublicKeySet.parse("{\"keys\":[" + jwk + "]}"))
                .isInstanceOf(KeyFormatException.class)
                .hasMessageContaining(found);
        assertThatThrownBy(() -> VerificationKey.parse("{\"keys\":[" + jwk + "]}"))
                .isInstanceOf(KeyFormatException.class)
                .hasMessageContaining(found);
        return found;
    }

    private static String jwk(BigInteger n, BigInteger e) {
        return "{\"kty\":\"RSA\",\"kid\":\"k\",\"n\":\"" + Base64URL.encode(n) + "\",\"e\":\"" + Base64URL.encode(e)
                + "\"}";
    }
}
