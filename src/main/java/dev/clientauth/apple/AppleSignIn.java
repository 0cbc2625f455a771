// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.apple;

import dev.clientauth.ClientAuthenticator;
import dev.clientauth.arguments.Arguments;
import dev.clientauth.key.SigningKey;
import dev.clientauth.token.AccessToken;
import dev.clientauth.token.Grant;
import dev.clientauth.transport.HttpTransport;
import dev.clientauth.transport.OkHttpTransport;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Implements Sign in with Apple on a server, for all web and native clients of one team, with one key.
 *
 * <p>Thread-safe: create one instance and share it. It remembers the codes that it has sent, so that no code is sent
 * twice.
 */
public final class AppleSignIn {
    private final AppleClientIds clients;
    private final IdentityTokenVerifier identityTokens;
    private final AccountEventVerifier accountEvents;
    private final CodeExchange exchange;
    private final RefreshTokens refreshTokens;
    private final Revocation revocation;

    AppleSignIn(
            AppleClientIds clients,
            AppleKeys keys,
            IdentityTokenVerifier identityTokens,
            AccountEventVerifier accountEvents) {
        this.clients = clients;
        this.identityTokens = identityTokens;
        this.accountEvents = accountEvents;
        this.exchange = new CodeExchange(clients, keys, identityTokens);
        this.refreshTokens = new RefreshTokens(clients);
        this.revocation = new Revocation(clients);
    }

    /**
     * Returns a builder.
     *
     * @param teamId the Team ID, ten characters
     * @param key a key enabled for Sign in with Apple, with its Key ID
     */
    public static Builder builder(String teamId, SigningKey key) {
        return new Builder(Arguments.printable(teamId, "teamId"), Arguments.required(key, "key"));
    }

    /**
     * Starts a web sign-in: returns a builder for the authorization request.
     *
     * @param redirectUri the URL to which Apple sends the user back; registered with the Services ID
     * @throws IllegalStateException if no Services ID was set
     */
    public AuthorizationRequest.Builder authorization(URI redirectUri) {
        Arguments.required(redirectUri, "redirectUri");
        String servicesId = clients.servicesId()
                .orElseThrow(() -> new IllegalStateException(
                        "There is no Services ID, which is required for sign-ins on the web. Set it with"
                                + " servicesId(…); a bundle id is for native apps."));
        return AuthorizationRequest.builder(servicesId, redirectUri).endpoints(clients.endpoints());
    }

    /**
     * Exchanges the code of a web sign-in for tokens, with the redirect URI of its authorization request, and verifies
     * the identity token. An identity token that was returned with the code is verified first.
     *
     * @param pending the pending sign-in from the session
     * @param callback the callback, read by {@link PendingSignIn#read(String)}
     * @throws AppleRefusedException if Apple refused, or if this code was sent before; let the user sign in again
     * @throws IdentityRejectedException if an identity token is invalid
     * @throws dev.clientauth.token.TokenTransportException if there was no usable response. The code may have been used,
     *     unless {@code isSent()} is false
     */
    public SignInResult exchange(PendingSignIn pending, Callback.Authorized callback) {
        Arguments.required(pending, "pending");
        Arguments.required(callback, "callback");
        IdentityTokenVerifier.Expectation expected = IdentityTokenVerifier.Expectation.nonce(pending.nonce());
        if (callback.identityToken().isPresent()) {
            IdentityToken beside = identityTokens.verify(
                    callback.identityToken().get(),
                    expected.withAudience(pending.clientId()).withCode(callback.code()));
            expected = expected.withSubject(beside.subject());
        }
        return exchange.exchange(
                pending.clientId(),
                Grant.authorizationCode(callback.code(), pending.redirectUri()),
                expected,
                callback.user());
    }

    /**
     * Exchanges the code of a sign-in in a native app for tokens, without a redirect URI, and verifies the identity
     * token.
     *
     * <p>First verify the identity token that the app sent with the code, using {@link #identityTokens()} and the same
     * nonce.
     *
     * @param bundleId the app's bundle id
     * @param code the {@code authorizationCode} that the app received
     * @param expected the nonce that the app sent to Apple, or {@link IdentityTokenVerifier.Expectation#withoutNonce()}
     * @throws AppleRefusedException if Apple refused, or if this code was sent before; let the user sign in again
     * @throws IdentityRejectedException if the identity token is invalid
     * @throws dev.clientauth.token.TokenTransportException if there was no usable response. The code may have been used,
     *     unless {@code isSent()} is false
     */
    public SignInResult exchangeNative(String bundleId, String code, IdentityTokenVerifier.Expectation expected) {
        Arguments.notBlank(bundleId, "bundleId");
        Arguments.notBlank(code, "code");
        Arguments.required(expected, "expected");
        return exchange.exchange(bundleId, Grant.authorizationCode(code), expected, Optional.empty());
    }

    /**
     * Checks with Apple whether a refresh token is still valid, if a check is due, about once a day.
     *
     * @throws AppleRefusedException if Apple refused the client, not the token; this says nothing about the user
     */
    public RefreshTokenCheck check(StoredSignIn kept) {
        return refreshTokens.check(Arguments.required(kept, "kept"));
    }

    /**
     * Revokes a refresh token, and with it the user's consent. Also succeeds if the token was already invalid.
     *
     * @throws AppleRefusedException if Apple refused
     * @throws dev.clientauth.token.TokenTransportException if there was no usable response after up to four attempts
     */
    public void revoke(StoredSignIn kept) {
        Arguments.required(kept, "kept");
        revocation.revoke(kept.clientId(), kept.refreshToken(), "refresh_token");
    }

