// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.provider;

import com.nimbusds.jose.JWSAlgorithm;
import dev.clientauth.arguments.Arguments;
import dev.clientauth.profile.Citation;
import dev.clientauth.profile.Field;
import dev.clientauth.profile.KnownCause;
import dev.clientauth.profile.Level;
import dev.clientauth.profile.Profile;
import dev.clientauth.profile.Recognition;
import dev.clientauth.profile.Rule;
import dev.clientauth.profile.rules.ClaimRules;
import dev.clientauth.profile.rules.HeaderRules;
import dev.clientauth.profile.rules.TimeRules;
import dev.clientauth.provider.base.PlaceHints;
import dev.clientauth.provider.base.ProviderEntry;
import dev.clientauth.provider.base.Sources;

import java.net.URI;
import java.time.Duration;

/**
 * NHS England, API platform, application-restricted access with a signed JWT.
 *
 * <p>The client id is the API key of the application. Only RS512 is accepted; no scope is sent. Production and the test
 * environments have different hosts, and {@code aud} is the URL that is posted to.
 */
public final class NhsEngland {
    private static final Citation GUIDE = Sources.excerpt(
            "NHS England, Application-restricted RESTful APIs: signed JWT authentication",
            "https://digital.nhs.uk/developer/guides-and-documentation/security-and-authorisation/application-restricted-restful-apis-signed-jwt-authentication");
    private static final Citation SERVICE = Sources.documented(
            "NHSDigital/identity-service-api, validate-client-assertion-claims.js",
            "https://github.com/NHSDigital/identity-service-api");
    private static final Citation FORUM = Sources.observedExcerpt(
            "NHS developer community 7141",
            "https://developer.community.nhs.uk/t/invalid-iss-sub-claims-when-getting-access-token-on-integration-api/7141");
    private static final URI PRODUCTION = URI.create("https://api.service.nhs.uk/oauth2/token");
    private static final Duration MAX_LIFETIME = Duration.ofMinutes(5);
    private static final Duration GRACE = Duration.ofSeconds(10);
    private static final Recognition RECOGNITION = PlaceHints.of("nhs-england", "NHS England")
            .host("api.service.nhs.uk", ".api.service.nhs.uk")
            .recognition();

    static final ProviderEntry ENTRY = ProviderEntry.of(profile(), NhsEngland::profile);

    private NhsEngland() {}

    /** Returns the profile of production. */
    public static Profile profile() {
        return profile(PRODUCTION);
    }

    /**
     * Returns the profile of an environment.
     *
     * @param tokenEndpoint its token endpoint, for example {@code https://int.api.service.nhs.uk/oauth2/token}
     */
    public static Profile profile(URI tokenEndpoint) {
        Arguments.required(tokenEndpoint, "tokenEndpoint");
        return JwtBearerGrant.refusingWith(
                "invalid_request",
                PrivateKeyJwt.server("nhs-england", "NHS England", GUIDE, tokenEndpoint, JWSAlgorithm.RS512)
                        .lifetime(Duration.ofMinutes(4))
                        .recognition(RECOGNITION)
                        .without("signature.raw")
                        .without("kid.present")
                        .without("typ.other-kind")
                        .rule(HeaderRules.keyId(Level.MUST, SERVICE))
                        .rule(type())
                        .rule(ClaimRules.audienceIsEndpoint(tokenEndpoint, SERVICE))
                        .rule(ClaimRules.jti(SERVICE))
                        .rule(ClaimRules.jtiUnused(SERVICE))
                        .rule(TimeRules.wholeSeconds("exp", SERVICE))
                        .rule(TimeRules.expiresWithin("exp.within-five-minutes", MAX_LIFETIME, GRACE, SERVICE))
                        .knownCause(KnownCause.invalidClient(
                                        "other-environment",
                                        "The API key belongs to an application in an environment other than that of the "
                                                + "request's host.",
                                        "Compare the environment of the application with the host.",
                                        "Send the request to the application's environment, and set aud accordingly.",
                                        FORUM)
                                .showingAs("invalid_request", "invalid_client")
                                .describedAs("invalid iss sub claims"))
                        .build());
    }

    private static Rule type() {
        return Rule.must("typ")
                .about(Field.header("typ"))
                .states("The header's typ is \"JWT\", in upper or lower case.")
                .remedy("Set typ to \"JWT\"; some JWT libraries omit it by default.")
                .source(SERVICE)
                .fixed("JWT", "jwt", "Jwt");
    }
}
