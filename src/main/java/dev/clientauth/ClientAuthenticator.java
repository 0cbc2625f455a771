package dev.clientauth;

import dev.clientauth.assertion.ClientAssertion;
import dev.clientauth.profile.Diagnosis;
import dev.clientauth.profile.Profile;
import dev.clientauth.token.AccessToken;
import dev.clientauth.token.Grant;
import dev.clientauth.token.TokenResponse;

/**
 * Proves who a client is to one provider's token endpoint, and gets tokens there.
 *
 * <p>Thread-safe: an application makes one for each client and shares it.
 *
 * <p>Every request is judged by the provider's written rules first. What breaks one is never sent: {@link
 * dev.clientauth.assertion.AssertionRefusedException} names all that is wrong with it.
 */
public interface ClientAuthenticator {

    /** Begins an authenticator for a client of this provider. */
    static ClientAuthenticatorBuilder builder(Profile profile) {
        return new ClientAuthenticatorBuilder(profile);
    }

    /** What the provider demands. */
    Profile profile();

    /**
     * A signed assertion: new for each call where the provider takes it once, else the same one until 80 % of its life.
     *
     * <p>For Sign in with Apple its value is the {@code client_secret}.
     *
     * @throws dev.clientauth.assertion.AssertionRefusedException if it would break a rule; nothing was signed
     */
    ClientAssertion assertion();

    /**
     * Trades a grant at the token endpoint, in one HTTP request.
     *
     * @throws dev.clientauth.assertion.AssertionRefusedException if the request would break a rule; nothing was sent
     * @throws dev.clientauth.token.TokenRefusedException if the provider refused; it carries the diagnosis
     * @throws dev.clientauth.token.TokenTransportException if there was no usable answer
     */
    TokenResponse request(Grant grant);

    /**
     * An access token for the client itself (grant {@code client_credentials}): the one at hand while it is good, else a
     * new one. Callers that come while one is being fetched wait for it.
     *
     * @throws RuntimeException those of {@link #request(Grant)}
     */
    AccessToken accessToken();

    /**
     * Drops a token that the provider's API refused, so that the next {@link #accessToken()} fetches another. A token that
     * has been replaced in the meantime drops nothing.
     */
    void invalidate(AccessToken token);

    /** Judges the {@code client_credentials} request that would be sent now. Sends nothing. */
    Diagnosis diagnose();
}
