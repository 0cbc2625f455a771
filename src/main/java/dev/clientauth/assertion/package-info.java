// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
/**
 * Creates assertions: draft, check, signature. Internal: the module does not export this package, and it may change at any
 * time.
 */
@NullMarked
package dev.clientauth.assertion;

import org.jspecify.annotations.NullMarked;
