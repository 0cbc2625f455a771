// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.apple;

import dev.clientauth.arguments.Arguments;
import dev.clientauth.token.OAuthError;

import java.util.Optional;

/** The result that Apple sent back with the user, after its {@code state} was verified. */
public sealed interface Callback {

    /**
     * The user signed in. {@code toString} hides all components.
     *
     * @param code the authorization code, which can be used once within five minutes
     * @param identityToken the identity token that was returned with the code, not yet verified
     * @param user the name and email address, which are sent only at the first authorization and are not signed
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

    /** The user cancelled ({@code user_cancelled_authorize}). */
    record Cancelled() implements Callback {}

    /**
     * Apple refused the request.
     *
     * @param error the error
     */
    record Failed(OAuthError error) implements Callback {
        public Failed {
            Arguments.required(error, "error");
        }
    }
}
