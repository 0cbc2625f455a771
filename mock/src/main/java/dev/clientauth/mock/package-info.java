// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
/**
 * Values of the local mock providers: {@linkplain dev.clientauth.mock.Fault faults}, {@linkplain
 * dev.clientauth.mock.RecordedRequest recorded requests} and {@linkplain dev.clientauth.mock.RecordedApiCall API calls},
 * {@linkplain dev.clientauth.mock.MockClient clients}, and the users of Sign in with Apple.
 *
 * <p>The mocks validate requests by the provider's rules, verify signatures independently, respond as tersely as the
 * provider, and show the reasons to the person running them. Start one with a class of {@code dev.clientauth.mock.server}:
 * {@code MockProvider} is the token endpoint of any profile, {@code MockApple} the whole of Sign in with Apple, and {@code
 * MockProviderServer} all providers on one port, with a page. The command {@code clientauth mock} starts the latter.
 *
 * <p>They are for tests and experiments. Nothing here imports the client side, so that a mistake there is not repeated here.
 */
@NullMarked
package dev.clientauth.mock;

import org.jspecify.annotations.NullMarked;
