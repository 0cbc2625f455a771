// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
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
 * <p>Thread-safe: create one for each client and share it.
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
     * Returns a signed assertion. If the provider accepts an assertion only once, each call returns a new one;
     * otherwise calls return the same one until 80% of its lifetime has passed.
     *
     * <p>For Sign in with Apple, its value is the {@code client_secret}.
     *
     * @throws dev.clientauth.profile.RuleViolationException if the assertion would break a rule; nothing was signed
     * @throws dev.clientauth.token.TokenTransportException if a remote signer failed, or did not respond within the call
     * timeout of the HTTP client
     */
    ClientAssertion assertion();

    /**
     * Sends a token request for the given grant. The builder's scopes apply only to {@link #accessToken()} and are not
     * added here. Parameters fixed by the profile are added, for example the only scope of Apple School Manager.
     *
     * <p>After transport failures and HTTP 408, 429 and 5xx, a client credentials grant is retried, up to four requests
     * in all, each with a freshly signed assertion if the provider accepts one only once. An authorization code, a JWT
     * grant or a refresh token is sent again only if no part of the request body was sent; a refresh token is also sent
     * again if the provider does not {@linkplain Profile#rotatesRefreshTokens() rotate} refresh tokens.
     *
     * <p>This method returns or throws within the call timeout of the HTTP client, 30 seconds by default, even if name
     * resolution, a connection, an interceptor or a remote signer hangs.
     *
     * @throws dev.clientauth.profile.RuleViolationException if the request would break a rule; nothing was sent
     * @throws dev.clientauth.token.TokenRefusedException if the provider refused the request; it carries the diagnosis
     * @throws dev.clientauth.token.TokenTransportException if there was no usable response, or a remote signer failed
     */
    TokenResponse request(Grant grant);

    /**
     * Returns an access token for the client itself, from a cache. The grant is {@code client_credentials} or, if the
     * provider's grant is a JWT, {@link Grant#selfIssuedJwt()}.
     *
     * <p>Until about 80% of its lifetime has passed, the cached token is returned at once. After that, a refresh runs
     * in the background while callers still get the cached token; in the last 10% of its lifetime (at most 30 seconds),
     * callers wait for the refresh. At most one refresh is in flight at any time. If it fails, the cached token is
     * returned until it expires.
     *
     * <p>The lifetime of a token is measured by elapsed time: setting the machine's clock back does not extend it. At
     * most 10 tokens are requested in a burst, and one per second after that, however short their lifetime and however
     * often they are invalidated; further requests are delayed.
     *
     * @throws IllegalStateException if the provider issues tokens for users who sign in, as Sign in with Apple does,
     *     and no scopes were set on the builder; the message names the grants to use instead
     * @throws RuntimeException the exceptions of {@link #request(Grant)}; after a refusal or a transport failure,
     *     {@code retryAt()} returns the time before which no further request is sent
     */
    AccessToken accessToken();

    /**
     * Returns the same as {@link #accessToken()} without blocking. Each caller gets its own future and may cancel it.
     * Dependent stages run on a thread of this library or of the JDK's common pool, and do not delay other clients.
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
     * <p>The client id and the signing key are required. Sign in with Apple also requires the Team ID, and a profile
     * without a fixed token endpoint requires {@link #tokenEndpoint}. {@link #build()} reports what is missing.
     */
    final class Builder {
        private final ClientSettings settings;

        private Builder(Profile profile) {
            this.settings = new ClientSettings(profile);
        }

        /**
         * Sets the client id, as registered with the provider: the Client ID of an Apple School Manager or Apple
         * Business API account, the Services ID or bundle id for Sign in with Apple, or Epic's client id. Required.
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

        /**
         * Sets a key ring instead of a single signing key; its current key signs. Close the ring after the last use.
         */
        public Builder signingKey(KeyRing keys) {
            settings.keys = Arguments.required(keys, "keys");
            return this;
        }

        /** Sets the signature algorithm; by default the provider's preferred one among those that the key supports. */
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
         * Sets the token endpoint, if it differs from the profile's: a local mock of the provider, or another URL that
         * the profile's rules accept.
         *
         * @throws IllegalArgumentException if the URL is neither https nor loopback, or contains a user name or
         *     password
         */
        public Builder tokenEndpoint(URI tokenEndpoint) {
            ClientSettings.checkAddress(Arguments.required(tokenEndpoint, "tokenEndpoint"));
            settings.tokenEndpoint = tokenEndpoint;
            return this;
        }

        /**
         * Sets the time from {@code iat} to {@code exp} of an assertion; the profile's by default. Must be positive.
         */
        public Builder lifetime(Duration lifetime) {
            settings.lifetime = Arguments.positive(lifetime, "lifetime");
            return this;
        }

        /**
         * Sets this machine's clock; {@link Clock#systemUTC()} by default. It determines the times in assertions. The
         * lifetime of an access token is measured by elapsed time ({@link System#nanoTime()}), and ends earlier if this
         * clock runs faster.
         */
        public Builder clock(Clock clock) {
            settings.clock = Arguments.required(clock, "clock");
            return this;
        }

        /**
         * Sets the maximum difference between this machine's clock and the provider's that is corrected; 15 minutes by
         * default. Zero turns the correction off.
         *
         * <p>If the provider refuses a request with {@code invalid_client}, and the only rules it breaks concern its
         * times compared with the {@code Date} header of the response, the next assertion uses the provider's clock.
         * The correction is undone if that request is refused too. {@code Date} is not authenticated beyond TLS, so a
         * larger difference is never corrected; {@link dev.clientauth.token.TokenRefusedException#clockDifference()}
         * returns both times. An assertion expires no later than its lifetime plus this difference after it was signed.
         *
         * @throws IllegalArgumentException if the difference is negative or longer than 15 minutes
         */
        public Builder maxClockCorrection(Duration maxClockCorrection) {
            settings.maxClockCorrection =
                    ClientSettings.checkedCorrection(Arguments.required(maxClockCorrection, "maxClockCorrection"));
            return this;
        }

        /**
         * Sets the HTTP client whose connection pool, proxy, TLS and timeouts are used; by default one shared by all
         * authenticators. Redirects, silent retries, compression, caching and HTTP/2 are disabled: the bytes of a
         * response are counted at the socket, and no more than 1 MiB of body is read. Connections that the application
         * opened are not reused. The client's call timeout, 30 seconds if it has none, is the deadline for a grant with
         * all retries.
         */
        public Builder httpClient(OkHttpClient httpClient) {
            settings.transport = OkHttpTransport.of(httpClient);
            return this;
        }

        /**
         * Sets the transport, instead of an OkHttp client: {@link JdkHttpTransport}, or the application's own; {@link
         * HttpTransport#standard()} by default. Its call timeout is the deadline for a grant with all retries.
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
         * @throws IllegalArgumentException if the key, the algorithm or the endpoint cannot be used with this profile
         * @throws dev.clientauth.profile.RuleViolationException if the assertions would break a rule of the provider
         */
        public ClientAuthenticator build() {
            return settings.authenticator();
        }
    }
}
