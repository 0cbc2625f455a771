// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
/**
 * An HTTP client whose responses use limited memory and whose failures quote nothing that was received. Internal: the module
 * exports this package only to the other modules of this project, and it may change at any time.
 */
@NullMarked
package dev.clientauth.net;

import org.jspecify.annotations.NullMarked;
