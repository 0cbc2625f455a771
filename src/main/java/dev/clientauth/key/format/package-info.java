// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
/**
 * Readers of key formats: PEM, DER, JWK, key stores, encrypted keys, and what is mistaken for a key. Hidden: it may change
 * at any time.
 */
@NullMarked
package dev.clientauth.key.format;

import org.jspecify.annotations.NullMarked;
