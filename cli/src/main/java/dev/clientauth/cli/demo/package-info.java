// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
/** The {@code demo} command. */
@NullMarked
package dev.clientauth.cli.demo;

import org.jspecify.annotations.NullMarked;
