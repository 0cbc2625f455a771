package dev.clientauth;

import dev.clientauth.assertion.ClientAssertion;
import dev.clientauth.exchange.TokenEndpoint;
import dev.clientauth.minting.AssertionMinter;
import dev.clientauth.minting.Client;
import dev.clientauth.profile.Diagnosis;
import dev.clientauth.profile.Profile;
import dev.clientauth.renewal.TokenLife;
import dev.clientauth.token.AccessToken;
import dev.clientauth.token.Grant;
import dev.clientauth.token.TokenResponse;

import java.util.concurrent.CompletableFuture;

/** The authenticator: one minter, one token endpoint, the life of one token. */
final class JwtClientAuthenticator implements ClientAuthenticator {
    private final Client client;
    private final AssertionMinter minter;
    private final TokenEndpoint endpoint;
    private final TokenLife life;
    private final Grant ownGrant;

    JwtClientAuthenticator(AssertionMinter minter, TokenEndpoint endpoint, TokenLife life, Grant ownGrant) {
        this.client = minter.client();
        this.minter = minter;
        this.endpoint = endpoint;
        this.life = life;
        this.ownGrant = ownGrant;
    }

    @Override
    public Profile profile() {
        return client.profile();
    }

    @Override
    public ClientAssertion assertion() {
        return minter.checked().assertion();
    }

    @Override
    public TokenResponse request(Grant grant) {
        return endpoint.request(grant.equals(Grant.clientCredentials()) ? ownGrant : grant);
    }

    @Override
    public AccessToken accessToken() {
        return life.get();
    }

    @Override
    public CompletableFuture<AccessToken> accessTokenAsync() {
        return life.getAsync();
    }

    @Override
    public void invalidate(AccessToken token) {
        life.invalidate(token);
    }

    @Override
    public Diagnosis diagnose() {
        return endpoint.diagnose(ownGrant);
    }

    @Override
    public String toString() {
        return "ClientAuthenticator[" + client.profile() + ", " + client.registration() + "]";
    }
}
