package dev.clientauth.apple;

import dev.clientauth.arguments.Arguments;
import dev.clientauth.token.AccessToken;

import java.util.Optional;

/**
 * A person who has signed in. {@link #toString()} shows neither a secret nor personal data.
 *
 * @param identity who it is, verified
 * @param accessToken good for revocation, and nothing else
 * @param kept what to keep for as long as the account exists
 * @param user the name, at the first authorization from the web only: keep it now
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
