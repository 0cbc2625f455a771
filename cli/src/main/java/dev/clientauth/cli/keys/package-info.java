// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
/** The {@code keys} commands. */
@NullMarked
package dev.clientauth.cli.keys;

import org.jspecify.annotations.NullMarked;
