// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.provider;

import com.nimbusds.jose.JWSAlgorithm;
import dev.clientauth.profile.AssertionParameter;
import dev.clientauth.profile.Citation;
import dev.clientauth.profile.Level;
import dev.clientauth.profile.Profile;
import dev.clientauth.profile.Rule;
import dev.clientauth.profile.rules.ClaimRules;
import dev.clientauth.profile.rules.EndpointRules;
import dev.clientauth.profile.rules.HeaderRules;
import dev.clientauth.profile.rules.RequestRules;
import dev.clientauth.profile.rules.Rules;
import dev.clientauth.profile.rules.TimeRules;
import dev.clientauth.provider.base.Baseline;
import dev.clientauth.provider.base.ServerCauses;
import dev.clientauth.provider.base.Sources;

import java.net.URI;
import java.time.Duration;
import java.util.List;

/** A signed JWT as the grant itself (RFC 7523 section 2.1): the base of the providers that take one. */
final class JwtBearerGrant {
    private JwtBearerGrant() {}

    /**
     * What every provider of this kind requires: iss is the client, and the JWT is sent as {@code assertion}. A provider adds
     * its audience, the header that names the key, and the claims that it reads.
     *
     * @param page the provider's page on the grant
     */
    static Profile.Builder provider(
            String id, String name, Citation page, URI tokenEndpoint, JWSAlgorithm... algorithms) {
        Profile.Builder profile = Baseline.of(id, name, AssertionParameter.ASSERTION, page, algorithms)
                .lifetime(Duration.ofMinutes(2))
                .chosenClaims("iat", "exp")
                // RFC 7523 section 2.1: client authentication is optional with this grant, and the scopes are
                // elsewhere.
                .without("http.no-authorization")
                .without("grant-type.parameters")
                .without("parameters.no-identity-token")
                .without("scope.spaces")
                .rule(RequestRules.grantType(List.of(RequestRules.JWT_BEARER_GRANT), Sources.RFC_7523_GRANT))
                .with(Rules.tokenEndpoint(tokenEndpoint, page))
                .rule(EndpointRules.https(Sources.RFC_6749_TOKEN_ENDPOINT))
                .rule(EndpointRules.noQuery(Sources.RFC_6749_TOKEN_ENDPOINT))
                .rule(HeaderRules.keyIdIfPresent(Sources.RFC_7515_KID))
                .rule(HeaderRules.typeOrNone(Level.SHOULD, "JWT", Sources.RFC_7519_TYP))
                .rule(ClaimRules.issuerIsTheClient(page))
                .rule(TimeRules.notInFuture(Level.MUST, "iat", Sources.RFC_7523_FORMAT));
        if (JWSAlgorithm.Family.RSA.containsAll(List.of(algorithms))) {
            profile.without("signature.raw").rule(HeaderRules.rsaKeyOf(Sources.MIN_RSA_BITS, Sources.RFC_7518_RSA));
        }
        // Each of these providers documents its audience, which a rule compares.
        ServerCauses.ofGrant().stream()
                .filter(cause -> !cause.equals(ServerCauses.AUDIENCE))
                .forEach(profile::knownCause);
        return profile;
    }

    /** Builds the profile; a JWT that is not valid is refused with {@code invalid_grant} (RFC 7523 section 3.1). */
    static Profile build(Profile.Builder profile) {
        return refusingWith("invalid_grant", profile.build());
    }

    /** The same profile, which refuses a JWT that is not valid with this error. */
    static Profile refusingWith(String error, Profile profile) {
        Profile.Builder changed = profile.toBuilder();
        profile.rules().stream()
                .filter(rule -> rule.error().equals(Rule.DEFAULT_ERROR))
                .forEach(rule -> changed.rule(rule.withError(error)));
        return changed.build();
    }
}
