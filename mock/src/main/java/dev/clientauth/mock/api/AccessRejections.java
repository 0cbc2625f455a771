// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.mock.api;

import dev.clientauth.mock.http.Rejection;
import dev.clientauth.mock.token.Access;
import dev.clientauth.mock.token.AccessTokens;

import static java.time.temporal.ChronoUnit.SECONDS;

/** Explains why an access token does not permit an API call, in more detail than the client receives. */
final class AccessRejections {
    private AccessRejections() {}

    /**
     * Explains why a valid token does not permit the call.
     *
     * @param needed the scope that would
     */
    static Rejection ofScope(Access access, String needed) {
        return new Rejection(
                access.scope()
                        .map(scope -> "The token was requested with the scope " + Rejection.shown(scope)
                                + ", which does not cover this call.")
                        .orElse("The token was requested without a scope, so it does not permit this call."),
                "Request a token with the scope " + needed + ".");
    }

    /**
     * Explains why the access token of a call is not valid.
     *
     * @param tokens the valid tokens, which do not include this one
     */
    static Rejection ofToken(ApiRequest request, AccessTokens tokens) {
        String token = request.bearerToken().orElse(null);
        if (token != null) {
            return tokens.expiredAt(token)
                    .map(expiry -> new Rejection(
                            "The access token expired at " + expiry.truncatedTo(SECONDS) + " by the mock's clock.",
                            "Request a new one before expires_in has passed."))
                    .orElseGet(() -> new Rejection(
                            "The access token was not issued by this mock's token endpoint.",
                            "Send the access_token of its last response unchanged. Tokens of another provider, or from"
                                    + " before the mock was started or cleared, are not valid."));
        }
        String remedy = "Request a token at the token endpoint, and send it in the header Authorization: Bearer.";
        if (request.header("authorization").isPresent()) {
            return new Rejection("The Authorization header contains no bearer token.", remedy);
        }
        return request.parameter("access_token").isPresent()
                ? new Rejection("The access token was sent as a parameter, which is not accepted.", remedy)
                : new Rejection("There is no access token.", remedy);
    }
}
