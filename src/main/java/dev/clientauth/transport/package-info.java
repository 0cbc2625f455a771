// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
/** The HTTP client behind authenticators: OkHttp, the JDK's, or another one behind {@link dev.clientauth.transport.HttpTransport}. */
@NullMarked
package dev.clientauth.transport;

import org.jspecify.annotations.NullMarked;
