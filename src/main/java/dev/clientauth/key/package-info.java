/**
 * Signing keys in all common formats, and the public keys that a client publishes.
 *
 * <p>{@link dev.clientauth.key.SigningKey} reads a private key as a provider's site, {@code openssl},
 * {@code keytool} or an environment variable provides it, and signs with it.
 * {@link dev.clientauth.key.PublicKeySet} is the JWK Set at the URL that a provider fetches.
 * {@link dev.clientauth.key.KeyFormatException} says what is wrong with a text that is not a usable key.
 *
 * <p>Accepted are EC keys on P-256, P-384 and P-521 and RSA keys of at least 2048 bits. This package does not
 * create certificates, and protects private keys in memory no better than the JDK.
 */
@NullMarked
package dev.clientauth.key;

import org.jspecify.annotations.NullMarked;
