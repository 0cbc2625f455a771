// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.provider;

import com.nimbusds.jose.JWSAlgorithm;
import dev.clientauth.arguments.Arguments;
import dev.clientauth.profile.Citation;
import dev.clientauth.profile.Level;
import dev.clientauth.profile.Profile;
import dev.clientauth.profile.Recognition;
import dev.clientauth.profile.rules.ClaimRules;
import dev.clientauth.profile.rules.TimeRules;
import dev.clientauth.provider.base.PlaceHints;
import dev.clientauth.provider.base.ProviderEntry;
import dev.clientauth.provider.base.Sources;

import java.net.URI;
import java.time.Duration;

/**
 * Okta, client authentication with a private key ({@code private_key_jwt}).
 *
 * <p>The token endpoint is that of the org, {@code https://{domain}/oauth2/v1/token}, or of one of its authorization servers,
 * {@code https://{domain}/oauth2/{id}/v1/token}; {@code aud} is the one that is posted to.
 */
public final class Okta {
    private static final Citation JWT = Sources.excerpt(
            "Okta, Build a JWT for client authentication",
            "https://developer.okta.com/docs/guides/build-self-signed-jwt/-/main/");
    private static final Duration MAX_LIFETIME = Duration.ofHours(1);
    private static final Recognition RECOGNITION = PlaceHints.of("okta", "Okta")
            .host(".okta.com", ".oktapreview.com", ".okta-emea.com")
            .path("/oauth2/(default|aus[A-Za-z0-9]+)/v1/token")
            .recognition();

    static final ProviderEntry ENTRY =
            ProviderEntry.each("okta", "https://dev-123456.okta.com/oauth2/v1/token", Okta::profile);

    private Okta() {}

    /** Returns the profile of the Okta authorization server with this token endpoint. */
    public static Profile profile(URI tokenEndpoint) {
        Arguments.required(tokenEndpoint, "tokenEndpoint");
        return PrivateKeyJwt.server(
                        "okta",
                        "Okta",
                        JWT,
                        tokenEndpoint,
                        JWSAlgorithm.RS256,
                        JWSAlgorithm.RS384,
                        JWSAlgorithm.RS512,
                        JWSAlgorithm.ES256,
                        JWSAlgorithm.ES384,
                        JWSAlgorithm.ES512)
                .issuer(tokenEndpoint.toString().replaceFirst("(/oauth2)?/v1/token$", ""))
                .recognition(RECOGNITION)
                .rule(ClaimRules.audienceIsEndpoint(tokenEndpoint, JWT))
                .rule(ClaimRules.jtiIfPresent(JWT))
                .rule(ClaimRules.jtiUnused(JWT))
                .rule(TimeRules.notInFuture(Level.MUST, "iat", JWT))
                .rule(TimeRules.expiresWithin("exp.within-one-hour", MAX_LIFETIME, JWT))
                .build();
    }
}
