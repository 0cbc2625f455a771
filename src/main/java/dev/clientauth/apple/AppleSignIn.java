package dev.clientauth.apple;

import dev.clientauth.ClientAuthenticator;
import dev.clientauth.key.SigningKey;
import dev.clientauth.token.AccessToken;
import dev.clientauth.token.Grant;

import java.net.URI;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Optional;

/**
 * Sign in with Apple for one team's clients, web and native, with one key.
 *
 * <p>Thread-safe: an application makes one and shares it. It remembers which codes it sent, so that it sends none twice.
 */
public final class AppleSignIn {
    private final AppleClients clients;
    private final IdentityTokenVerifier identityTokens;
    private final AccountEventVerifier accountEvents;
    private final CodeExchange exchange;
    private final RefreshTokens refreshTokens;
    private final Revocation revocation;

    AppleSignIn(
            AppleClients clients,
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
    public static AppleSignInBuilder builder(String teamId, SigningKey key) {
        return new AppleSignInBuilder(teamId, key);
    }

    /**
     * Begins to send a person from the web to Apple.
     *
     * @param redirectUri where Apple sends them back to, registered with the Services ID
     * @throws IllegalStateException if there is no Services ID
     */
    public AuthorizationRequest.Builder authorization(URI redirectUri) {
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
    public SignedIn exchange(PendingSignIn pending, Callback.Authorized callback) {
        IdentityExpectation expected = IdentityExpectation.nonce(pending.nonce());
        if (callback.identityToken().isPresent()) {
            IdentityToken beside = identityTokens.verify(
                    callback.identityToken().get(),
                    expected.withAudience(pending.clientId()).withCode(callback.code()));
            expected = expected.withSubject(beside.subject());
        }
        return exchange.trade(
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
    public SignedIn exchangeNative(String bundleId, String code, IdentityExpectation expected) {
        return exchange.trade(bundleId, Grant.authorizationCode(code), expected, Optional.empty());
    }

    /**
     * Asks Apple whether a refresh token is still good, if that is due: about once a day.
     *
     * @throws AppleRefusedException if Apple refused the client, not the token: nothing is known about the person
     */
    public RefreshTokenCheck check(KeptSignIn kept) {
        return refreshTokens.check(kept);
    }

    /**
     * Revokes a refresh token, and with it what the person allowed your app. Also succeeds if it was dead before.
     *
     * @throws AppleRefusedException if Apple refused
     * @throws dev.clientauth.token.TokenTransportException if there was no usable answer after up to four tries
     */
    public void revoke(KeptSignIn kept) {
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
        revocation.revoke(clientId, token.value(), "access_token");
    }

    /**
     * Revokes all that was kept of a person's sign-ins, because they want their account deleted, and says what is left to do.
     * What fails is reported, not thrown: the deletion goes on.
     *
     * @param kept the person's sign-ins, from the web and from apps; empty if nothing was kept
     */
    public AccountDeletion deleteAccount(Collection<KeptSignIn> kept) {
        return revocation.deleteAccount(new LinkedHashSet<>(kept));
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
        return new UserMigration(clients, clientId);
    }

    /**
     * What proves this client to Apple, for requests of your own.
     *
     * @throws IllegalArgumentException if it is none of these clients
     */
    public ClientAuthenticator authenticator(String clientId) {
        return clients.of(clientId);
    }

    @Override
    public String toString() {
        return "AppleSignIn" + clients.ids();
    }
}
