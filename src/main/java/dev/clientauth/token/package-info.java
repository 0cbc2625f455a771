// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
/** Grants, token responses, access tokens, errors, events, and the store that shares tokens. */
@NullMarked
package dev.clientauth.token;

import org.jspecify.annotations.NullMarked;
