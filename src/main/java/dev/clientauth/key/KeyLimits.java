package dev.clientauth.key;

/**
 * The bounds on what is read, each checked before the work that it bounds is begun.
 *
 * <p>A key is often read from a place that others can write to: a JWK Set URL, a form, a shared folder. Without bounds a
 * few kilobytes can occupy a thread for minutes or exhaust the heap.
 */
final class KeyLimits {

    /** The longest text or file: 1 MiB, in characters or bytes. A key has a few kilobytes. */
    static final int MAX_INPUT = 1 << 20;

    /** The shortest RSA modulus, in bits (RFC 7518 section 3.3). */
    static final int MIN_RSA_BITS = 2048;

    /** The longest RSA modulus, in bits. */
    static final int MAX_RSA_BITS = 8192;

    /** The shortest RSA public exponent, in bits: it is at least 65537 (FIPS 186-5 appendix A.1.1). */
    static final int MIN_EXPONENT_BITS = 17;

    /** The longest RSA public exponent, in bits: as the JDK has it for a modulus of more than 3072 bits. */
    static final int MAX_EXPONENT_BITS = 64;

    /** The most iterations of all password-based functions in one file together; keytool and OpenSSL use 2048 to 30,000. */
    static final int MAX_ITERATIONS = 2_000_000;

    /** The most memory that scrypt may take, in bytes (RFC 7914: 128 × r × N). OpenSSL's default takes 16 MiB. */
    static final long MAX_SCRYPT_BYTES = 32L << 20;

    /** The most blocks that scrypt may mix, p times over. */
    static final long MAX_SCRYPT_PARALLELIZATION = 16;

    private KeyLimits() {}
}
