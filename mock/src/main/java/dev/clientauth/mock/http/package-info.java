// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
/**
 * A small HTTP/1.1 server that no client can block: everything it reads, keeps or waits for is bounded.
 *
 * <p>With the JDK's server, a client that sends a byte per second keeps a thread busy, the {@code Date} header is set by the
 * system clock, and connections cannot be reset. A mock needs the opposite of all three.
 */
@NullMarked
package dev.clientauth.mock.http;

import org.jspecify.annotations.NullMarked;
