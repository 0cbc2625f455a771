package dev.clientauth;

import com.nimbusds.jose.JWSAlgorithm;
import dev.clientauth.arguments.Arguments;
import dev.clientauth.key.SigningKey;
import dev.clientauth.key.ring.KeyRing;
import dev.clientauth.profile.Diagnosis;
import dev.clientauth.profile.Profile;
import dev.clientauth.token.AccessToken;
import dev.clientauth.token.Grant;
import dev.clientauth.token.TokenListener;
import dev.clientauth.token.TokenResponse;
import dev.clientauth.token.TokenStore;
import dev.clientauth.transport.HttpTransport;
import dev.clientauth.transport.JdkHttpTransport;
import dev.clientauth.transport.OkHttpTransport;
import okhttp3.OkHttpClient;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Authenticates a client to one provider's token endpoint with a signed JWT, and requests tokens from it.
 *
 * <p>Thread-safe: an application creates one for each client and shares it.
 *
 * <p>Every request is checked against the provider's documented rules first. A request that breaks one is never sent: {@link
 * dev.clientauth.profile.RuleViolationException} names every rule it breaks.
 */
public interface ClientAuthenticator {

    /**
     * Returns a builder for a client of this provider.
     *
     * @param profile what the provider requires, for example {@code AppleSchoolManager.profile()}
     */
    static Builder builder(Profile profile) {
        return new Builder(Arguments.required(profile, "profile"));
    }

    /** Returns what the provider requires. */
    Profile profile();

    /**
     * Returns a signed assertion: a new one for each call if the provider accepts an assertion only once, otherwise the same
     * one until 80% of its lifetime has passed.
     *
     * <p>For Sign in with Apple its value is the {@code client_secret}.
     *
     * @throws dev.clientauth.profile.RuleViolationException if it would break a rule; nothing was signed
     * @throws dev.clientauth.token.TokenTransportException if a remote signer failed, or did not respond within the call
     * timeout of the HTTP client
     */
    ClientAssertion assertion();

    /**
     * Sends a token request for the given grant. The scopes of the builder are for {@link #accessToken()} and are not added
     * here; parameters that the profile fixes are, for example the only scope of Apple School Manager.
     *
     * <p>A client credentials grant is sent up to four times, each time with a freshly signed assertion if the provider
     * accepts one only once, after transport failures and HTTP 408, 429 and 5xx. An authorization code, a JWT grant or a
     * refresh token is sent again only if nothing of it was sent; a refresh token is also sent again if the provider does
     * not {@linkplain Profile#rotatesRefreshTokens() rotate} refresh tokens.
     *
     * <p>It returns or throws within the call timeout of the HTTP client, 30 seconds by default, counted from the call, even
     * if name resolution, a connection, an interceptor or a remote signer hangs.
     *
     * @throws dev.clientauth.profile.RuleViolationException if the request would break a rule; nothing was sent
     * @throws dev.clientauth.token.TokenRefusedException if the provider refused the request; it carries the diagnosis
     * @throws dev.clientauth.token.TokenTransportException if there was no usable response, or a remote signer failed
     */
    TokenResponse request(Grant grant);

    /**
     * Returns an access token for the client itself (grant {@code client_credentials}; if the provider's grant is a JWT,
     * {@link Grant#selfIssuedJwt()}), from a cache.
     *
     * <p>Until about 80% of its lifetime the cached token is returned at once. After that a refresh runs in the background
     * while callers still get the cached token; in the last 10% of its lifetime, 30 seconds at most, callers wait for the
     * refresh. One refresh is in flight at any time. If it fails, the cached token is returned until it expires.
     *
     * <p>The lifetime of a token is measured by elapsed time: setting the machine's clock back does not extend it. At most
     * 10 tokens are requested at once and one per second after that, however short their lifetime and however often they are
     * invalidated; a request beyond that is delayed.
     *
     * @throws IllegalStateException if the provider issues tokens for users who sign in, as Sign in with Apple does, and the
     * builder was given no scopes; the message names the grants to request instead
     * @throws RuntimeException the exceptions of {@link #request(Grant)}; for a refusal or a transport failure, {@code
     * retryAt()} returns until when no further request is sent
     */
    AccessToken accessToken();

    /**
     * Returns the same as {@link #accessToken()} without blocking. Each caller gets its own future and may cancel it. Code
     * that depends on the result runs on a thread of this library or of the JDK's common pool, and delays no other client.
     *
     * @return a future that completes exceptionally with the exceptions of {@link #accessToken()}
     */
    CompletableFuture<AccessToken> accessTokenAsync();

    /**
     * Removes a token that the provider's API rejected, so that the next {@link #accessToken()} requests another. Does nothing
     * if the token has already been replaced.
     */
    void invalidate(AccessToken token);

    /** Checks the request that {@link #accessToken()} would send now against every rule. Sends nothing. */
    Diagnosis diagnose();

    /**
     * Builder for {@link ClientAuthenticator}.
     *
     * <p>Required are the client id and the signing key; Sign in with Apple also needs the Team ID, and a profile without a
     * fixed token endpoint needs that as well. {@link #build()} reports what is missing.
     */
    final class Builder {
        private final ClientSettings settings;

        private Builder(Profile profile) {
            this.settings = new ClientSettings(profile);
        }

        /**
         * Sets the client id, as registered with the provider: the Client ID of the API account, the Services ID or bundle id,
         * Epic's client id. Required.
         */
        public Builder clientId(String clientId) {
            settings.clientId = Arguments.printable(clientId, "clientId");
            return this;
        }

        /** Sets the Apple Developer Team ID, ten characters. Required for Sign in with Apple. */
        public Builder teamId(String teamId) {
            settings.teamId = Arguments.printable(teamId, "teamId");
            return this;
        }

