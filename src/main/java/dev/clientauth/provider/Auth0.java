// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.provider;

import com.nimbusds.jose.JWSAlgorithm;
import dev.clientauth.arguments.Arguments;
import dev.clientauth.profile.Citation;
import dev.clientauth.profile.Profile;
import dev.clientauth.profile.Recognition;
import dev.clientauth.profile.rules.ClaimRules;
import dev.clientauth.profile.rules.Rules;
import dev.clientauth.profile.rules.TimeRules;
import dev.clientauth.provider.base.PlaceHints;
import dev.clientauth.provider.base.ProviderEntry;
import dev.clientauth.provider.base.Sources;

import java.net.URI;
import java.time.Duration;

/**
 * Auth0, client authentication with a private key.
 *
 * <p>{@code aud} is the URL of the tenant or custom domain with a slash at its end, which is also the issuer identifier. A
 * client id is sent in addition to the JWT.
 */
public final class Auth0 {
    private static final Citation JWT = Sources.excerpt(
            "Auth0, Authenticate with Private Key JWT",
            "https://auth0.com/docs/get-started/authentication-and-authorization-flow/authenticate-with-private-key-jwt");
    private static final Citation ALGORITHMS = Sources.excerpt(
            "Auth0 Node.js SDK, PublicKeyCredentialAlgorithmEnum",
            "https://auth0.github.io/node-auth0/variables/management.Management.PublicKeyCredentialAlgorithmEnum.html");
    private static final Duration MAX_LIFETIME = Duration.ofMinutes(5);
    private static final Recognition RECOGNITION =
            PlaceHints.of("auth0", "Auth0").host(".auth0.com").recognition();

    static final ProviderEntry ENTRY =
            ProviderEntry.each("auth0", "https://tenant.eu.auth0.com/oauth/token", Auth0::profile);

    private Auth0() {}

    /**
     * Returns the profile of a tenant.
     *
     * @param tokenEndpoint the token endpoint, {@code https://{domain}/oauth/token}; any URL of the tenant's domain will do
     */
    public static Profile profile(URI tokenEndpoint) {
        Arguments.required(tokenEndpoint, "tokenEndpoint");
        String tenant = tokenEndpoint.getScheme() + "://" + tokenEndpoint.getRawAuthority() + "/";
        return PrivateKeyJwt.server(
                        "auth0",
                        "Auth0",
                        JWT,
                        URI.create(tenant + "oauth/token"),
                        JWSAlgorithm.RS256,
                        JWSAlgorithm.RS384,
                        JWSAlgorithm.PS256)
                .issuer(tenant)
                .recognition(RECOGNITION)
                .without("signature.raw")
                .with(Rules.algorithms(ALGORITHMS, JWSAlgorithm.RS256, JWSAlgorithm.RS384, JWSAlgorithm.PS256))
                .rule(ClaimRules.audience(tenant, "The trailing slash is required.", JWT))
                .rule(ClaimRules.jti(JWT))
                .rule(ClaimRules.jtiUnused(JWT))
                .rule(TimeRules.expiresWithin("exp.within-five-minutes", MAX_LIFETIME, JWT))
                .build();
    }
}
