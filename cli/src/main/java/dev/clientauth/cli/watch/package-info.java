// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
/** The {@code watch} command. */
@NullMarked
package dev.clientauth.cli.watch;

import org.jspecify.annotations.NullMarked;
