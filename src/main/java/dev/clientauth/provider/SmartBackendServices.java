// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.provider;

import com.nimbusds.jose.JWSAlgorithm;
import dev.clientauth.arguments.Arguments;
import dev.clientauth.profile.AssertionParameter;
import dev.clientauth.profile.Citation;
import dev.clientauth.profile.KnownCause;
import dev.clientauth.profile.Level;
import dev.clientauth.profile.Profile;
import dev.clientauth.profile.Recognition;
import dev.clientauth.profile.ResponseFormat;
import dev.clientauth.profile.rules.ClaimRules;
import dev.clientauth.profile.rules.EndpointRules;
import dev.clientauth.profile.rules.HeaderRules;
import dev.clientauth.profile.rules.RequestRules;
import dev.clientauth.profile.rules.Rules;
import dev.clientauth.profile.rules.TimeRules;
import dev.clientauth.provider.base.Baseline;
import dev.clientauth.provider.base.ProviderEntry;
import dev.clientauth.provider.base.RequestTraits;
import dev.clientauth.provider.base.ServerCauses;
import dev.clientauth.provider.base.Sources;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * A server of SMART Backend Services (HL7 SMART App Launch 2.2).
 *
 * <p>Registration needs the client id and a public key, by JWK Set URL or inline. {@code scope} is required, for example
 * {@code system/Patient.rs}.
 */
public final class SmartBackendServices {
    private static final Citation ASYMMETRIC = Sources.documented(
            "SMART App Launch 2.2, Client Authentication: Asymmetric",
            "https://hl7.org/fhir/smart-app-launch/STU2.2/client-confidential-asymmetric.html",
            Sources.READ_AGAIN);
    private static final Citation BACKEND = Sources.documented(
            "SMART App Launch 2.2, Backend Services",
            "https://hl7.org/fhir/smart-app-launch/STU2.2/backend-services.html");

    private static final Citation AUDIENCE = Sources.observed(
            "spring-projects/spring-security issue 10530",
            "https://github.com/spring-projects/spring-security/issues/10530");

    /** {@code exp} lies no further ahead than this. */
    private static final Duration MAX_LIFETIME = Duration.ofMinutes(5);

    private static final ResponseFormat RESPONSES = new ResponseFormat(Duration.ofMinutes(5), "bearer", true, false);

    private static final String FROM_NOW = "The specification measures the five minutes by the server's clock only.";

    static final Recognition RECOGNITION = new Recognition(
            List.of(
                    RequestTraits.hint(
                            3,
                            "the scope is a SMART scope for backend services",
                            t -> t.parameter("scope").startsWith("system/")),
                    RequestTraits.hint(
                            1,
                            "alg is one that SMART prefers",
                            t -> List.of("RS384", "ES384").contains(t.header("alg")))),
            List.of());

    static final ProviderEntry ENTRY = ProviderEntry.each(
            "smart-backend-services", "https://ehr.example.com/token", SmartBackendServices::profile);

    private SmartBackendServices() {}

    /** Returns the profile of a SMART server with this token endpoint. */
    public static Profile profile(URI tokenEndpoint) {
        Arguments.required(tokenEndpoint, "tokenEndpoint");
        return specification(tokenEndpoint).toBuilder()
                .with(UnknownServer::disputeCommonRules)
                .rule(ClaimRules.audienceIncludesEndpoint(tokenEndpoint, ASYMMETRIC))
                .build();
    }

