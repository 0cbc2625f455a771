// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.provider;

import com.nimbusds.jose.JWSAlgorithm;
import dev.clientauth.arguments.Arguments;
import dev.clientauth.profile.Citation;
import dev.clientauth.profile.Level;
import dev.clientauth.profile.Profile;
import dev.clientauth.profile.rules.ClaimRules;
import dev.clientauth.profile.rules.TimeRules;
import dev.clientauth.provider.base.ProviderEntry;
import dev.clientauth.provider.base.Sources;

import java.net.URI;
import java.time.Duration;

/**
 * A server of the FAPI 2.0 Security Profile, client authentication with {@code private_key_jwt}; without DPoP and mutual TLS.
 *
 * <p>{@code aud} is the issuer identifier as a plain string.
 */
public final class Fapi2 {
    private static final Citation AUDIENCE = Sources.excerpt(
            "FAPI 2.0 conformance suite, ValidateClientAssertionAudClaimIsIssuerAsString",
            "https://gitlab.com/openid/conformance-suite");
    private static final Citation FUTURE = Sources.excerpt(
            "FAPI 2.0 conformance suite, FAPI2SPFinalPAREnsureJWT…Over60Seconds",
            "https://gitlab.com/openid/conformance-suite");
    private static final Citation PROFILE = Sources.excerpt(
            "FAPI 2.0 Security Profile", "https://openid.net/specs/fapi-security-profile-2_0-final.html");
    private static final Duration SLACK = Duration.ofMinutes(1);

    static final ProviderEntry ENTRY = ProviderEntry.each(
            "fapi-2",
            "https://as.bank.example.com/token",
            (endpoint, issuer) -> profile(
                    issuer == null ? endpoint.getScheme() + "://" + endpoint.getRawAuthority() : issuer, endpoint));

    private Fapi2() {}

    /**
     * Returns the profile of a server.
     *
     * @param issuer the issuer identifier exactly as it appears in the server's metadata
     * @param tokenEndpoint the URL to post to
     */
    public static Profile profile(String issuer, URI tokenEndpoint) {
        Arguments.notBlank(issuer, "issuer");
        Arguments.required(tokenEndpoint, "tokenEndpoint");
        return PrivateKeyJwt.server(
                        "fapi-2",
                        "FAPI 2.0",
                        PROFILE,
                        tokenEndpoint,
                        JWSAlgorithm.PS256,
                        JWSAlgorithm.ES256,
                        JWSAlgorithm.EdDSA)
                .issuer(issuer)
                .rule(ClaimRules.audience(issuer, AUDIENCE))
                .rule(ClaimRules.audienceIsOneString(AUDIENCE))
                .rule(TimeRules.notInFuture(Level.MUST, "iat", SLACK, FUTURE))
                .rule(TimeRules.notInFuture(Level.MUST, "nbf", SLACK, FUTURE))
                .build();
    }
}
