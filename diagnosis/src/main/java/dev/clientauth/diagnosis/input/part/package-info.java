// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
/** The parts of requests and responses that the finders add, and the readers of each part. */
@NullMarked
package dev.clientauth.diagnosis.input.part;

import org.jspecify.annotations.NullMarked;
