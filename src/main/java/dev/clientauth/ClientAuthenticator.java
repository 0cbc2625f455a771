package dev.clientauth;

import dev.clientauth.assertion.ClientAssertion;
import dev.clientauth.profile.Diagnosis;
import dev.clientauth.profile.Profile;
import dev.clientauth.token.AccessToken;
import dev.clientauth.token.Grant;
import dev.clientauth.token.TokenResponse;

import java.util.concurrent.CompletableFuture;

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
     * @throws dev.clientauth.token.TokenTransportException if a remote signer failed, or did not respond within the call
     *     timeout of the HTTP client
     */
    ClientAssertion assertion();

    /**
     * Trades a grant at the token endpoint.
     *
     * <p>Client credentials are sent again, up to four times within 30 seconds, after transport failures and HTTP 408, 429 and
     * 5xx. An authorization code, a JWT grant or a refresh token is sent again only if nothing of it was sent; a refresh
     * token also where the profile says that the provider does not {@linkplain Profile#rotatesRefreshTokens() replace} it.
     *
     * <p>It returns or throws within those 30 seconds, or within the call timeout of the HTTP client that was given, counted
     * from the call: whatever hangs, be it name resolution, a connection, an interceptor or a remote signer.
     *
     * @throws dev.clientauth.assertion.AssertionRefusedException if the request would break a rule; nothing was sent
     * @throws dev.clientauth.token.TokenRefusedException if the provider refused; it carries the diagnosis
     * @throws dev.clientauth.token.TokenTransportException if there was no usable answer, or a remote signer was not reached
     */
    TokenResponse request(Grant grant);

    /**
     * An access token for the client itself (grant {@code client_credentials}).
     *
     * <p>Until about 80 % of its life it is the one at hand. From then on a renewal runs in the background while callers
     * still get the old one; in the last 10 % of its life, 30 seconds at most, callers wait for the renewal. One renewal is in
     * flight at any time. If it fails, the old token serves as long as it is good.
     *
     * <p>The life of a token is measured by elapsed time: setting the clock of the machine back does not prolong it. At most 10
     * tokens are requested at once and one per second after that, however short they live and however often they are
     * invalidated; a request beyond that is delayed.
     *
     * @throws RuntimeException those of {@link #request(Grant)}; of a refusal and a transport fault, {@code retryAt()} says
     *     until when nothing is asked
     */
    AccessToken accessToken();

    /**
     * The same without blocking. The future is the caller's own: cancelling it disturbs nobody. What the caller does with the
     * result runs on a thread of this library's own or of the JDK's common pool, and delays no other client.
     *
     * @return completed exceptionally with those of {@link #request(Grant)}
     */
    CompletableFuture<AccessToken> accessTokenAsync();

    /**
     * Drops a token that the provider's API refused, so that the next {@link #accessToken()} fetches another. A token that
     * has been replaced in the meantime drops nothing.
     */
    void invalidate(AccessToken token);

    /** Judges the {@code client_credentials} request that would be sent now. Sends nothing. */
    Diagnosis diagnose();
}
