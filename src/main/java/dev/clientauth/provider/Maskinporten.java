// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.provider;

import com.nimbusds.jose.JWSAlgorithm;
import dev.clientauth.profile.Citation;
import dev.clientauth.profile.Level;
import dev.clientauth.profile.Profile;
import dev.clientauth.profile.Recognition;
import dev.clientauth.profile.ResponseFormat;
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
 * Maskinporten of Digdir, Norway: the JWT is the grant (RFC 7523 section 2.1).
 *
 * <p>The scopes are a claim; the JWT is valid for at most two minutes and must be created within ten seconds of being sent.
 */
public final class Maskinporten {
    private static final Citation JWT = Sources.excerpt(
            "Digdir, Maskinporten, JWT grant",
            "https://docs.digdir.no/docs/Maskinporten/maskinporten_protocol_jwtgrant");
    private static final Citation TOKEN = Sources.excerpt(
            "Digdir, Maskinporten, /token endpoint",
            "https://docs.digdir.no/docs/Maskinporten/maskinporten_protocol_token");
    private static final String PRODUCTION = "https://maskinporten.no/";
    private static final String TEST = "https://test.maskinporten.no/";
    private static final Duration MAX_LIFETIME = Duration.ofMinutes(2);
    private static final Duration SKEW = Duration.ofSeconds(10);
    private static final Recognition RECOGNITION = PlaceHints.ofGrant("maskinporten", "Maskinporten")
            .host("maskinporten.no", "test.maskinporten.no")
            .audience(PRODUCTION, TEST)
            .recognition();
    private static final Profile IN_PRODUCTION = at(PRODUCTION);
    private static final Profile IN_TEST = at(TEST);

    static final ProviderEntry ENTRY = ProviderEntry.of(
            IN_PRODUCTION, endpoint -> "test.maskinporten.no".equals(endpoint.getHost()) ? IN_TEST : IN_PRODUCTION);

    private Maskinporten() {}

    /** Returns the profile of production. */
    public static Profile profile() {
        return IN_PRODUCTION;
    }

    /** Returns the profile of the test system. */
    public static Profile test() {
        return IN_TEST;
    }

    /**
     * Returns the profile for a client that has no registered key and sends its certificate ({@code x5c}), the enterprise
     * certificate of its organization. The signing key needs it: {@code SigningKey.load(file).withCertificate(certificate)}.
     *
     * @param profile {@link #profile()} or {@link #test()}
     */
    public static Profile withCertificate(Profile profile) {
        return profile.toBuilder()
                .without("kid")
                .without("kid.present")
                .rule(HeaderRules.certificate(JWT))
                .build();
    }

    private static Profile at(String issuer) {
        return JwtBearerGrant.build(JwtBearerGrant.provider(
                        "maskinporten",
                        "Maskinporten",
                        TOKEN,
                        URI.create(issuer + "token"),
                        JWSAlgorithm.RS256,
                        JWSAlgorithm.RS384,
                        JWSAlgorithm.RS512)
                .lifetime(Duration.ofSeconds(100))
                .issuedAtBackdate(Duration.ofSeconds(2))
                .chosenClaims("iat", "exp", "jti")
                .responseFormat(ResponseFormat.STANDARD.withTokenLife(Duration.ofSeconds(599)))
                .issuer(issuer)
                .recognition(RECOGNITION)
                .with(Rules.algorithms(JWT, JWSAlgorithm.RS256, JWSAlgorithm.RS384, JWSAlgorithm.RS512))
                .rule(HeaderRules.keyIdOfRegisteredKey(JWT)
                        .disputed("A client without a registered key may send its certificate as x5c.")
                        .brokenIfDescribedAs("no key identifier", "kid provided", "key identifier"))
                .rule(ClaimRules.audience(issuer, "The trailing slash is required.", JWT))
                .rule(ClaimRules.scope(JWT))
                .rule(TimeRules.seconds("iat", JWT))
                .rule(TimeRules.notInFuture(Level.MUST, "iat", SKEW, JWT))
                .rule(TimeRules.recent("iat", SKEW, JWT))
                .rule(TimeRules.atMostAfter("exp.within-two-minutes-of-iat", "iat", MAX_LIFETIME, JWT))
                .rule(ClaimRules.jtiIfPresent(JWT))
                .rule(ClaimRules.jtiUnused(JWT)));
    }
}
