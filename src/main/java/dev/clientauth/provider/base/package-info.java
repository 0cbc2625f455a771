// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
/** The sources, causes, recognition and defaults that several providers share. Not exported. */
@NullMarked
package dev.clientauth.provider.base;

import org.jspecify.annotations.NullMarked;
