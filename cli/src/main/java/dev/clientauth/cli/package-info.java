// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
/** The {@code clientauth} command and its subcommands. These packages are the only ones that print. */
@NullMarked
package dev.clientauth.cli;

import org.jspecify.annotations.NullMarked;
