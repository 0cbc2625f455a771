// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
/** What all mock providers share: validation of token requests, faults, the clock, and the log of what was received. */
@NullMarked
package dev.clientauth.mock.core;

import org.jspecify.annotations.NullMarked;
