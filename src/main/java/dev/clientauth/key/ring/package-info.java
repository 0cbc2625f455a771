// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
/**
 * Rotates signing keys whose public halves are published at a JWK Set URL.
 *
 * <p>Start with {@link dev.clientauth.key.ring.KeyRing}.
 */
@NullMarked
package dev.clientauth.key.ring;

import org.jspecify.annotations.NullMarked;
