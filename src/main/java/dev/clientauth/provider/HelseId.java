// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.provider;

import com.nimbusds.jose.JWSAlgorithm;
import dev.clientauth.profile.Citation;
import dev.clientauth.profile.KnownCause;
import dev.clientauth.profile.Profile;
import dev.clientauth.profile.Recognition;
import dev.clientauth.profile.rules.ClaimRules;
import dev.clientauth.profile.rules.HeaderRules;
import dev.clientauth.profile.rules.Rules;
import dev.clientauth.profile.rules.TimeRules;
import dev.clientauth.provider.base.PlaceHints;
import dev.clientauth.provider.base.ProviderEntry;
import dev.clientauth.provider.base.Sources;

import java.net.URI;
import java.time.Duration;

/**
 * HelseID of Norsk helsenett, client authentication at the token endpoint; without DPoP.
 *
 * <p>{@code aud} is the issuer identifier, and the JWT is valid for at most one minute. {@code typ} is that of the updated
 * RFC 7523, as HelseID's own library writes it; {@code JWT} is accepted.
 */
public final class HelseId {
    private static final Citation GUIDE = Sources.excerpt(
            "HelseID, client assertion", "https://helseid.atlassian.net/wiki/pages/viewpage.action?pageId=541982723");
    private static final Citation LIBRARY =
            Sources.observed("NorskHelsenett/HelseID.Library", "https://github.com/NorskHelsenett/HelseID.Library");
    /** Those of FAPI 2.0, RS256 as in the guide, and the longer ones of the same kinds. */
    private static final JWSAlgorithm[] ALGORITHMS = {
        JWSAlgorithm.PS256,
        JWSAlgorithm.ES256,
        JWSAlgorithm.EdDSA,
        JWSAlgorithm.RS256,
        JWSAlgorithm.PS384,
        JWSAlgorithm.ES384,
        JWSAlgorithm.RS384,
        JWSAlgorithm.PS512,
        JWSAlgorithm.ES512,
        JWSAlgorithm.RS512
    };

    private static final String PRODUCTION = "https://helseid-sts.nhn.no";
    private static final String TEST = "https://helseid-sts.test.nhn.no";
    private static final Duration MAX_LIFETIME = Duration.ofMinutes(1);
    private static final Recognition RECOGNITION = PlaceHints.of("helse-id", "HelseID")
            .host("helseid-sts.nhn.no", "helseid-sts.test.nhn.no")
            .recognition();
    private static final Profile IN_PRODUCTION = at(PRODUCTION);
    private static final Profile IN_TEST = at(TEST);

    static final ProviderEntry ENTRY = ProviderEntry.of(
            IN_PRODUCTION, endpoint -> TEST.endsWith("/" + endpoint.getHost()) ? IN_TEST : IN_PRODUCTION);

    private HelseId() {}

    /** Returns the profile of production. */
    public static Profile profile() {
        return IN_PRODUCTION;
    }

    /** Returns the profile of the test system. */
    public static Profile test() {
        return IN_TEST;
    }

    private static Profile at(String issuer) {
        URI endpoint = URI.create(issuer + "/connect/token");
        return PrivateKeyJwt.server("helse-id", "HelseID", GUIDE, endpoint, ALGORITHMS)
                .with(Rules.algorithms(LIBRARY, ALGORITHMS))
                .lifetime(Duration.ofSeconds(45))
                .chosenClaims("iat", "nbf", "exp", "jti")
                .issuer(issuer)
                .recognition(RECOGNITION)
                .without("typ.other-kind")
                .rule(HeaderRules.clientAuthenticationTypeOr("JWT", LIBRARY))
                .rule(ClaimRules.audience(issuer, GUIDE, issuer + "/"))
                .rule(TimeRules.expiresWithin("exp.within-one-minute", MAX_LIFETIME, GUIDE))
                .rule(ClaimRules.jti(GUIDE))
                .rule(ClaimRules.jtiUnused(GUIDE))
                .knownCause(KnownCause.invalidClient(
                                "dpop-required",
                                "The client or the API is registered for tokens that are bound to a key (DPoP).",
                                "Check the client's registration, and look for DPoP in error_description.",
                                "Send a DPoP proof with the request; this library does not.",
                                LIBRARY)
                        .showingAs("invalid_dpop_proof", "use_dpop_nonce")
                        .describedAs("dpop"))
                .build();
    }
}
