package dev.clientauth.apple;

import dev.clientauth.arguments.Arguments;
import dev.clientauth.token.OAuthError;
import dev.clientauth.token.TokenResponse;

import java.time.Instant;

/** Whether a person still signs in with Apple, as far as Apple tells. The {@code toString} of none shows a secret. */
public sealed interface RefreshTokenCheck {

    /**
     * Apple took the refresh token.
     *
     * @param kept to be kept in place of the one before
     * @param tokens a new access token and perhaps an identity token, not verified: see {@link
     *     IdentityExpectation#afterRefresh(String)}
     */
    record Valid(StoredSignIn kept, TokenResponse tokens) implements RefreshTokenCheck {
        public Valid {
            Arguments.required(kept, "kept");
            Arguments.required(tokens, "tokens");
        }
    }

    /**
     * Apple refused the refresh token ({@code invalid_grant}): revoked by the person or by you, or expired; Apple does not
     * tell which. End the person's sessions and drop the token.
     *
     * @param error what Apple said
     */
    record Invalid(OAuthError error) implements RefreshTokenCheck {
        public Invalid {
            Arguments.required(error, "error");
        }
    }

    /**
     * Nothing is known: Apple was not reached, is overloaded, or answered {@code invalid_request}, which may mean anything.
     * Keep the person signed in.
     *
     * @param kept to be kept in place of the one before; the next check is due sooner than a day
     * @param failure why nothing is known
     */
    record Unknown(StoredSignIn kept, RuntimeException failure) implements RefreshTokenCheck {
        public Unknown {
            Arguments.required(kept, "kept");
            Arguments.required(failure, "failure");
        }
    }

    /**
     * It was checked less than a day ago, and Apple throttles those who ask more often. Nothing was sent.
     *
     * @param nextCheckAt when to ask again
     */
    record NotDue(Instant nextCheckAt) implements RefreshTokenCheck {
        public NotDue {
            Arguments.required(nextCheckAt, "nextCheckAt");
        }
    }
}