    /** Returns the requirements of the specification, without what a server that is not known may accept. */
    static Profile specification(URI tokenEndpoint) {
        return Baseline.of(
                        "smart-backend-services",
                        "SMART Backend Services",
                        AssertionParameter.CLIENT_ASSERTION,
                        ASYMMETRIC,
                        JWSAlgorithm.RS384,
                        JWSAlgorithm.ES384,
                        JWSAlgorithm.RS256,
                        JWSAlgorithm.RS512,
                        JWSAlgorithm.ES256,
                        JWSAlgorithm.ES512,
                        JWSAlgorithm.PS384,
                        JWSAlgorithm.PS256,
                        JWSAlgorithm.PS512,
                        JWSAlgorithm.EdDSA)
                .rule(HeaderRules.algorithmIsGuaranteed(List.of(JWSAlgorithm.RS384, JWSAlgorithm.ES384), ASYMMETRIC)
                        .disputed("The specification allows servers to support other algorithms as well."))
                .responseFormat(RESPONSES)
                .recognition(RECOGNITION)
                .with(Rules.tokenEndpoint(tokenEndpoint, BACKEND))
                .rule(EndpointRules.https(ASYMMETRIC))
                .rule(EndpointRules.onlyQueryOf(tokenEndpoint, Sources.RFC_6749_TOKEN_ENDPOINT))
                .rule(RequestRules.inBody(Level.MUST, tokenEndpoint, ASYMMETRIC))
                .rule(RequestRules.grantType(
                        List.of("client_credentials", "authorization_code", "refresh_token"), BACKEND))
                .rule(RequestRules.clientIdIfPresent(Sources.RFC_7521_CLIENT_ID))
                .rule(RequestRules.scopePresent("system/Patient.read", BACKEND))
                .rule(HeaderRules.rsaKeyOf(Sources.MIN_RSA_BITS, Sources.RFC_7518_RSA))
                .rule(HeaderRules.type("JWT", ASYMMETRIC))
                .rule(HeaderRules.jwkSetUrlIfPresent(ASYMMETRIC))
                .rule(HeaderRules.only(Level.SHOULD, Set.of("alg", "kid", "typ", "jku"), ASYMMETRIC))
                .rule(ClaimRules.issuerIsClientId(ASYMMETRIC))
                .rule(ClaimRules.subjectIsClientId(ASYMMETRIC))
                .rule(ClaimRules.audienceIsEndpoint(tokenEndpoint, ASYMMETRIC))
                .rule(TimeRules.expiresWithin("exp.within-five-minutes", MAX_LIFETIME, ASYMMETRIC))
                .rule(TimeRules.atMostAfter(
                                Level.SHOULD, "exp.within-five-minutes-of-iat", "iat", MAX_LIFETIME, Sources.BCDA)
                        .disputed(FROM_NOW))
                .rule(TimeRules.atMostAfter(
                                Level.SHOULD, "exp.within-five-minutes-of-nbf", "nbf", MAX_LIFETIME, Sources.BCDA)
                        .disputed(FROM_NOW))
                .rule(TimeRules.notInFuture(Level.SHOULD, "iat", Sources.RFC_7523_FORMAT))
                .rule(ClaimRules.jti(ASYMMETRIC))
                .rule(ClaimRules.jtiUnused(ASYMMETRIC))
                .knownCause(ServerCauses.JWK_SET)
                .knownCause(KnownCause.invalidClient(
                                "key-not-in-set",
                                "The server's copy of the JWK Set has no key, or several keys, with this kid and key type. The copy may be"
                                        + " outdated.",
                                "Compare the kid and the thumbprint with the published JWK Set.",
                                "Publish the key, wait until caches expire, and only then sign with it.",
                                ASYMMETRIC)
                        .describedAs("no matching key", "kid", "signature", "public key", "jwk"))
                .knownCause(KnownCause.invalidClient(
                                "proxy-audience",
                                "The server is behind a proxy and does not know the public URL in aud, or it expects its"
                                        + " issuer there.",
                                "Compare aud with token_endpoint and issuer in the server's smart-configuration, character by character.",
                                "Use the token endpoint from there, or have the URL added to the allowed audiences on the server.",
                                AUDIENCE)
                        .describedAs("audience", "aud claim", "invalid aud"))
                .knownCause(ServerCauses.CLIENT)
                .knownCause(ServerCauses.METHOD)
                .knownCause(ServerCauses.ALGORITHM)
                .knownCause(ServerCauses.CLOCK)
                .knownCause(ServerCauses.REUSED)
                .knownCause(ServerCauses.GRANT)
                .knownCause(KnownCause.invalidClient(
                                "scope-not-granted",
                                "The client was not granted these scopes.",
                                "Check the client's registration.",
                                "Request fewer scopes, or have them granted.",
                                BACKEND)
                        .showingAs("invalid_scope", "unauthorized_client"))
                .knownCause(KnownCause.invalidClient(
                                "scope-version",
                                "The server supports the other version of SMART scopes: system/Patient.read is version 1,"
                                        + " system/Patient.rs is version 2.",
                                "Look for permission-v1 and permission-v2 in the server's smart-configuration.",
                                "Request scopes of the version that the server supports.",
                                BACKEND)
                        .showingAs("invalid_scope"))
                .knownCause(KnownCause.invalidClient(
                                "scope-not-attached",
                                "The token is valid, but its scopes do not cover the call.",
                                "Compare the scope in the token response with the requested resource.",
                                "Have the scope granted, and get a new token.",
                                BACKEND)
                        .showingAs("insufficient_scope"))
                .build();
    }
}
