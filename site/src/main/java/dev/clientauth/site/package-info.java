// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
/** Renders the Markdown of the repository as static pages. */
@NullMarked
package dev.clientauth.site;

import org.jspecify.annotations.NullMarked;
