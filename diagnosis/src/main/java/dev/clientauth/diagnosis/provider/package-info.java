// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
/** Detects the provider that a pasted request was meant for, and recognizes JWTs that are not client assertions. */
@NullMarked
package dev.clientauth.diagnosis.provider;

import org.jspecify.annotations.NullMarked;
