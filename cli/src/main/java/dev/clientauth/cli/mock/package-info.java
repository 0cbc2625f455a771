// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
/** The {@code mock} command. */
@NullMarked
package dev.clientauth.cli.mock;

import org.jspecify.annotations.NullMarked;
