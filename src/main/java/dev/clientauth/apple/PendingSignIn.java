// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.apple;

import dev.clientauth.arguments.Arguments;

import java.io.Serializable;
import java.net.URI;
import java.util.Collection;
import java.util.Map;

/**
 * What to keep in the session between sending a user to Apple and the callback. {@link #toString()} hides state and nonce.
 *
 * <p>Remove it from the session when the callback arrives, so that it is used only once.
 *
 * @param clientId the Services ID
 * @param redirectUri the redirect URI, which the code exchange must repeat exactly
 * @param state the expected {@code state} of the callback
 * @param nonce the expected {@code nonce} of the identity token
 * @param withIdentityToken whether an identity token was requested with the code
 */
public record PendingSignIn(String clientId, URI redirectUri, String state, String nonce, boolean withIdentityToken)
        implements Serializable {
    public PendingSignIn {
        Arguments.notBlank(clientId, "clientId");
        Arguments.required(redirectUri, "redirectUri");
        Arguments.notBlank(state, "state");
        Arguments.notBlank(nonce, "nonce");
    }

    /**
     * Reads the callback from its parameters, each with all its values: from the form for {@code form_post}, otherwise
     * from the query.
     *
     * @throws CallbackRejectedException if the state does not match, or parameters are missing, repeated or malformed
     */
    public Callback read(Map<String, ? extends Collection<String>> parameters) {
        return new CallbackReader(this, Arguments.required(parameters, "parameters")).read();
    }

    /**
     * Reads the callback from the posted body or the raw query, percent-encoded as received.
     *
     * @throws CallbackRejectedException if the state does not match, or parameters are missing, repeated or malformed
     */
    public Callback read(String formOrQuery) {
        return read(CallbackReader.decode(Arguments.required(formOrQuery, "formOrQuery")));
    }

    /** Returns neither state nor nonce. */
    @Override
    public String toString() {
        return "PendingSignIn[" + clientId + ", " + redirectUri + "]";
    }
}
