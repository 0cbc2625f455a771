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
import dev.clientauth.profile.rules.CriticalHeaderRules;
import dev.clientauth.profile.rules.EndpointRules;
import dev.clientauth.profile.rules.RequestRules;
import dev.clientauth.profile.rules.SignatureRules;
import dev.clientauth.profile.rules.SlotRules;
import dev.clientauth.profile.rules.TimeRules;
import dev.clientauth.provider.base.PlaceHints;
import dev.clientauth.provider.base.ProviderEntry;
import dev.clientauth.provider.base.Sources;

import java.net.URI;
import java.time.Duration;
import java.time.LocalDate;

/**
 * Keycloak, client authentication with a signed JWT.
 *
 * <p>{@code aud} is the issuer identifier of the realm, which is written, or the URL of its token, introspection, pushed
 * authorization or backchannel authentication endpoint.
 */
public final class Keycloak {
    private static final Citation SOURCE =
            Sources.excerpt("keycloak/keycloak, AbstractBaseJWTValidator", "https://github.com/keycloak/keycloak");
    private static final Citation TRIED = Citation.observed(
            "Keycloak 26.7.3, docs/interoperability.md",
            "https://github.com/keycloak/keycloak",
            LocalDate.of(2026, 11, 27));
    private static final String ENDPOINTS = "/protocol/openid-connect";
    private static final String MAX_EXPIRATION =
            "The client's setting Max expiration, 60 seconds by default, can allow more.";
    private static final Duration SKEW = Duration.ofSeconds(15);
    private static final Recognition RECOGNITION = PlaceHints.of("keycloak", "Keycloak")
            .path("(/auth)?/realms/[^/]+(/protocol/openid-connect/token)?/?")
            .recognition();

    static final ProviderEntry ENTRY = ProviderEntry.each(
            "keycloak", "https://sso.example.com/realms/main/protocol/openid-connect/token", Keycloak::profile);

    private Keycloak() {}

    /**
     * Returns the profile of a realm.
     *
     * @param tokenEndpoint the token endpoint, {@code https://{host}/realms/{realm}/protocol/openid-connect/token}, or the
     *     issuer identifier
     */
    public static Profile profile(URI tokenEndpoint) {
        Arguments.required(tokenEndpoint, "tokenEndpoint");
        String issuer = tokenEndpoint.toString().replaceFirst("(/protocol/openid-connect.*|/)$", "");
        String endpoints = issuer + ENDPOINTS;
        return PrivateKeyJwt.server(
                        "keycloak",
                        "Keycloak",
                        SOURCE,
                        URI.create(endpoints + "/token"),
                        JWSAlgorithm.ES256,
                        JWSAlgorithm.ES384,
                        JWSAlgorithm.ES512,
                        JWSAlgorithm.RS256,
                        JWSAlgorithm.PS256,
                        JWSAlgorithm.RS384,
                        JWSAlgorithm.PS384,
                        JWSAlgorithm.RS512,
                        JWSAlgorithm.PS512,
                        JWSAlgorithm.EdDSA)
                .issuer(issuer)
                .recognition(RECOGNITION)
                .rule(ClaimRules.audience(
                        issuer,
                        SOURCE,
                        endpoints + "/token",
                        endpoints + "/token/introspect",
                        endpoints + "/ext/par/request",
                        endpoints + "/ext/ciba/auth"))
                .rule(KeycloakRules.jti(TRIED))
                .rule(ClaimRules.jtiUnused(SOURCE))
                .rule(TimeRules.notInFuture(Level.MUST, "iat", SKEW, TRIED))
                .rule(TimeRules.notInFuture(Level.MUST, "nbf", SKEW, TRIED))
                .rule(KeycloakRules.expiry(TRIED))
                .rule(KeycloakRules.secondsIfPresent("iat", TRIED))
                .rule(KeycloakRules.secondsIfPresent("nbf", TRIED))
                .rule(KeycloakRules.inBody(TRIED))
                .rule(SignatureRules.compactWithDuplicates(TRIED))
                .rule(TimeRules.recent("iat", KeycloakRules.MAX_AGE, TRIED)
                        .disputed(MAX_EXPIRATION)
                        .brokenIfDescribedAs("issued too far in the past"))
                .rule(KeycloakRules.expiryWithoutIssuedAt(TRIED)
                        .disputed(MAX_EXPIRATION)
                        .brokenIfDescribedAs("iat claim not present"))
                .rule(RequestRules.noAuthorization(Sources.RFC_6749_CLIENT_AUTHENTICATION)
                        .disputed("Keycloak 26.7.3 accepts the JWT and ignores the header."))
                .rule(EndpointRules.noQuery(Sources.RFC_6749_TOKEN_ENDPOINT)
                        .disputed("Keycloak 26.7.3 ignores parameters in the URL that it does not know."))
                .rule(SlotRules.thumbprintOfBytes(Sources.RFC_7515_X5T).disputed("Keycloak 26.7.3 does not read it."))
                .rule(CriticalHeaderRules.noExtension(Sources.RFC_7515_CRIT)
                        .disputed("Keycloak 26.7.3 does not read crit."))
                .rule(SlotRules.typeOfNoOtherKind(Sources.RFC_8725_TYPES)
                        .disputed("Keycloak 26.7.3 does not read typ."))
                .rule(TimeRules.notBeforeIsBeforeExpiry(Sources.RFC_7519_TIMES)
                        .disputed("Keycloak 26.7.3 accepts an nbf up to 15 seconds ahead, which may be after exp."))
                .build();
    }
}
