// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
/** Texts for people: durations, instants and URLs, and the parts of a request that may be shown. */
@NullMarked
package dev.clientauth.profile.text;

import org.jspecify.annotations.NullMarked;
