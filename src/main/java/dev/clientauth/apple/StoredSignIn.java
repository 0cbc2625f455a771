package dev.clientauth.apple;

import dev.clientauth.arguments.Arguments;

import java.time.Instant;

/**
 * What to keep of a person's sign-in, encrypted, until the account is deleted (Apple, TN3194). {@link #toString()} hides the
 * token.
 *
 * @param clientId whom the refresh token was issued to: a Services ID or a bundle id
 * @param refreshToken the refresh token, which Apple does not replace and which does not expire by itself
 * @param nextCheckAt before when Apple is not asked about it again
 */
public record StoredSignIn(String clientId, String refreshToken, Instant nextCheckAt) {
    public StoredSignIn {
        Arguments.notBlank(clientId, "clientId");
        Arguments.notBlank(refreshToken, "refreshToken");
        Arguments.required(nextCheckAt, "nextCheckAt");
    }

    StoredSignIn checkedAgainAt(Instant at) {
        return new StoredSignIn(clientId, refreshToken, at);
    }

    /** All but the token. */
    @Override
    public String toString() {
        return "KeptSignIn[" + clientId + ", next check at " + nextCheckAt + "]";
    }
}
