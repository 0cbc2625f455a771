package dev.clientauth;

import dev.clientauth.assertion.ClientAssertion;
import dev.clientauth.exchange.TokenEndpoint;
import dev.clientauth.minting.AssertionMinter;
import dev.clientauth.minting.Client;
import dev.clientauth.profile.Diagnosis;
import dev.clientauth.profile.Profile;
import dev.clientauth.token.AccessToken;
import dev.clientauth.token.Grant;
import dev.clientauth.token.TokenResponse;
import dev.clientauth.token.TokenTransportException;
import org.jspecify.annotations.Nullable;

import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;

/** The authenticator: one minter, one token endpoint, one access token at hand. */
final class JwtClientAuthenticator implements ClientAuthenticator {
    private final Client client;
    private final AssertionMinter minter;
    private final TokenEndpoint endpoint;
    private final Grant ownGrant;
    private final ReentrantLock fetching = new ReentrantLock();
    private final AtomicReference<@Nullable AccessToken> atHand = new AtomicReference<>();

    JwtClientAuthenticator(Client client, AssertionMinter minter, TokenEndpoint endpoint, Grant ownGrant) {
        this.client = client;
        this.minter = minter;
        this.endpoint = endpoint;
        this.ownGrant = ownGrant;
    }

    @Override
    public Profile profile() {
        return client.profile();
    }

    @Override
    public ClientAssertion assertion() {
        return minter.next().assertion();
    }

    @Override
    public TokenResponse request(Grant grant) {
        return endpoint.request(grant.equals(Grant.clientCredentials()) ? ownGrant : grant);
    }

    @Override
    public AccessToken accessToken() {
        AccessToken token = atHand.get();
        if (token != null && isGood(token)) {
            return token;
        }
        awaitTurn();
        try {
            token = atHand.get();
            if (token == null || !isGood(token)) {
                token = endpoint.request(ownGrant).accessToken();
                atHand.set(token);
            }
            return token;
        } finally {
            fetching.unlock();
        }
    }

    private void awaitTurn() {
        try {
            fetching.lockInterruptibly();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TokenTransportException(
                    "No token from " + client.tokenEndpoint() + ": the thread was interrupted.", e);
        }
    }

    private boolean isGood(AccessToken token) {
        return client.clock().instant().isBefore(token.expiresAt());
    }

    @Override
    public void invalidate(AccessToken token) {
        atHand.compareAndSet(token, null);
    }

    @Override
    public Diagnosis diagnose() {
        return endpoint.diagnose(ownGrant);
    }

    @Override
    public String toString() {
        return "ClientAuthenticator[" + client.profile() + ", "
                + client.registration().clientId() + "]";
    }
}
