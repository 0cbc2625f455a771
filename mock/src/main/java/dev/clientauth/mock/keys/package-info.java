// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
/** The public keys of clients: registered keys, JWK Sets that clients publish, and what signatures they verify. */
@NullMarked
package dev.clientauth.mock.keys;

import org.jspecify.annotations.NullMarked;
