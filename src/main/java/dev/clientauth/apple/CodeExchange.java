package dev.clientauth.apple;

import dev.clientauth.ClientAuthenticator;
import dev.clientauth.profile.RuleViolationException;
import dev.clientauth.token.Grant;
import dev.clientauth.token.TokenRefusedException;
import dev.clientauth.token.TokenResponse;
import dev.clientauth.token.TokenTransportException;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Trades codes, each at most once, and believes nothing of the answer before it is verified. */
final class CodeExchange {
    /** Apple throttles those who check a refresh token more often than about once a day. */
    static final Duration CHECK_INTERVAL = Duration.ofDays(1);

    private final AppleClientIds clients;
    private final AppleKeys keys;
    private final IdentityTokenVerifier verifier;
    private final UsedCodes codes;

    CodeExchange(AppleClientIds clients, AppleKeys keys, IdentityTokenVerifier verifier) {
        this.clients = clients;
        this.keys = keys;
        this.verifier = verifier;
        this.codes = new UsedCodes(clients.clock());
    }

    SignInResult exchange(
            String clientId, Grant.AuthorizationCode grant, IdentityExpectation expected, Optional<UserDetails> user) {
        ClientAuthenticator client = clients.of(clientId);
        // What can fail without the code fails before it is spent: Apple's keys, and a key service that signs.
        loadKeys();
        client.assertion();
        TokenResponse tokens = once(client, clientId, grant);
        String identityToken = tokens.idToken()
                .orElseThrow(() -> new TokenTransportException(
                        "The answer of " + clients.endpoints().token() + " has no id_token, so nobody is signed in.",
                        200,
                        null));
        IdentityToken identity = verifier.verify(
                identityToken,
                expected.withAudience(clientId)
                        .withCode(grant.code())
                        .withAccessToken(tokens.accessToken().value()));
        Instant nextCheckAt = clients.clock().instant().plus(CHECK_INTERVAL);
        return new SignInResult(
                identity,
                tokens.accessToken(),
                tokens.refreshToken().map(token -> new StoredSignIn(clientId, token, nextCheckAt)),
                user);
    }

    private void loadKeys() {
        try {
            keys.load();
        } catch (TokenTransportException e) {
            throw new TokenTransportException(
                    "The code was not sent: without Apple's keys nobody can tell who signs in. " + e.getMessage(),
                    false,
                    e);
        }
    }

    private TokenResponse once(ClientAuthenticator client, String clientId, Grant.AuthorizationCode grant) {
        Optional<Instant> before = codes.begin(grant.code());
        if (before.isPresent()) {
            throw AppleRefusedException.ofSecondUse(before.get());
        }
        try {
            return client.request(grant);
        } catch (RuleViolationException e) {
            codes.takeBack(grant.code());
            throw e;
        } catch (TokenTransportException e) {
            if (!e.isSent()) {
                codes.takeBack(grant.code());
            }
            throw e;
        } catch (TokenRefusedException e) {
            throw AppleRefusedException.of(e, clients.advice(clientId));
        }
    }
}
