// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
/** Finds parts in archives, collections, printed dictionaries and configurations. */
@NullMarked
package dev.clientauth.diagnosis.input.export;

import org.jspecify.annotations.NullMarked;
