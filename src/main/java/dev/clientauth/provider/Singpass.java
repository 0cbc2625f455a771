// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.provider;

import com.nimbusds.jose.JWSAlgorithm;
import dev.clientauth.profile.Citation;
import dev.clientauth.profile.Profile;
import dev.clientauth.profile.Recognition;
import dev.clientauth.profile.rules.ClaimRules;
import dev.clientauth.profile.rules.HeaderRules;
import dev.clientauth.profile.rules.RequestRules;
import dev.clientauth.profile.rules.TimeRules;
import dev.clientauth.provider.base.PlaceHints;
import dev.clientauth.provider.base.ProviderEntry;
import dev.clientauth.provider.base.Sources;

import java.net.URI;
import java.time.Duration;
import java.util.List;

/**
 * Singpass, Singapore: client authentication when an authorization code is exchanged.
 *
 * <p>{@code aud} is the issuer identifier, {@code typ} is {@code JWT}, and {@code exp} is at most two minutes after {@code iat}.
 * Singpass moves to FAPI 2.0 by the end of 2026; a client that has moved has another issuer and token endpoint.
 */
public final class Singpass {
    private static final Citation CODE = Sources.excerpt(
            "Singpass, Token Endpoint, Authorization Code Grant",
            "https://docs.developer.singpass.gov.sg/docs/technical-specifications/singpass-authentication-api/2.-token-endpoint/authorization-code-grant");
    private static final Citation ASSERTION = Sources.excerpt(
            "Singpass, Generation of client assertion",
            "https://docs.developer.singpass.gov.sg/docs/technical-specifications/technical-concepts/generation-of-client-assertion");
    private static final String PRODUCTION = "https://id.singpass.gov.sg";
    private static final String STAGING = "https://stg-id.singpass.gov.sg";
    private static final Duration MAX_LIFETIME = Duration.ofMinutes(2);
    private static final Recognition RECOGNITION = PlaceHints.of("singpass", "Singpass")
            .host("id.singpass.gov.sg", "stg-id.singpass.gov.sg")
            .recognition();
    private static final Profile IN_PRODUCTION = at(PRODUCTION);
    private static final Profile IN_STAGING = at(STAGING);

    static final ProviderEntry ENTRY = ProviderEntry.of(
            IN_PRODUCTION, endpoint -> STAGING.endsWith("/" + endpoint.getHost()) ? IN_STAGING : IN_PRODUCTION);

    private Singpass() {}

    /** Returns the profile of production. */
    public static Profile profile() {
        return IN_PRODUCTION;
    }

    /** Returns the profile of the staging system. */
    public static Profile staging() {
        return IN_STAGING;
    }

    private static Profile at(String issuer) {
        return PrivateKeyJwt.server(
                        "singpass",
                        "Singpass",
                        CODE,
                        URI.create(issuer + "/token"),
                        JWSAlgorithm.ES256,
                        JWSAlgorithm.ES384,
                        JWSAlgorithm.ES512)
                .lifetime(Duration.ofSeconds(100))
                .issuesTokensForUsers(true)
                .issuer(issuer)
                .recognition(RECOGNITION)
                .without("key.rsa-2048")
                .without("typ.other-kind")
                .rule(RequestRules.grantType(List.of("authorization_code", "urn:openid:params:grant-type:ciba"), CODE))
                .rule(HeaderRules.type("JWT", CODE))
                .rule(ClaimRules.audience(issuer, CODE))
                .rule(TimeRules.seconds("iat", CODE))
                .rule(TimeRules.atMostAfter("exp.within-two-minutes-of-iat", "iat", MAX_LIFETIME, CODE))
                .rule(ClaimRules.jtiIfPresent(ASSERTION))
                .without("jti.unused")
                .build();
    }
}
