// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.provider;

import com.nimbusds.jose.JWSAlgorithm;
import dev.clientauth.profile.Citation;
import dev.clientauth.profile.Field;
import dev.clientauth.profile.Profile;
import dev.clientauth.profile.Recognition;
import dev.clientauth.profile.ResponseFormat;
import dev.clientauth.profile.Rule;
import dev.clientauth.profile.Verdict;
import dev.clientauth.profile.rules.ClaimRules;
import dev.clientauth.profile.rules.Facts;
import dev.clientauth.profile.rules.RequestRules;
import dev.clientauth.provider.base.PlaceHints;
import dev.clientauth.provider.base.ProviderEntry;
import dev.clientauth.provider.base.Sources;

import java.net.URI;
import java.time.Duration;
import java.util.List;

/**
 * GOV.UK One Login: client authentication when an authorization code is exchanged.
 *
 * <p>{@code aud} is the token endpoint or the issuer identifier, as one value. The {@code User-Agent} header must not be empty.
 */
public final class GovUkOneLogin {
    private static final Citation TOKEN = Sources.excerpt(
            "GOV.UK One Login, Authenticate your user",
            "https://docs.sign-in.service.gov.uk/integrate-with-integration-environment/authenticate-your-user/");
    private static final String PRODUCTION = "https://oidc.account.gov.uk/";
    private static final String INTEGRATION = "https://oidc.integration.account.gov.uk/";
    private static final ResponseFormat RESPONSE = new ResponseFormat(Duration.ofMinutes(3), "Bearer", false, false);
    private static final Recognition RECOGNITION = PlaceHints.of("gov-uk-one-login", "GOV.UK One Login")
            .host("oidc.account.gov.uk", "oidc.integration.account.gov.uk")
            .recognition();
    private static final Profile IN_PRODUCTION = at(PRODUCTION);
    private static final Profile IN_INTEGRATION = at(INTEGRATION);

    static final ProviderEntry ENTRY = ProviderEntry.of(
            IN_PRODUCTION,
            endpoint -> INTEGRATION.contains("/" + endpoint.getHost() + "/") ? IN_INTEGRATION : IN_PRODUCTION);

    private GovUkOneLogin() {}

    /** Returns the profile of production. */
    public static Profile profile() {
        return IN_PRODUCTION;
    }

    /** Returns the profile of the integration environment. */
    public static Profile integration() {
        return IN_INTEGRATION;
    }

    private static Profile at(String issuer) {
        String endpoint = issuer + "token";
        return PrivateKeyJwt.server(
                        "gov-uk-one-login",
                        "GOV.UK One Login",
                        TOKEN,
                        URI.create(endpoint),
                        JWSAlgorithm.RS256,
                        JWSAlgorithm.ES256,
                        JWSAlgorithm.PS256,
                        JWSAlgorithm.RS384,
                        JWSAlgorithm.ES384,
                        JWSAlgorithm.PS384,
                        JWSAlgorithm.RS512,
                        JWSAlgorithm.ES512,
                        JWSAlgorithm.PS512)
                .lifetime(Duration.ofMinutes(5))
                .responseFormat(RESPONSE)
                .issuesTokensForUsers(true)
                .issuer(issuer)
                .recognition(RECOGNITION)
                .rule(RequestRules.grantType(List.of("authorization_code"), TOKEN))
                .rule(RequestRules.clientIdIfPresent(Sources.RFC_7521_CLIENT_ID))
                .rule(redirectUri())
                .rule(ClaimRules.audience(endpoint, TOKEN, issuer))
                .rule(ClaimRules.jti(TOKEN))
                .rule(ClaimRules.jtiUnused(TOKEN))
                .build();
    }

    private static Rule redirectUri() {
        return Rule.must("redirect-uri")
                .about(Field.parameter("redirect_uri"))
                .states("redirect_uri is present.")
                .remedy("Send the redirect_uri of the authorization request, unchanged.")
                .source(TOKEN)
                .error("invalid_request")
                .check(
                        Facts.parameters(),
                        parameters -> Verdict.satisfiedIf(
                                parameters.stream()
                                        .anyMatch(p -> p.name().equals("redirect_uri")
                                                && !p.value().isBlank()),
                                "absent",
                                "the redirect_uri of the authorization request"));
    }
}
