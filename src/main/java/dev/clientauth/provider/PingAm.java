// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.provider;

import com.nimbusds.jose.JWSAlgorithm;
import dev.clientauth.arguments.Arguments;
import dev.clientauth.profile.Citation;
import dev.clientauth.profile.Profile;
import dev.clientauth.profile.Recognition;
import dev.clientauth.profile.rules.ClaimRules;
import dev.clientauth.provider.base.PlaceHints;
import dev.clientauth.provider.base.ProviderEntry;
import dev.clientauth.provider.base.Sources;

import java.net.URI;

/**
 * PingAM (ForgeRock Access Management), JWT profile for client authentication.
 *
 * <p>{@code aud} is the token endpoint of the realm; newer versions and servers configured so expect the issuer. The algorithm
 * is the one in the client's profile.
 */
public final class PingAm {
    private static final Citation JWT = Sources.excerpt(
            "PingAM, JWT profile", "https://docs.pingidentity.com/pingam/8/oauth2-guide/client-auth-jwt.html");
    private static final Citation CLAIMS = Sources.excerpt(
            "PingAM 7.2, Authenticate clients with JWT profiles",
            "https://docs.pingidentity.com/pingam/7.2/oauth2-guide/client-auth-jwt.html");
    private static final Recognition RECOGNITION = PlaceHints.of("ping-am", "PingAM")
            .path("(/[^/]+)?/oauth2/(realms/.+/)?access_token")
            .recognition();

    static final ProviderEntry ENTRY =
            ProviderEntry.each("ping-am", "https://am.example.com/am/oauth2/access_token", PingAm::profile);

    private PingAm() {}

    /** Returns the profile of the realm with this token endpoint. */
    public static Profile profile(URI tokenEndpoint) {
        Arguments.required(tokenEndpoint, "tokenEndpoint");
        return PrivateKeyJwt.server(
                        "ping-am",
                        "PingAM",
                        JWT,
                        tokenEndpoint,
                        JWSAlgorithm.RS256,
                        JWSAlgorithm.ES256,
                        JWSAlgorithm.PS256,
                        JWSAlgorithm.RS384,
                        JWSAlgorithm.ES384,
                        JWSAlgorithm.PS384,
                        JWSAlgorithm.RS512,
                        JWSAlgorithm.ES512,
                        JWSAlgorithm.PS512,
                        JWSAlgorithm.EdDSA)
                .issuer(tokenEndpoint.toString().replaceFirst("/access_token$", ""))
                .recognition(RECOGNITION)
                .rule(ClaimRules.audienceIsEndpointOrIssuer(tokenEndpoint, CLAIMS))
                .rule(ClaimRules.audienceIsTheEndpoint(tokenEndpoint, CLAIMS)
                        .disputed("Some servers expect the issuer identifier (spring-security issue 10530)."))
                .rule(ClaimRules.subjectIsClientId(CLAIMS))
                // The page does not list it.
                .without("jti.unused")
                .rule(ClaimRules.jtiIfPresent(CLAIMS))
                .build();
    }
}
