// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
/** Renders a diagnosis as text, Markdown and JSON, and the page of all rules. */
@NullMarked
package dev.clientauth.diagnosis;

import org.jspecify.annotations.NullMarked;
