// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.diagnosis.provider;

import dev.clientauth.profile.TokenRequest;
import dev.clientauth.provider.Epic;
import dev.clientauth.provider.base.RequestTraits;

import java.util.Optional;
import java.util.Set;

/**
 * A client authentication method other than a JWT signed by the client.
 *
 * @param name its name
 * @param reason how it was recognized, as a clause
 * @param statement what that means, in sentences
 */
record OtherMethod(String name, String reason, String statement) {
    /** Providers that accept no other method, so that Basic is a fault. */
    private static final Set<String> ONLY_SIGNED = Set.of("appleid.apple.com", "account.apple.com");

    private static final String NOT_JUDGED = " The rules for signed JWTs do not apply to it.";

    /** Returns the other method; empty if it may be a signed JWT. */
    static Optional<OtherMethod> in(TokenRequest request, RequestTraits t) {
        if (t.clientIdBegins("SEARCHADS.") && !t.path().equals("/auth/token")) {
            return Optional.of(new OtherMethod(
                    "Apple Ads",
                    "the client id begins with SEARCHADS.",
                    "This is a request to Apple Ads, which has its own token endpoint and rules: iss is the Apple Ads team id, and the"
                            + " JWT is sent as client_secret. These rules are not checked here."));
        }
        boolean hasAssertion = !t.parameter("client_assertion").isBlank()
                || !t.parameter("assertion").isBlank();
        boolean isBasic = t.authorization().equals("basic") && !hasAssertion && !t.has("client_secret");
        if (isBasic && !ONLY_SIGNED.contains(t.host())) {
            return Optional.of(new OtherMethod(
                    "HTTP Basic authentication (client_secret_basic)",
                    "there is an Authorization: Basic header and no JWT",
                    "The client authenticates with HTTP Basic and a client secret (client_secret_basic)." + NOT_JUDGED
                            + (isEpic(request)
                                    ? " Epic accepts it from confidential apps, but does not decode percent-encoding: encode"
                                            + " the id and the secret in base64 only."
                                    : " RFC 6749 section 2.3.1 requires id and secret to be percent-encoded first, which some servers"
                                            + " do not decode.")));
        }
        // A secret that was left out of the text may be a JWT.
        boolean hasSecret = t.has("client_secret") && !t.leftOut().contains("client_secret");
        if (hasAssertion || !hasSecret || t.hasJwt()) {
            return isFederated(t)
                    ? Optional.of(
                            new OtherMethod(
                                    "a federated credential",
                                    "the assertion is the token of another issuer",
                                    "The assertion was issued by another issuer (workload identity federation), so iss, sub and"
                                            + " client_id differ. The rules for a JWT that the client signs do not apply to it."))
                    : Optional.empty();
        }
        String secret = t.parameter("client_secret").strip();
        boolean isKey = secret.startsWith("-----") || secret.startsWith("MI") || secret.startsWith("{");
        return isKey || ONLY_SIGNED.contains(t.host())
                ? Optional.empty()
                : Optional.of(new OtherMethod(
                        "a client secret (client_secret_post)",
                        "client_secret is not a JWT",
                        "The client authenticates with a shared client secret (client_secret_post)." + NOT_JUDGED));
    }

    /** Reports HTTP Basic authentication to a server that accepts only a signed JWT. */
    static Optional<String> misplaced(RequestTraits t) {
        boolean isBasic = t.authorization().equals("basic") && ONLY_SIGNED.contains(t.host());
        return isBasic
                ? Optional.of(
                        "The client authenticates with an Authorization: Basic header (client_secret_basic); Apple requires"
                                + " client_id and the signed JWT as parameters in the body.")
                : Optional.empty();
    }

    private static boolean isEpic(TokenRequest request) {
        return Epic.sandbox().recognition().hints().stream()
                .anyMatch(hint -> hint.matches().test(request));
    }

    private static boolean isFederated(RequestTraits t) {
        String issuer = t.claim("iss");
        return t.has("client_assertion")
                && (t.audiences().contains("api://AzureADTokenExchange")
                        || (issuer.startsWith("https://")
                                && !issuer.equals(t.claim("sub"))
                                && !t.parameter("client_id").equals(t.claim("sub"))
                                && !t.parameter("client_id").isEmpty()));
    }
}
