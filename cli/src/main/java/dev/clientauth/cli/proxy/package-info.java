// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
/** The command {@code proxy}: adds access tokens to the requests of scripts. */
@NullMarked
package dev.clientauth.cli.proxy;

import org.jspecify.annotations.NullMarked;
