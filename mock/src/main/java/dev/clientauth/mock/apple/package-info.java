// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
/** Sign in with Apple: accounts, the authorization page, tokens, revocation, notifications and the migration of users. */
@NullMarked
package dev.clientauth.mock.apple;

import org.jspecify.annotations.NullMarked;
