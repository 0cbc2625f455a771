// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
/**
 * The mock servers: {@link dev.clientauth.mock.server.MockProvider} for one provider, {@link
 * dev.clientauth.mock.server.MockProviderServer} for all of them with a page and a JSON API, and {@link
 * dev.clientauth.mock.server.MockApple} for the whole of Sign in with Apple.
 */
@NullMarked
package dev.clientauth.mock.server;

import org.jspecify.annotations.NullMarked;
