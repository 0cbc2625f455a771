package dev.clientauth.key;

import org.jspecify.annotations.Nullable;

/** What is said of keys that are whole but cannot sign a client assertion, or cannot be opened. */
final class KeyErrors {

    static final String NEW_RSA_KEY =
            "Make a new one with: openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048 -out key.pem";

    private KeyErrors() {}

    static KeyFormatException curve(String name) {
        return new KeyFormatException(
                "an EC key on " + name,
                "an EC key on P-256, P-384 or P-521",
                "Make one with: openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out key.pem");
    }

    static KeyFormatException rsaSize(int bits) {
        return new KeyFormatException(
                "an RSA key of " + bits + " bits",
                "an RSA key of " + KeyLimits.MIN_RSA_BITS + " to " + KeyLimits.MAX_RSA_BITS + " bits",
                NEW_RSA_KEY);
    }

    static KeyFormatException algorithm(String name) {
        return new KeyFormatException(
                "a key of type " + name,
                "an EC key on P-256, P-384 or P-521, or an RSA key of at least 2048 bits,",
                "Make a key of a type that the provider accepts, and register its public half.");
    }

    static KeyFormatException multiPrime() {
        return new KeyFormatException(
                "an RSA key of more than two primes",
                "an RSA key of two primes",
                "Make a usual key, with openssl genpkey.");
    }

    static KeyFormatException wrongPassword(@Nullable Throwable cause) {
        return new KeyFormatException(
                "an encrypted private key that this password does not open",
                "the password that the key was encrypted with",
                "Check the password for a lost or added character, such as a line break at its end.",
                cause);
    }

    static KeyFormatException unknownEncryption(Exception cause) {
        return new KeyFormatException(
                "an encrypted private key of an unknown scheme",
                "PKCS#8 with PBES2 or PBES1, or PEM with DEK-Info",
                "Encrypt it again with: openssl pkcs8 -topk8 -in FILE -out key.pem",
                cause);
    }

    static KeyFormatException needsBouncyCastle(String found, Throwable cause) {
        return new KeyFormatException(
                found,
                "Bouncy Castle on the class path, which decrypts it,",
                "Add the dependency org.bouncycastle:bcpkix-jdk18on, or encrypt the key again with: openssl pkcs8 -topk8 -in"
                        + " FILE -out key.pem",
                cause);
    }
}
