package dev.clientauth.exchange;

import dev.clientauth.assertion.AssertionRefusedException;
import dev.clientauth.minting.AssertionMinter;
import dev.clientauth.minting.Client;
import dev.clientauth.minting.MintedAssertion;
import dev.clientauth.profile.Answer;
import dev.clientauth.profile.Attempt;
import dev.clientauth.profile.Case;
import dev.clientauth.profile.Diagnosis;
import dev.clientauth.profile.Field;
import dev.clientauth.profile.Known;
import dev.clientauth.profile.Rule;
import dev.clientauth.profile.Situation;
import dev.clientauth.token.Grant;
import dev.clientauth.token.OAuthError;
import dev.clientauth.token.TokenRefusedException;
import dev.clientauth.token.TokenResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** Trades grants at a token endpoint: makes the request from the rules, judges it, sends it once, reads the answer. */
public final class TokenEndpoint {
    private static final Logger LOG = LoggerFactory.getLogger(TokenEndpoint.class);

    private final Client client;
    private final AssertionMinter minter;
    private final TokenTransport transport;

    /** The token endpoint of the minter's client. */
    public TokenEndpoint(AssertionMinter minter, TokenTransport transport) {
        this.client = minter.client();
        this.minter = minter;
        this.transport = transport;
    }

    /**
     * Trades a grant, in one HTTP request at most.
     *
     * @throws AssertionRefusedException if the request would break a MUST; nothing was sent
     * @throws TokenRefusedException if the provider refused
     * @throws dev.clientauth.token.TokenTransportException if there was no usable answer
     */
    public TokenResponse request(Grant grant) {
        MintedAssertion minted = minter.next();
        Attempt attempt = attempt(grant, minted).assertion(minted.content()).build();
        Instant start = client.clock().instant();
        Situation situation = situation(start);
        Diagnosis beforehand = client.profile().diagnose(attempt, situation);
        if (!beforehand.fatal().isEmpty()) {
            throw new AssertionRefusedException(beforehand);
        }
        LOG.debug("{}: asking {} for {}", client.registration(), client.tokenEndpoint(), grant.type());
        TokenAnswer answer = transport.post(attempt);
        OAuthError error = answer.error();
        if (error != null) {
            Answer said = new Answer(
                    answer.status(), error.code(), error.description().orElse(null));
            Diagnosis afterwards =
                    client.profile().diagnose(attempt(grant, minted).build(), situation.withAnswer(said));
            throw new TokenRefusedException(answer.status(), error, afterwards);
        }
        return answer.tokens(start);
    }

    /** Judges what a request for this grant would be, signature included. Nothing is sent. */
    public Diagnosis diagnose(Grant grant) {
        return client.profile()
                .diagnose(
                        attempt(grant, minter.next()).build(),
                        situation(client.clock().instant()));
    }

    private Situation situation(Instant now) {
        return Situation.unknown().withRegistration(client.registration()).withPresentedAt(now);
    }

    private Attempt.Builder attempt(Grant grant, MintedAssertion minted) {
        Map<String, String> parameters = new LinkedHashMap<>(grant.parameters());
        Case c = new Case(
                Attempt.builder()
                        .endpoint(client.tokenEndpoint())
                        .parameter("grant_type", grant.type())
                        .build(),
                Situation.unknown().withRegistration(client.registration()));
        for (Rule rule : client.profile().rules()) {
            if (rule.field().part() == Field.Part.PARAMETER && rule.value(c) instanceof Known.Value<String> right) {
                parameters.putIfAbsent(rule.field().name(), right.value());
            }
        }
        parameters.put(
                client.profile().placement().parameter(), minted.assertion().value());
        Attempt.Builder attempt = Attempt.builder()
                .method("POST")
                .endpoint(client.tokenEndpoint())
                .header("Content-Type", Form.CONTENT_TYPE)
                .header("Accept", TokenTransport.ACCEPT);
        parameters.forEach(attempt::parameter);
        return attempt;
    }
}
