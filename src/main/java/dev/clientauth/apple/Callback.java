package dev.clientauth.apple;

import dev.clientauth.arguments.Arguments;
import dev.clientauth.token.OAuthError;

import java.util.Optional;

/** What Apple sent a person back with, after its {@code state} was found right. */
public sealed interface Callback {

    /**
     * The person signed in. Each {@code toString} hides all of it.
     *
     * @param code the authorization code: good for five minutes, once
     * @param identityToken the identity token beside it, not verified yet
     * @param user name and e-mail address, sent at the first authorization only, and not signed
     */
    record Authorized(String code, Optional<String> identityToken, Optional<UserDetails> user) implements Callback {
        public Authorized {
            Arguments.notBlank(code, "code");
            Arguments.required(identityToken, "identityToken");
            Arguments.required(user, "user");
        }

        @Override
        public String toString() {
            return "Authorized[not shown]";
        }
    }

    /** The person pressed Cancel ({@code user_cancelled_authorize}). */
    record Cancelled() implements Callback {}

    /**
     * Apple refused.
     *
     * @param error what it said
     */
    record Failed(OAuthError error) implements Callback {
        public Failed {
            Arguments.required(error, "error");
        }
    }
}
