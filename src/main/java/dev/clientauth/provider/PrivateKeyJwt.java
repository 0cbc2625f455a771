// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.provider;

import com.nimbusds.jose.JWSAlgorithm;
import dev.clientauth.arguments.Arguments;
import dev.clientauth.profile.AssertionParameter;
import dev.clientauth.profile.Citation;
import dev.clientauth.profile.Level;
import dev.clientauth.profile.Profile;
import dev.clientauth.profile.Recognition;
import dev.clientauth.profile.rules.ClaimRules;
import dev.clientauth.profile.rules.EndpointRules;
import dev.clientauth.profile.rules.HeaderRules;
import dev.clientauth.profile.rules.RequestRules;
import dev.clientauth.profile.rules.Rules;
import dev.clientauth.profile.rules.SlotRules;
import dev.clientauth.profile.rules.TimeRules;
import dev.clientauth.provider.base.Baseline;
import dev.clientauth.provider.base.ProviderEntry;
import dev.clientauth.provider.base.RequestTraits;
import dev.clientauth.provider.base.ServerCauses;
import dev.clientauth.provider.base.Sources;

import java.net.URI;
import java.time.Duration;
import java.util.List;

/**
 * Any server that accepts {@code private_key_jwt} (OpenID Connect Core section 9, RFC 7523).
 *
 * <p>Two modes: {@link #profile(String, URI)} follows the update of RFC 7523 (draft-ietf-oauth-rfc7523bis), which closes
 * audience injection; {@link #withTokenEndpointAudience(URI)} is for servers that expect the token endpoint as the audience.
 */
public final class PrivateKeyJwt {
    private static final Citation SPRING = Sources.observed(
            "Spring Security, JwtClientAssertionAuthenticationConverter",
            "https://github.com/spring-projects/spring-security");
    /** The shortest limit among common servers, so that nearly all of them accept the assertion. */
    private static final Duration LIFE = Duration.ofMinutes(1);

    static final Recognition RECOGNITION = new Recognition(
            List.of(
                    RequestTraits.hint(
                            5,
                            "typ is client-authentication+jwt",
                            t -> t.header("typ").equals("client-authentication+jwt")),
                    RequestTraits.hint(
                            1,
                            "iss and sub are the same",
                            t -> !t.claim("iss").isEmpty() && t.claim("iss").equals(t.claim("sub"))),
                    RequestTraits.hint(
                            1,
                            "a JWT is sent as client_assertion",
                            t -> !t.parameter("client_assertion").isEmpty())),
            List.of());

    static final ProviderEntry ENTRY = ProviderEntry.each(
            "private-key-jwt",
            "https://server.example.com/oauth2/token",
            (endpoint, issuer) -> issuer == null ? withTokenEndpointAudience(endpoint) : profile(issuer, endpoint));

    private PrivateKeyJwt() {}

    /**
     * Returns a profile with the issuer identifier as {@code aud}, and the {@code typ} {@code client-authentication+jwt}.
     *
     * @param issuer the issuer identifier exactly as in the server's metadata, including a trailing slash
     * @param tokenEndpoint the URL of the token endpoint, including its query, if any (RFC 6749 section 3.2)
     */
    public static Profile profile(String issuer, URI tokenEndpoint) {
        Arguments.notBlank(issuer, "issuer");
        Arguments.required(tokenEndpoint, "tokenEndpoint");
        return any(tokenEndpoint)
                .rule(HeaderRules.clientAuthenticationTypeOr("JWT", Sources.RFC_7523_BIS)
                        .disputed(UnknownServer.TYPE))
                .rule(HeaderRules.typeIs("client-authentication+jwt", Sources.RFC_7523_BIS)
                        .disputed("The draft recommends that servers accept a JWT without it, and servers do."))
                .issuer(issuer)
                .rule(ClaimRules.audienceIncludes(issuer, Sources.RFC_7523_BIS))
                .build();
    }

    /**
     * Returns a profile with the token endpoint as {@code aud}, and the {@code typ} {@code JWT} or none.
     *
     * @param tokenEndpoint the URL of the token endpoint, including its query, if any (RFC 6749 section 3.2)
     */
    public static Profile withTokenEndpointAudience(URI tokenEndpoint) {
        Arguments.required(tokenEndpoint, "tokenEndpoint");
        return any(tokenEndpoint)
                .rule(ClaimRules.audienceIncludesEndpointOrIssuer(tokenEndpoint, Sources.OPENID_CONNECT_CORE))
                .rule(ClaimRules.audienceIsTheEndpoint(tokenEndpoint, Sources.OPENID_CONNECT_CORE)
                        .disputed("Servers such as Auth0 and Keycloak require or accept their issuer identifier."))
                .build();
    }

