// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
/**
 * Caches access tokens and refreshes them before they expire, with one refresh in flight. Internal: the module does not
 * export this package, and it may change at any time.
 */
@NullMarked
package dev.clientauth.refresh;

import org.jspecify.annotations.NullMarked;
