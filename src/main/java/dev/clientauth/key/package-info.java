// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
/**
 * Signing keys in all common formats, and the public keys that a client publishes.
 *
 * <p>{@link dev.clientauth.key.SigningKey} reads a private key from a provider's site, {@code openssl}, {@code keytool} or an
 * environment variable, and signs with it. {@link dev.clientauth.key.PublicKeySet} is the JWK Set that a client publishes for
 * the provider. {@link dev.clientauth.key.KeyFormatException} says why a text is not a usable key.
 *
 * <p>EC keys on P-256, P-384 and P-521, Ed25519 keys, and RSA keys of 2048 to 8192 bits are accepted. This package does not
 * create certificates, and protects private keys in memory no better than the JDK does.
 */
@NullMarked
package dev.clientauth.key;

import org.jspecify.annotations.NullMarked;
