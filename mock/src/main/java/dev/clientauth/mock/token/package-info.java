// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
/** The codes and tokens that a mock provider issues. */
@NullMarked
package dev.clientauth.mock.token;

import org.jspecify.annotations.NullMarked;
