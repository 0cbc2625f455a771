// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
/**
 * Exports token requests and refreshes as Micrometer meters. Requires {@code io.micrometer:micrometer-core}, which is an
 * optional dependency.
 */
@NullMarked
package dev.clientauth.micrometer;

import org.jspecify.annotations.NullMarked;
