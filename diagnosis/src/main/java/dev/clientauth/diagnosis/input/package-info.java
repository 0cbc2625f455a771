// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
/**
 * Reads token requests in the formats in which people paste them: a JWT, a form, an HTTP request, a curl command, a HAR
 * file, the log of a library, a description in words.
 *
 * <p>Begin with {@link dev.clientauth.diagnosis.input.RequestParser}. Nothing is sent anywhere.
 */
@NullMarked
package dev.clientauth.diagnosis.input;

import org.jspecify.annotations.NullMarked;
