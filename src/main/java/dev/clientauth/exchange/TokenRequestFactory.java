package dev.clientauth.exchange;

import dev.clientauth.minting.Client;
import dev.clientauth.minting.MintedAssertion;
import dev.clientauth.profile.Attempt;
import dev.clientauth.profile.Case;
import dev.clientauth.profile.Field;
import dev.clientauth.profile.Known;
import dev.clientauth.profile.Rule;
import dev.clientauth.profile.Situation;
import dev.clientauth.token.Grant;

import java.util.LinkedHashMap;
import java.util.Map;

/** Builds a client's token requests from the provider's rules and a grant. */
final class TokenRequestFactory {
    private final Client client;

    TokenRequestFactory(Client client) {
        this.client = client;
    }

    /** The request for a grant. What the assertion in it says is sought in its parameters, unless it is set. */
    Attempt.Builder attempt(Grant grant, MintedAssertion minted) {
        Map<String, String> parameters = new LinkedHashMap<>(grant.parameters());
        Case c = of(grant);
        for (Rule rule : client.profile().rules()) {
            if (rule.field().part() == Field.Part.PARAMETER && rule.value(c) instanceof Known.Value<String> right) {
                parameters.putIfAbsent(rule.field().name(), right.value());
            }
        }
        if (bringsClientAssertion(grant)) {
            parameters.put(
                    client.profile().placement().parameter(), minted.assertion().value());
        }
        Attempt.Builder attempt = Attempt.builder()
                .method("POST")
                .endpoint(client.tokenEndpoint())
                .header("Content-Type", Form.CONTENT_TYPE)
                .header("Accept", TokenTransport.ACCEPT);
        parameters.forEach(attempt::parameter);
        return attempt;
    }

    /** Whether a client assertion goes with this grant: not where the grant is a JWT that takes its place. */
    boolean bringsClientAssertion(Grant grant) {
        Field placement = Field.parameter(client.profile().placement().parameter());
        return client.profile().rules().stream()
                .filter(rule -> rule.field().equals(placement))
                .allMatch(rule -> rule.appliesTo(of(grant)));
    }

    private Case of(Grant grant) {
        Attempt attempt = Attempt.builder()
                .endpoint(client.tokenEndpoint())
                .parameter("grant_type", grant.type())
                .build();
        return new Case(attempt, Situation.unknown().withRegistration(client.registration()));
    }
}
