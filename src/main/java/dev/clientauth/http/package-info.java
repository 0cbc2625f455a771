// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
/**
 * Token requests over HTTP: form, response, retries. Internal: the module does not export this package, and it may change at
 * any time.
 */
@NullMarked
package dev.clientauth.http;

import org.jspecify.annotations.NullMarked;
