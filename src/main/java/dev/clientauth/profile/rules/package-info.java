// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
/** Predefined rules and facts, from which the profile of a provider is built. */
@NullMarked
package dev.clientauth.profile.rules;

import org.jspecify.annotations.NullMarked;
