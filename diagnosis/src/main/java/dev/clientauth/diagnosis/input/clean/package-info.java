// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
/** Removes what terminals, loggers, web pages and quoting add to a text. The first stages of reading. */
@NullMarked
package dev.clientauth.diagnosis.input.clean;

import org.jspecify.annotations.NullMarked;
