// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
/**
 * A mock provider for tests with JUnit Jupiter, which is an optional dependency: {@link
 * dev.clientauth.mock.junit.MockProviderExtension}. It runs one provider; tests that need several, or programs in other
 * languages, start a {@link dev.clientauth.mock.server.MockProviderServer}.
 */
@NullMarked
package dev.clientauth.mock.junit;

import org.jspecify.annotations.NullMarked;
