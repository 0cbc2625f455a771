// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.provider;

import com.nimbusds.jose.JWSAlgorithm;
import dev.clientauth.profile.Citation;
import dev.clientauth.profile.Profile;
import dev.clientauth.profile.Recognition;
import dev.clientauth.profile.rules.ClaimRules;
import dev.clientauth.profile.rules.RequestRules;
import dev.clientauth.provider.base.PlaceHints;
import dev.clientauth.provider.base.ProviderEntry;
import dev.clientauth.provider.base.Sources;

import java.net.URI;
import java.time.Duration;
import java.util.List;

/**
 * login.gov: client authentication with {@code private_key_jwt} when an authorization code is exchanged.
 *
 * <p>{@code aud} is the token endpoint, or includes it. Only RS256 is accepted, with a key of at least 2048 bits.
 */
public final class LoginGov {
    private static final Citation TOKEN =
            Sources.excerpt("login.gov, OpenID Connect, Token", "https://developers.login.gov/oidc/token/");
    private static final String PRODUCTION = "https://secure.login.gov/api/openid_connect/token";
    private static final String SANDBOX = "https://idp.int.identitysandbox.gov/api/openid_connect/token";
    private static final Recognition RECOGNITION = PlaceHints.of("login-gov", "login.gov")
            .host("secure.login.gov", "idp.int.identitysandbox.gov")
            .recognition();
    private static final Profile IN_PRODUCTION = at(PRODUCTION);
    private static final Profile IN_SANDBOX = at(SANDBOX);

    static final ProviderEntry ENTRY = ProviderEntry.of(
            IN_PRODUCTION, endpoint -> SANDBOX.contains("/" + endpoint.getHost() + "/") ? IN_SANDBOX : IN_PRODUCTION);

    private LoginGov() {}

    /** Returns the profile of production. */
    public static Profile profile() {
        return IN_PRODUCTION;
    }

    /** Returns the profile of the sandbox. */
    public static Profile sandbox() {
        return IN_SANDBOX;
    }

    private static Profile at(String endpoint) {
        return PrivateKeyJwt.server("login-gov", "login.gov", TOKEN, URI.create(endpoint), JWSAlgorithm.RS256)
                .lifetime(Duration.ofMinutes(5))
                .issuesTokensForUsers(true)
                .issuer(endpoint.substring(0, endpoint.indexOf("api/")))
                .recognition(RECOGNITION)
                .without("signature.raw")
                .without("aud.one-string")
                .rule(RequestRules.grantType(List.of("authorization_code"), TOKEN))
                .rule(ClaimRules.audienceIncludes(endpoint, TOKEN))
                .rule(ClaimRules.jti(TOKEN))
                .rule(ClaimRules.jtiUnused(TOKEN))
                .build();
    }
}
