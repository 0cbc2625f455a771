// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.key.crypto;

import org.jspecify.annotations.Nullable;

/** Errors for valid keys that cannot sign a client assertion, and for keys that cannot be decrypted. */
public final class KeyErrors {

    static final String NEW_RSA_KEY =
            "Create a new one with: openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048 -out key.pem";

    private KeyErrors() {}

    public static UnusableKeyException curve(String name) {
        return new UnusableKeyException(
                "an EC key on " + name,
                "an EC key on P-256, P-384 or P-521",
                "Create one with: openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out key.pem");
    }

    static UnusableKeyException rsaSize(int bits) {
        return new UnusableKeyException(
                "an RSA key of " + bits + " bits",
                "an RSA key of " + KeyLimits.MIN_RSA_BITS + " to " + KeyLimits.MAX_RSA_BITS + " bits",
                NEW_RSA_KEY);
    }

    public static UnusableKeyException algorithm(String name) {
        return new UnusableKeyException(
                "a key of type " + name,
                "an EC key on P-256, P-384 or P-521, an Ed25519 key, or an RSA key of at least 2048 bits,",
                "Create a key of a type that the provider accepts, and register its public key.");
    }

    public static UnusableKeyException multiPrime() {
        return new UnusableKeyException(
                "an RSA key of more than two primes",
                "an RSA key of two primes",
                "Create a key with two primes: openssl genpkey.");
    }

    public static UnusableKeyException wrongPassword(@Nullable Throwable cause) {
        return new UnusableKeyException(
                "an encrypted private key that cannot be decrypted with this password",
                "the password that the key was encrypted with",
                "Check the password for a missing or extra character, such as a trailing line break.",
                cause);
    }

    public static UnusableKeyException unknownEncryption(Exception cause) {
        return new UnusableKeyException(
                "an encrypted private key of an unknown scheme",
                "PKCS#8 with PBES2 or PBES1, or PEM with DEK-Info",
                "Encrypt it again with: openssl pkcs8 -topk8 -in FILE -out key.pem",
                cause);
    }

    public static UnusableKeyException needsBouncyCastle(String found, Throwable cause) {
        return new UnusableKeyException(
                found,
                "Bouncy Castle on the class path, which decrypts it,",
                "Add the dependency org.bouncycastle:bcpkix-jdk18on, or encrypt the key again with: openssl pkcs8 -topk8 -in"
                        + " FILE -out key.pem",
                cause);
    }
}
