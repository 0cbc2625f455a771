// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
/**
 * JSON trees for the other modules. The library itself uses streaming only, so that requesting a token does not load the
 * object mapper.
 */
@NullMarked
package dev.clientauth.json;

import org.jspecify.annotations.NullMarked;
