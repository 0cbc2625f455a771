// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
/** Reads public keys and reports what is wrong with them, for the command line. Hidden: it may change at any time. */
@NullMarked
package dev.clientauth.key.inspect;

import org.jspecify.annotations.NullMarked;
