package dev.clientauth.mock.api;

import dev.clientauth.mock.http.Rejection;
import dev.clientauth.mock.token.Access;
import dev.clientauth.mock.token.AccessTokens;

import static java.time.temporal.ChronoUnit.SECONDS;

/** Why the access token of an API call permits nothing, for whoever looks at the mock: more than the client is told. */
final class AccessRejections {
    private AccessRejections() {}

    /**
     * Why a token that is good opens nothing here.
     *
     * @param needed the scope that would
     */
    static Rejection ofScope(Access access, String needed) {
        return new Rejection(
                access.scope()
                        .map(scope -> "The token was asked for with the scope " + Rejection.shown(scope)
                                + ", which does not cover this.")
                        .orElse("The token was asked for without a scope, and covers nothing here."),
                "Ask for a token with the scope " + needed + ".");
    }

    /**
     * Why the access token of a call opens nothing.
     *
     * @param tokens who knows which are good; not this one
     */
    static Rejection ofToken(ApiRequest request, AccessTokens tokens) {
        String token = request.bearerToken().orElse(null);
        if (token != null) {
            return tokens.expiredAt(token)
                    .map(expiry -> new Rejection(
                            "The access token expired at " + expiry.truncatedTo(SECONDS) + ", by the mock's clock.",
                            "Ask the token endpoint for a new one, a while before expires_in has passed."))
                    .orElseGet(() -> new Rejection(
                            "The access token is none that this provider's token endpoint has given out here.",
                            "Send the access_token of its last answer as it is. Tokens of another provider, or from"
                                    + " before the mock was started or cleared, are not good."));
        }
        String remedy = "Ask the token endpoint for a token, and send it in the header Authorization: Bearer.";
        if (request.header("authorization").isPresent()) {
            return new Rejection("The Authorization header holds no bearer token.", remedy);
        }
        return request.parameter("access_token").isPresent()
                ? new Rejection("The access token is a parameter, where it is not looked for.", remedy)
                : new Rejection("There is no access token.", remedy);
    }
}