        /**
         * Sets the user or account for which tokens are requested, if the JWT is itself the grant: a Salesforce username, a
         * DocuSign user ID, a Box enterprise ID, the user that a Google service account impersonates.
         */
        public Builder subject(String subject) {
            settings.subject = Arguments.printable(subject, "subject");
            return this;
        }

        /** Sets the client secret, for a provider that requires it in addition to the signed JWT, as Box does. */
        public Builder clientSecret(String clientSecret) {
            settings.clientSecret = Arguments.printable(clientSecret, "clientSecret");
            return this;
        }

        /** Sets the signing key, including its key id. Required. */
        public Builder signingKey(SigningKey signingKey) {
            settings.keys = KeyRing.of(Arguments.required(signingKey, "signingKey"));
            return this;
        }

        /** Sets the keys that sign, one at a time, instead of one signing key. Close the ring after the last use. */
        public Builder signingKey(KeyRing keys) {
            settings.keys = Arguments.required(keys, "keys");
            return this;
        }

        /** Sets the algorithm; by default the one the provider prefers among those the key can sign with. */
        public Builder algorithm(JWSAlgorithm algorithm) {
            settings.algorithm = Arguments.required(algorithm, "algorithm");
            return this;
        }

        /**
         * Adds scopes to request for {@link ClientAuthenticator#accessToken()}; by default the fixed scopes of the profile,
         * or none. Each argument is one scope, or several separated by spaces. If the JWT is itself the grant, they are a
         * claim of the JWT.
         */
        public Builder scopes(String... scopes) {
            for (String scope : Arguments.withoutNulls(scopes, "scopes")) {
                settings.scopes.addAll(
                        List.of(Arguments.printable(scope, "scopes").strip().split(" +")));
            }
            return this;
        }

        /**
         * Sets the token endpoint, if it is not the profile's: a local mock of the provider, or another address that the
         * profile's rules accept.
         *
         * @throws IllegalArgumentException if it is neither https nor loopback, or contains a user name or password
         */
        public Builder tokenEndpoint(URI tokenEndpoint) {
            ClientSettings.checkAddress(Arguments.required(tokenEndpoint, "tokenEndpoint"));
            settings.tokenEndpoint = tokenEndpoint;
            return this;
        }

        /** Sets the time from {@code iat} to {@code exp} of an assertion; by default the profile's. Must be positive. */
        public Builder lifetime(Duration lifetime) {
            settings.lifetime = Arguments.positive(lifetime, "lifetime");
            return this;
        }

        /**
         * Sets this machine's clock; {@link Clock#systemUTC()} by default. It determines the times in assertions. The
         * lifetime of an access token is measured by elapsed time ({@link System#nanoTime()}); a clock that moves forward
         * faster than that ends it earlier.
         */
        public Builder clock(Clock clock) {
            settings.clock = Arguments.required(clock, "clock");
            return this;
        }

        /**
         * Sets the maximum difference between this machine's clock and the provider's that is corrected; 15 minutes by
         * default. Zero turns the correction off.
         *
         * <p>If the provider refuses a request with {@code invalid_client}, and all that is wrong with it is its times
         * compared with the {@code Date} header of the response, the next request is signed by the provider's clock. The
         * correction is undone if that request is refused too. {@code Date} is not authenticated beyond TLS, so a larger
         * difference is never corrected: {@link dev.clientauth.token.TokenRefusedException#clockDifference()} shows both
         * clocks. An assertion expires no later than its lifetime plus this difference after it was signed.
         *
         * @throws IllegalArgumentException if it is negative or longer than 15 minutes
         */
        public Builder maxClockCorrection(Duration maxClockCorrection) {
            settings.maxClockCorrection =
                    ClientSettings.checkedCorrection(Arguments.required(maxClockCorrection, "maxClockCorrection"));
            return this;
        }

        /**
         * Sets the HTTP client whose connections, proxy, TLS and timeouts are used; by default one that is shared by all
         * authenticators. Redirects, silent retries, compression, caching and HTTP/2 are disabled: the bytes of a response
         * are counted at the socket, and no more than 1 MiB of body is read. Its connection pool is used, but no connection
         * that it opened. Its call timeout, 30 seconds if it has none, is the deadline for a grant with all retries, counted
         * from the call.
         */
        public Builder httpClient(OkHttpClient httpClient) {
            settings.transport = OkHttpTransport.of(httpClient);
            return this;
        }

        /**
         * Sets what sends requests, instead of an OkHttp client: {@link JdkHttpTransport}, or the application's own. By default
         * {@link HttpTransport#standard()}. Its call timeout is the deadline for a grant with all retries, counted from the
         * call.
         */
        public Builder httpTransport(HttpTransport httpTransport) {
            settings.transport = Arguments.required(httpTransport, "httpTransport");
            return this;
        }

        /** Sets the listener that is notified of requests, refreshes, refusals and retries; by default there is none. */
        public Builder listener(TokenListener listener) {
            settings.listener = Arguments.required(listener, "listener");
            return this;
        }

        /** Sets the store that shares access tokens with other machines or authenticators of this client; by default none. */
        public Builder tokenStore(TokenStore store) {
            settings.store = Arguments.required(store, "store");
            return this;
        }

        /** Sets the lease time of the token store; for tests that cannot wait for the default. */
        Builder lease(Duration lease) {
            settings.lease = lease;
            return this;
        }

        /**
         * Returns the authenticator.
         *
         * @throws IllegalStateException if a required value is missing
         * @throws IllegalArgumentException if the key, algorithm or endpoint cannot be used with this profile
         * @throws dev.clientauth.profile.RuleViolationException if the assertions would break a rule of the provider
         */
        public ClientAuthenticator build() {
            return settings.authenticator();
        }
    }
}
