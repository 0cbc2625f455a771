// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.mock.apple;

import dev.clientauth.mock.token.RequestClaims;
import dev.clientauth.profile.TokenRequest;

import java.net.URI;
import java.util.Optional;
import java.util.Set;

/**
 * A valid authorization request.
 *
 * @param client the client
 * @param redirectUri the redirect URI
 * @param withIdentityToken whether an identity token is requested besides the code
 * @param mode how the response is sent
 * @param scopes the requested scopes
 * @param state the state, which the response repeats
 * @param nonce the nonce, which identity tokens repeat
 */
public record AuthorizeRequest(
        AppleClient client,
        URI redirectUri,
        boolean withIdentityToken,
        ResponseMode mode,
        Set<String> scopes,
        Optional<String> state,
        Optional<String> nonce) {

    /** How the response is sent. */
    enum ResponseMode {
        QUERY,
        FRAGMENT,
        FORM_POST
    }

    /** Returns the authorization request of a request that broke no rule; empty if the client or redirect URI is unknown. */
    static Optional<AuthorizeRequest> of(TokenRequest request, AppleClients clients) {
        boolean withIdentityToken = RequestClaims.words(
                        request.parameter("response_type").orElse(""))
                .contains("id_token");
        String mode = request.parameter("response_mode").orElse(withIdentityToken ? "fragment" : "query");
        return request.parameter("client_id")
                .flatMap(clients::find)
                .flatMap(client -> client.redirectUri(
                                request.parameter("redirect_uri").orElse(""))
                        .map(uri -> new AuthorizeRequest(
                                client,
                                uri,
                                withIdentityToken,
                                switch (mode) {
                                    case "form_post" -> ResponseMode.FORM_POST;
                                    case "fragment" -> ResponseMode.FRAGMENT;
                                    default -> ResponseMode.QUERY;
                                },
                                RequestClaims.words(request.parameter("scope").orElse("")),
                                request.parameter("state"),
                                request.parameter("nonce"))));
    }

    /** Returns the number of characters that the client chose. */
    long size() {
        return state.orElse("").length()
                + nonce.orElse("").length()
                + scopes.stream().mapToLong(String::length).sum();
    }

    @Override
    public String toString() {
        return "AuthorizeRequest[" + client.id() + "]";
    }
}
