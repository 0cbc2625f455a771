// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
/** The process around a command: streams, terminal, arguments, output and exit codes. */
@NullMarked
package dev.clientauth.cli.shell;

import org.jspecify.annotations.NullMarked;
