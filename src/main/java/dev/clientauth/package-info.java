// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
/**
 * Authenticates a back-end client to an OAuth 2.0 token endpoint with a signed JWT, and explains the {@code
 * invalid_client} with which providers respond to almost every mistake.
 *
 * <p>A {@link dev.clientauth.profile.Profile} lists what one provider requires. A {@link
 * dev.clientauth.profile.Registration} holds what is registered with the provider. A {@link
 * dev.clientauth.key.SigningKey} signs assertions. The {@link dev.clientauth.ClientAuthenticator} uses these to create
 * a {@link dev.clientauth.ClientAssertion} and exchanges it at the token endpoint for an {@link
 * dev.clientauth.token.AccessToken}. When a request is refused, a {@link dev.clientauth.profile.Diagnosis} says which
 * rule was broken, which are satisfied, and which only the provider can check.
 *
 * <p>The library stores no secrets on disk, follows no redirects, sends credentials only to addresses that were configured,
 * and trusts no token that it has not verified.
 */
@NullMarked
package dev.clientauth;

import org.jspecify.annotations.NullMarked;
