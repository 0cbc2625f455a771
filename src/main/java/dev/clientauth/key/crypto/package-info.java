// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
/**
 * The cryptography of keys: curves, RSA numbers, pairs, generation, signatures and the checks that a key must pass. Hidden:
 * it may change at any time.
 */
@NullMarked
package dev.clientauth.key.crypto;

import org.jspecify.annotations.NullMarked;
