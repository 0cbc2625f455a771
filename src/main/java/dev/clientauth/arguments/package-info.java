// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
/**
 * Checks of the arguments of public methods. Internal: the module does not export this package, and it may change at any
 * time. It imports no other package of the library, and every package may import it.
 */
@NullMarked
package dev.clientauth.arguments;

import org.jspecify.annotations.NullMarked;
