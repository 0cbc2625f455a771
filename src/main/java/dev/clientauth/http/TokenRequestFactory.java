// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.http;

import dev.clientauth.assertion.Client;
import dev.clientauth.assertion.SignedAssertion;
import dev.clientauth.profile.Field;
import dev.clientauth.profile.TokenRequest;
import dev.clientauth.token.Grant;

import java.util.LinkedHashMap;
import java.util.Map;

/** Builds a client's token requests from the provider's rules and a grant. */
final class TokenRequestFactory {
    private final Client client;

    TokenRequestFactory(Client client) {
        this.client = client;
    }

    /** Returns the request for a grant. Its assertion is decoded from its parameters, unless the caller sets it. */
    TokenRequest.Builder newRequest(Grant grant, SignedAssertion assertion) {
        Map<String, String> parameters = new LinkedHashMap<>(grant.parameters());
        client.profile()
                .fieldValues(of(grant), client.registration())
                .in(Field.Part.PARAMETER)
                .forEach(parameters::putIfAbsent);
        if (bringsClientAssertion(grant)) {
            parameters.put(client.profile().assertionParameter().parameter(), assertion.value());
        }
        TokenRequest.Builder request = TokenRequest.builder()
                .method("POST")
                .endpoint(client.tokenEndpoint())
                .header("Content-Type", FormEncoder.CONTENT_TYPE)
                .header("Accept", TokenTransport.ACCEPT);
        parameters.forEach(request::parameter);
        return request;
    }

    /** Returns whether a client assertion is sent with this grant. It is not if the grant is a JWT that replaces it. */
    boolean bringsClientAssertion(Grant grant) {
        return !grant.parameters()
                        .containsKey(client.profile().assertionParameter().parameter())
                && client.profile().takesAssertion(of(grant));
    }

    private TokenRequest of(Grant grant) {
        return TokenRequest.builder()
                .endpoint(client.tokenEndpoint())
                .parameter("grant_type", grant.type())
                .build();
    }
}
