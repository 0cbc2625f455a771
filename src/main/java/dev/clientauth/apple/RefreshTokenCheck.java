// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.apple;

import dev.clientauth.arguments.Arguments;
import dev.clientauth.token.OAuthError;
import dev.clientauth.token.TokenResponse;

import java.time.Instant;

/**
 * The result of checking a refresh token: whether the user still uses Sign in with Apple. {@code toString()} hides
 * secrets.
 */
public sealed interface RefreshTokenCheck {

    /**
     * Apple accepted the refresh token.
     *
     * @param kept store this in place of the previous one
     * @param tokens a new access token and possibly an identity token, not verified: see {@link
     *     IdentityTokenVerifier.Expectation#afterRefresh(String)}
     */
    record Valid(StoredSignIn kept, TokenResponse tokens) implements RefreshTokenCheck {
        public Valid {
            Arguments.required(kept, "kept");
            Arguments.required(tokens, "tokens");
        }
    }

    /**
     * Apple refused the refresh token ({@code invalid_grant}): it was revoked by the user or by you, or has expired;
     * Apple does not say which. End the user's sessions and delete the token.
     *
     * @param error Apple's error
     */
    record Invalid(OAuthError error) implements RefreshTokenCheck {
        public Invalid {
            Arguments.required(error, "error");
        }
    }

    /**
     * The check failed: Apple could not be reached, is overloaded, or responded with {@code invalid_request}, which has many
     * causes. Keep the user signed in.
     *
     * @param kept store this in place of the previous one; the next check is due in less than a day
     * @param failure why the check failed
     */
    record Unknown(StoredSignIn kept, RuntimeException failure) implements RefreshTokenCheck {
        public Unknown {
            Arguments.required(kept, "kept");
            Arguments.required(failure, "failure");
        }
    }

    /**
     * The token was checked less than a day ago, and Apple throttles more frequent checks. Nothing was sent.
     *
     * @param nextCheckAt when the next check is due
     */
    record NotDue(Instant nextCheckAt) implements RefreshTokenCheck {
        public NotDue {
            Arguments.required(nextCheckAt, "nextCheckAt");
        }
    }
}