    /**
     * Returns a profile for diagnosing a request to an unknown server: {@code aud} may be the token endpoint or any issuer.
     *
     * @param tokenEndpoint the URL of the request
     */
    public static Profile unknownServer(URI tokenEndpoint) {
        Arguments.required(tokenEndpoint, "tokenEndpoint");
        return withTokenEndpointAudience(tokenEndpoint).toBuilder()
                .rule(ClaimRules.audienceIsEndpointOrAnyIssuer(tokenEndpoint, Sources.OPENID_CONNECT_CORE))
                .build();
    }

    private static Profile.Builder any(URI tokenEndpoint) {
        return server(
                        "private-key-jwt",
                        "private_key_jwt",
                        Sources.RFC_7523_CLIENT,
                        tokenEndpoint,
                        JWSAlgorithm.ES256,
                        JWSAlgorithm.ES384,
                        JWSAlgorithm.ES512,
                        JWSAlgorithm.RS256,
                        JWSAlgorithm.PS256,
                        JWSAlgorithm.RS384,
                        JWSAlgorithm.RS512,
                        JWSAlgorithm.PS384,
                        JWSAlgorithm.PS512,
                        JWSAlgorithm.EdDSA)
                .with(UnknownServer::disputePrivateKeyJwtRules)
                .recognition(RECOGNITION);
    }

    /**
     * Returns a builder with what every server of this kind requires; a provider adds its audience and its own rules.
     *
     * @param page the provider's page on the token request
     */
    static Profile.Builder server(
            String id, String name, Citation page, URI tokenEndpoint, JWSAlgorithm... algorithms) {
        Profile.Builder profile = Baseline.of(id, name, AssertionParameter.CLIENT_ASSERTION, page, algorithms)
                .lifetime(LIFE)
                // Many servers read no typ, and the updated RFC 7523 has another one.
                .rule(HeaderRules.typeOrNone(Level.SHOULD, "JWT", Sources.RFC_7519_TYP, "client-authentication+jwt"))
                .rule(SlotRules.thumbprintOfBytes(Sources.RFC_7515_X5T))
                .rule(SlotRules.typeOfNoOtherKind(Sources.RFC_8725_TYPES))
                .with(Rules.tokenEndpoint(tokenEndpoint, Sources.RFC_6749_TOKEN_ENDPOINT))
                .rule(EndpointRules.https(Sources.RFC_6749_TOKEN_ENDPOINT))
                .rule(EndpointRules.onlyQueryOf(tokenEndpoint, Sources.RFC_6749_TOKEN_ENDPOINT))
                .rule(RequestRules.inBody(Level.MUST, tokenEndpoint, Sources.RFC_7523_CLIENT))
                .rule(RequestRules.clientIdThoughOptional(SPRING))
                .rule(HeaderRules.keyIdIfPresent(Sources.RFC_7515_KID))
                .rule(HeaderRules.keyIdPresent(Sources.RFC_7515_KID)
                        .disputed("A server with only one registered key for the client needs no kid.")
                        .brokenIfDescribedAs(
                                "kid is invalid",
                                "no kid",
                                "missing kid",
                                "kid missing",
                                "key identifier",
                                "kid is required",
                                "kid header"))
                .rule(HeaderRules.rsaKeyOf(Sources.MIN_RSA_BITS, Sources.RFC_7518_RSA))
                .rule(ClaimRules.issuerIsClientId(Sources.OPENID_CONNECT_CORE))
                .rule(ClaimRules.subjectIsClientId(Sources.OPENID_CONNECT_CORE))
                .rule(ClaimRules.jti(Sources.OPENID_CONNECT_CORE))
                .rule(ClaimRules.jtiUnused(Sources.OPENID_CONNECT_CORE))
                .rule(TimeRules.notInFuture(Level.MUST, "iat", Sources.RFC_7523_BIS));
        ServerCauses.ofClientAuthentication().forEach(profile::knownCause);
        return profile;
    }
}
