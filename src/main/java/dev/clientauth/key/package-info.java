/**
 * Signing keys in every form they come in, and the public half that a client publishes.
 *
 * <p>{@link dev.clientauth.key.SigningKey} reads a private key from whatever a provider's site, {@code openssl},
 * {@code keytool} or an environment variable made of it, and signs with it.
 * {@link dev.clientauth.key.PublicKeySet} is the JWK Set behind the URL that a provider fetches.
 * {@link dev.clientauth.key.KeyFormatException} says what a text is when it is no usable key.
 *
 * <p>Accepted are EC keys on P-256, P-384 and P-521 and RSA keys of at least 2048 bits. What this package does not do:
 * make certificates, write private keys, or keep them in memory any safer than the JDK does.
 */
@NullMarked
package dev.clientauth.key;

import org.jspecify.annotations.NullMarked;
