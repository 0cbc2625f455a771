// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.apple;

import dev.clientauth.arguments.Arguments;
import dev.clientauth.token.AccessToken;

import java.util.Optional;

/**
 * A completed sign-in. {@link #toString()} shows neither a secret nor personal data.
 *
 * @param identity the verified identity token
 * @param accessToken the access token, which can be used only for revocation
 * @param kept what to store for as long as the account exists
 * @param user the user's name and email address, only at the first authorization on the web: store them now
 */
public record SignInResult(
        IdentityToken identity, AccessToken accessToken, Optional<StoredSignIn> kept, Optional<UserDetails> user) {
    public SignInResult {
        Arguments.required(identity, "identity");
        Arguments.required(accessToken, "accessToken");
        Arguments.required(kept, "kept");
        Arguments.required(user, "user");
    }
}
