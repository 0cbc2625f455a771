package dev.clientauth.sandbox;

import static java.time.temporal.ChronoUnit.SECONDS;

/**
 * Why an API refused a call, for those who look at the sandbox: more than the client is told.
 *
 * @param reason what was wrong, in a sentence
 * @param remedy what to do
 */
record Refusal(String reason, String remedy) {
    /**
     * Why a token that is good opens nothing here.
     *
     * @param needed the scope that would
     */
    static Refusal ofScope(Access access, String needed) {
        return new Refusal(
                access.scope()
                        .map(scope -> "The token was asked for with the scope " + CallLog.shown(scope)
                                + ", which does not cover this.")
                        .orElse("The token was asked for without a scope, and covers nothing here."),
                "Ask for a token with the scope " + needed + ".");
    }

    /**
     * Why the access token of a call opens nothing.
     *
     * @param tokens who knows which are good; not this one
     */
    static Refusal ofToken(RequestHead request, AccessTokens tokens) {
        String token = request.bearerToken().orElse(null);
        if (token != null) {
            return tokens.expiredAt(token)
                    .map(expiry -> new Refusal(
                            "The access token expired at " + expiry.truncatedTo(SECONDS) + ", by the sandbox's clock.",
                            "Ask the token endpoint for a new one, a while before expires_in has passed."))
                    .orElseGet(() -> new Refusal(
                            "The access token is none that this provider's token endpoint has given out here.",
                            "Send the access_token of its last answer as it is. Tokens of another provider, or from"
                                    + " before the sandbox was started or cleared, are not good."));
        }
        String remedy = "Ask the token endpoint for a token, and send it in the header Authorization: Bearer.";
        if (request.header("authorization").isPresent()) {
            return new Refusal("The Authorization header holds no bearer token.", remedy);
        }
        return request.parameter("access_token").isPresent()
                ? new Refusal("The access token is a parameter, where it is not looked for.", remedy)
                : new Refusal("There is no access token.", remedy);
    }
}
