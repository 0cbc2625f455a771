package dev.clientauth.apple;

import dev.clientauth.arguments.Arguments;

import java.io.Serializable;
import java.net.URI;
import java.util.Collection;
import java.util.Map;

/**
 * What the session keeps between sending a person to Apple and the answer. {@link #toString()} hides state and nonce.
 *
 * <p>Take it out of the session when the answer arrives, so that it serves once.
 *
 * @param clientId the Services ID
 * @param redirectUri the redirect URI, which the exchange repeats exactly
 * @param state what the answer must carry
 * @param nonce what the identity token must carry
 * @param withIdentityToken whether an identity token was asked for beside the code
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
     * Reads the answer out of its parameters, each with all its values: of the form for {@code form_post}, else of the query.
     *
     * @throws CallbackRejectedException if the state is another, or parameters are missing, repeated or odd
     */
    public Callback read(Map<String, ? extends Collection<String>> parameters) {
        return new CallbackReader(this, Arguments.required(parameters, "parameters")).read();
    }

    /**
     * Reads the answer out of the posted body or the raw query, percent-encoded as it came.
     *
     * @throws CallbackRejectedException if the state is another, or parameters are missing, repeated or odd
     */
    public Callback read(String formOrQuery) {
        return read(CallbackReader.decode(Arguments.required(formOrQuery, "formOrQuery")));
    }

    /** Neither state nor nonce. */
    @Override
    public String toString() {
        return "PendingSignIn[" + clientId + ", " + redirectUri + "]";
    }
}
