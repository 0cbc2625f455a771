package dev.clientauth.apple;

import dev.clientauth.ClientAuthenticator;
import dev.clientauth.arguments.Arguments;
import dev.clientauth.key.SigningKey;
import dev.clientauth.token.AccessToken;
import dev.clientauth.token.Grant;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Sign in with Apple for one team's clients, web and native, with one key.
 *
 * <p>Thread-safe: an application makes one and shares it. It remembers which codes it sent, so that it sends none twice.
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
     * Begins the configuration.
     *
     * @param teamId the Team ID, ten characters
     * @param key a key enabled for Sign in with Apple, with its Key ID
     */
    public static Builder builder(String teamId, SigningKey key) {
        return new Builder(Arguments.printable(teamId, "teamId"), Arguments.required(key, "key"));
    }

    /**
     * Begins to send a person from the web to Apple.
     *
     * @param redirectUri where Apple sends them back to, registered with the Services ID
     * @throws IllegalStateException if there is no Services ID
     */
    public AuthorizationRequest.Builder authorization(URI redirectUri) {
        Arguments.required(redirectUri, "redirectUri");
        String servicesId = clients.servicesId()
                .orElseThrow(() -> new IllegalStateException(
                        "There is no Services ID, which people from the web are signed in with. Set it with"
                                + " servicesId(…); a bundle id is for native apps."));
        return AuthorizationRequest.builder(servicesId, redirectUri).endpoints(clients.endpoints());
    }

    /**
     * Trades a code from the web for tokens, with the redirect URI of its request, and verifies who signed in. An identity
     * token that came beside the code is verified first.
     *
     * @param pending what the session kept of the request
     * @param callback what came back, read by {@link PendingSignIn#read(String)}
     * @throws AppleRefusedException if Apple refused, or if this code was sent before; let the person sign in again
     * @throws IdentityRejectedException if an identity token is not to be believed
     * @throws dev.clientauth.token.TokenTransportException if there was no usable answer. The code may be used up, unless
     *     {@code isSent()} is false
     */
    public SignInResult exchange(PendingSignIn pending, Callback.Authorized callback) {
        Arguments.required(pending, "pending");
        Arguments.required(callback, "callback");
        IdentityExpectation expected = IdentityExpectation.nonce(pending.nonce());
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
     * Trades a code from a native app for tokens, without a redirect URI, and verifies who signed in.
     *
     * <p>Verify the identity token that the app sent along with {@link #identityTokens()} before, with the same nonce.
     *
     * @param bundleId the app's bundle id
     * @param code the {@code authorizationCode} that the app got
     * @param expected the nonce that the app sent to Apple, or that there was none
     * @throws AppleRefusedException if Apple refused, or if this code was sent before; let the person sign in again
     * @throws IdentityRejectedException if the identity token is not to be believed
     * @throws dev.clientauth.token.TokenTransportException if there was no usable answer. The code may be used up, unless
     *     {@code isSent()} is false
     */
    public SignInResult exchangeNative(String bundleId, String code, IdentityExpectation expected) {
        Arguments.notBlank(bundleId, "bundleId");
        Arguments.notBlank(code, "code");
        Arguments.required(expected, "expected");
        return exchange.exchange(bundleId, Grant.authorizationCode(code), expected, Optional.empty());
    }

    /**
     * Asks Apple whether a refresh token is still good, if that is due: about once a day.
     *
     * @throws AppleRefusedException if Apple refused the client, not the token: nothing is known about the person
     */
    public RefreshTokenCheck check(StoredSignIn kept) {
        return refreshTokens.check(Arguments.required(kept, "kept"));
    }

    /**
     * Revokes a refresh token, and with it what the person allowed your app. Also succeeds if it was dead before.
     *
     * @throws AppleRefusedException if Apple refused
     * @throws dev.clientauth.token.TokenTransportException if there was no usable answer after up to four tries
     */
    public void revoke(StoredSignIn kept) {
        Arguments.required(kept, "kept");
        revocation.revoke(kept.clientId(), kept.refreshToken(), "refresh_token");
    }

    /**
     * Revokes an access token, where no refresh token was kept. Also succeeds if it was dead before.
     *
     * @param clientId whom it was issued to: the Services ID or a bundle id
     * @throws AppleRefusedException if Apple refused
     * @throws dev.clientauth.token.TokenTransportException if there was no usable answer after up to four tries
     */
    public void revoke(String clientId, AccessToken token) {
        Arguments.notBlank(clientId, "clientId");
        Arguments.required(token, "token");
        revocation.revoke(clientId, token.value(), "access_token");
    }

    /**
     * Revokes all that was kept of a person's sign-ins, because they want their account deleted, and says what is left to do.
     * What fails is reported, not thrown: the deletion goes on.
     *
     * @param kept the person's sign-ins, from the web and from apps; empty if nothing was kept
     */
    public AccountDeletion deleteAccount(Collection<StoredSignIn> kept) {
        return revocation.deleteAccount(new LinkedHashSet<>(Arguments.withoutNulls(kept, "kept")));
    }

    /** The verifier of identity tokens for these clients. */
    public IdentityTokenVerifier identityTokens() {
        return identityTokens;
    }

    /** The verifier of server-to-server notifications for these clients. */
    public AccountEventVerifier accountEvents() {
        return accountEvents;
    }

    /**
     * Moves a client's people to or from another team.
     *
     * @throws IllegalArgumentException if it is none of these clients
     */
    public UserMigration userMigration(String clientId) {
        return new UserMigration(clients, Arguments.notBlank(clientId, "clientId"));
    }

    /**
     * What proves this client to Apple, for requests of your own.
     *
     * @throws IllegalArgumentException if it is none of these clients
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
        private @Nullable OkHttpClient http;
        private Clock clock = Clock.systemUTC();

        Builder(String teamId, SigningKey key) {
            this.teamId = teamId;
            this.key = key;
        }

        /** The Services ID, with which people sign in from the web and from Android. */
        public Builder servicesId(String id) {
            servicesId = Arguments.printable(id, "id");
            return this;
        }

        /** A bundle id, with which people sign in from a native app; call it for each app. */
        public Builder bundleId(String id) {
            bundleIds.add(Arguments.printable(id, "id"));
            return this;
        }

        /** The issuers to believe, {@code https://appleid.apple.com} alone by default. */
        public Builder issuers(Set<String> allowed) {
            issuers = Set.copyOf(Arguments.withoutNulls(allowed, "allowed"));
            return this;
        }

        /** Where Apple is; {@link AppleEndpoints#apple()} by default. */
        public Builder endpoints(AppleEndpoints where) {
            endpoints = Arguments.required(where, "where");
            return this;
        }

        /**
         * The HTTP client whose connections, proxy, TLS and timeouts are used; by default one that all share. Redirects and silent
         * retries are switched off.
         */
        public Builder httpClient(OkHttpClient client) {
            http = Arguments.required(client, "client");
            return this;
        }

        /** This machine's clock; {@link Clock#systemUTC()} by default. */
        public Builder clock(Clock thisMachine) {
            clock = Arguments.required(thisMachine, "thisMachine");
            return this;
        }

        /**
         * The configured object.
         *
         * @throws IllegalStateException if there is neither a Services ID nor a bundle id
         * @throws IllegalArgumentException if key or ids cannot be used
         * @throws dev.clientauth.profile.RuleViolationException if the client secrets would break a rule of Apple's
         */
        public AppleSignIn build() {
            if (servicesId == null && bundleIds.isEmpty()) {
                throw new IllegalStateException(
                        "Sign in with Apple needs a client id: servicesId(…) for the web, bundleId(…) for a native app.");
            }
            OkHttpClient client = http != null ? http : SharedHttp.shared();
            AppleClientIds clients = new AppleClientIds(
                    teamId, key, servicesId, List.copyOf(new LinkedHashSet<>(bundleIds)), endpoints, client, clock);
            AppleKeys keys = AppleKeys.at(endpoints, client, clock);
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

    /** The HTTP client of those who were given none. */
    static final class SharedHttp {
        private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
        private static final Duration CALL_TIMEOUT = Duration.ofSeconds(30);

        private SharedHttp() {}

        static OkHttpClient shared() {
            return Shared.CLIENT;
        }

        /** Made when first needed. */
        private static final class Shared {
            static final OkHttpClient CLIENT = new OkHttpClient.Builder()
                    .connectTimeout(CONNECT_TIMEOUT)
                    .callTimeout(CALL_TIMEOUT)
                    .build();
        }
    }
}
