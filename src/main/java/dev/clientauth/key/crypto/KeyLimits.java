// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.key.crypto;

/**
 * Limits on what is read, each checked before the work starts.
 *
 * <p>A key is often read from where others can write: a JWK Set URL, a form, a shared folder. Without limits, a
 * few kilobytes could occupy a thread for minutes or exhaust the heap.
 */
public final class KeyLimits {

    /** The maximum text or file: 1 MiB, in characters or bytes. A key is a few kilobytes long. */
    public static final int MAX_INPUT = 1 << 20;

    /** The minimum RSA modulus, in bits (RFC 7518 section 3.3). */
    static final int MIN_RSA_BITS = 2048;

    /** The maximum RSA modulus, in bits. */
    static final int MAX_RSA_BITS = 8192;

    /** The minimum RSA public exponent, in bits: the exponent is at least 65537 (FIPS 186-5 appendix A.1.1). */
    static final int MIN_EXPONENT_BITS = 17;

    /** The maximum RSA public exponent, in bits: the JDK's limit for a modulus of more than 3072 bits. */
    static final int MAX_EXPONENT_BITS = 64;

    /** The maximum number of iterations of all password-based functions in one file; keytool and OpenSSL use 2048 to 30,000. */
    public static final int MAX_ITERATIONS = 2_000_000;

    /** The maximum memory for scrypt, in bytes (RFC 7914: 128 × r × N). OpenSSL's default is 16 MiB. */
    public static final long MAX_SCRYPT_BYTES = 32L << 20;

    /** The maximum parallelization parameter p of scrypt. */
    public static final long MAX_SCRYPT_PARALLELIZATION = 16;

    private KeyLimits() {}
}
