// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
/** JSON and markup. */
@NullMarked
package dev.clientauth.mock.text;

import org.jspecify.annotations.NullMarked;
