// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
/** The {@code doctor} command. */
@NullMarked
package dev.clientauth.cli.doctor;

import org.jspecify.annotations.NullMarked;