    /**
     * Revokes an access token, for sign-ins without a stored refresh token. Also succeeds if the token was already invalid.
     *
     * @param clientId the client it was issued to: the Services ID or a bundle id
     * @throws AppleRefusedException if Apple refused
     * @throws dev.clientauth.token.TokenTransportException if there was no usable response after up to four attempts
     */
    public void revoke(String clientId, AccessToken token) {
        Arguments.notBlank(clientId, "clientId");
        Arguments.required(token, "token");
        revocation.revoke(clientId, token.value(), "access_token");
    }

    /**
     * Revokes all stored sign-ins of a user who deletes their account, and returns the remaining steps. Failures are
     * returned, not thrown, so that the deletion can continue.
     *
     * @param kept the user's stored sign-ins, from the web and from apps; may be empty
     */
    public AccountDeletion deleteAccount(Collection<StoredSignIn> kept) {
        return revocation.deleteAccount(new LinkedHashSet<>(Arguments.withoutNulls(kept, "kept")));
    }

    /** Returns the verifier of identity tokens for these clients. */
    public IdentityTokenVerifier identityTokens() {
        return identityTokens;
    }

    /** Returns the verifier of server-to-server notifications for these clients. */
    public AccountEventVerifier accountEvents() {
        return accountEvents;
    }

    /**
     * Returns the migration of a client's users to or from another team.
     *
     * @throws IllegalArgumentException if the client id was not configured
     */
    public UserMigration userMigration(String clientId) {
        return new UserMigration(clients, Arguments.notBlank(clientId, "clientId"));
    }

    /**
     * Returns the authenticator of a client, for custom requests; its assertions are client secrets.
     *
     * @throws IllegalArgumentException if the client id was not configured
     */
    public ClientAuthenticator authenticator(String clientId) {
        return clients.of(Arguments.notBlank(clientId, "clientId"));
    }

    @Override
    public String toString() {
        return "AppleSignIn" + clients.ids();
    }

    /** Builder for {@link AppleSignIn}. At least one client id is required: {@link #servicesId} or {@link #bundleId}. */
    public static final class Builder {
        private final String teamId;
        private final SigningKey key;
        private @Nullable String servicesId;
        private final List<String> bundleIds = new ArrayList<>();
        private Set<String> issuers = Set.of(TrustedClaims.APPLE);
        private AppleEndpoints endpoints = AppleEndpoints.apple();
        private HttpTransport http = HttpTransport.standard();
        private Clock clock = Clock.systemUTC();

        Builder(String teamId, SigningKey key) {
            this.teamId = teamId;
            this.key = key;
        }

        /** Sets the Services ID, for sign-in on the web and on Android. */
        public Builder servicesId(String id) {
            servicesId = Arguments.printable(id, "id");
            return this;
        }

        /** Adds a bundle id, for sign-in in a native app. */
        public Builder bundleId(String id) {
            bundleIds.add(Arguments.printable(id, "id"));
            return this;
        }

        /** Sets the accepted issuers; only {@code https://appleid.apple.com} by default. */
        public Builder issuers(Set<String> allowed) {
            issuers = Set.copyOf(Arguments.withoutNulls(allowed, "allowed"));
            return this;
        }

        /** Sets Apple's endpoints; {@link AppleEndpoints#apple()} by default. */
        public Builder endpoints(AppleEndpoints where) {
            endpoints = Arguments.required(where, "where");
            return this;
        }

        /**
         * Sets the HTTP client whose connection pool, proxy, TLS and timeouts are used; by default a shared one.
         * Redirects and silent retries are disabled.
         */
        public Builder httpClient(OkHttpClient client) {
            http = OkHttpTransport.of(Arguments.required(client, "client"));
            return this;
        }

        /** Sets the transport, instead of an OkHttp client; {@link HttpTransport#standard()} by default. */
        public Builder httpTransport(HttpTransport transport) {
            http = Arguments.required(transport, "transport");
            return this;
        }

        /** Sets this machine's clock; {@link Clock#systemUTC()} by default. */
        public Builder clock(Clock thisMachine) {
            clock = Arguments.required(thisMachine, "thisMachine");
            return this;
        }

        /**
         * Returns the configured object.
         *
         * @throws IllegalStateException if there is neither a Services ID nor a bundle id
         * @throws IllegalArgumentException if the key or a client id cannot be used
         * @throws dev.clientauth.profile.RuleViolationException if the client secrets would break one of Apple's rules
         */
        public AppleSignIn build() {
            if (servicesId == null && bundleIds.isEmpty()) {
                throw new IllegalStateException(
                        "Sign in with Apple needs a client id: servicesId(…) for the web, bundleId(…) for a native app.");
            }
            AppleClientIds clients = new AppleClientIds(
                    teamId, key, servicesId, List.copyOf(new LinkedHashSet<>(bundleIds)), endpoints, http, clock);
            AppleKeys keys = AppleKeys.at(endpoints, http, clock);
            Set<String> audiences = Set.copyOf(clients.ids());
            return new AppleSignIn(
                    clients,
                    keys,
                    IdentityTokenVerifier.of(keys, audiences)
                            .withIssuers(issuers)
                            .withClock(clock),
                    AccountEventVerifier.of(keys, audiences)
                            .withIssuers(issuers)
                            .withClock(clock));
        }
    }
}
