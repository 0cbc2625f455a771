// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
/** The configuration of a client: flags, variables, properties file and key files. */
@NullMarked
package dev.clientauth.cli.config;

import org.jspecify.annotations.NullMarked;
