// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
/** Provider requirements, and the diagnosis of requests that do not meet them. */
@NullMarked
package dev.clientauth.profile;

import org.jspecify.annotations.NullMarked;
