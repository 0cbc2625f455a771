// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.provider;

import com.nimbusds.jose.JWSAlgorithm;
import dev.clientauth.arguments.Arguments;
import dev.clientauth.profile.Citation;
import dev.clientauth.profile.Profile;
import dev.clientauth.profile.Recognition;
import dev.clientauth.profile.rules.ClaimRules;
import dev.clientauth.profile.rules.HeaderRules;
import dev.clientauth.profile.rules.Rules;
import dev.clientauth.provider.base.PlaceHints;
import dev.clientauth.provider.base.ProviderEntry;
import dev.clientauth.provider.base.Sources;

import java.net.URI;

/**
 * PingFederate, client authentication with {@code private_key_jwt}.
 *
 * <p>{@code aud} is the issuer identifier, which is the base URL of the server by default; the token endpoint is accepted too.
 * {@code typ} is that of the updated RFC 7523, which version 13.1 is said to require. Algorithms and key id depend on the
 * client's configuration.
 */
public final class PingFederate {
    private static final Citation TOKEN = Sources.excerpt(
            "PingFederate, Token endpoint",
            "https://docs.pingidentity.com/pingfederate/latest/developers_reference_guide/pf_token_endpoint.html");
    private static final Citation CLIENT = Citation.observed(
                    "a public client of PingFederate 13.1",
                    "https://docs.pingidentity.com/pingfederate/13.1/developers_reference_guide/pf_token_endpoint.html",
                    Sources.READ_AGAIN)
            .readAs(Citation.Access.SECONDARY);
    private static final JWSAlgorithm[] ALGORITHMS = {
        JWSAlgorithm.RS256,
        JWSAlgorithm.ES256,
        JWSAlgorithm.PS256,
        JWSAlgorithm.RS384,
        JWSAlgorithm.ES384,
        JWSAlgorithm.PS384,
        JWSAlgorithm.RS512,
        JWSAlgorithm.ES512,
        JWSAlgorithm.PS512
    };
    private static final Recognition RECOGNITION = PlaceHints.of("ping-federate", "PingFederate")
            .path("(/.*)?/as/token[.]oauth2")
            .recognition();

    static final ProviderEntry ENTRY = ProviderEntry.each(
            "ping-federate",
            "https://sso.example.com:9031/as/token.oauth2",
            (endpoint, issuer) -> issuer == null ? profile(endpoint) : profile(issuer, endpoint));

    private PingFederate() {}

    /**
     * Returns the profile of a server whose issuer identifier is its base URL.
     *
     * @param tokenEndpoint the token endpoint, {@code https://{host}/as/token.oauth2}
     */
    public static Profile profile(URI tokenEndpoint) {
        Arguments.required(tokenEndpoint, "tokenEndpoint");
        return profile(tokenEndpoint.toString().replaceFirst("/as/token[.]oauth2$", ""), tokenEndpoint);
    }

    /**
     * Returns the profile of a server.
     *
     * @param issuer the issuer identifier exactly as it appears in the server's metadata
     * @param tokenEndpoint the URL to post to
     */
    public static Profile profile(String issuer, URI tokenEndpoint) {
        Arguments.notBlank(issuer, "issuer");
        Arguments.required(tokenEndpoint, "tokenEndpoint");
        return PrivateKeyJwt.server("ping-federate", "PingFederate", TOKEN, tokenEndpoint, ALGORITHMS)
                .with(Rules.algorithms(Sources.RFC_7518_ALGORITHMS, ALGORITHMS))
                .issuer(issuer)
                .recognition(RECOGNITION)
                .rule(HeaderRules.clientAuthenticationTypeOr("JWT", CLIENT))
                .rule(HeaderRules.typeIs("client-authentication+jwt", CLIENT)
                        .disputed("Only one public client says that it is required."))
                .rule(ClaimRules.audience(issuer, CLIENT, tokenEndpoint.toString(), issuer + "/"))
                .build();
    }
}
