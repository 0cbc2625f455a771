// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
/**
 * The providers: one file each, pure data.
 *
 * <p>Every rule carries the page it was read from, so that a reviewer with that page open can tick the file off from top
 * to bottom. Ready-made rules are in {@link dev.clientauth.profile.rules}.
 */
@NullMarked
package dev.clientauth.provider;

import org.jspecify.annotations.NullMarked;
