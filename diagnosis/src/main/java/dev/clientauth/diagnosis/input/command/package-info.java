// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
/** Finds requests in command lines (curl, wget, HTTPie, xh, PowerShell) and in calls in source code. */
@NullMarked
package dev.clientauth.diagnosis.input.command;

import org.jspecify.annotations.NullMarked;
