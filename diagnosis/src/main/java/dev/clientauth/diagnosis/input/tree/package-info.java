// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
/** Values as programs print them: JSON, and the dictionaries of other languages. */
@NullMarked
package dev.clientauth.diagnosis.input.tree;

import org.jspecify.annotations.NullMarked;
