// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.diagnosis.provider;

import com.nimbusds.jose.JWSAlgorithm;
import dev.clientauth.profile.AssertionParameter;
import dev.clientauth.profile.Field;
import dev.clientauth.profile.Level;
import dev.clientauth.profile.Profile;
import dev.clientauth.profile.Recognition;
import dev.clientauth.profile.Rule;
import dev.clientauth.profile.Verdict;
import dev.clientauth.profile.rules.CriticalHeaderRules;
import dev.clientauth.profile.rules.Facts;
import dev.clientauth.profile.rules.HeaderRules;
import dev.clientauth.profile.rules.RequestRules;
import dev.clientauth.profile.rules.SignatureRules;
import dev.clientauth.profile.rules.SlotRules;
import dev.clientauth.profile.rules.TimeRules;
import dev.clientauth.provider.PrivateKeyJwt;
import dev.clientauth.provider.base.ApplePages;
import dev.clientauth.provider.base.RequestTraits;
import dev.clientauth.provider.base.ServerCauses;
import dev.clientauth.provider.base.Sources;

import java.net.URI;
import java.util.List;

/**
 * Checks that apply to every provider, for a request or a JWT whose provider is not known. They are used for diagnosis only,
 * not by a client.
 */
public final class NeutralChecks {
    /** All algorithms with a private and a public key. */
    static final List<JWSAlgorithm> ALGORITHMS = PrivateKeyJwt.withTokenEndpointAudience(
                    URI.create("https://server.example.com/token"))
            .algorithms();

    /** The id of the profile for a JWT of another product or purpose. */
    public static final String OTHER_TOKEN = "other-token";

    /** The id of the profile for a client that authenticates without a signed JWT. */
    public static final String OTHER_METHOD = "other-method";

    private static final Profile OF_JWT =
            withCauses(ofJwt(ofRequest("neutral", "the general checks (provider not known)")));

    private static final int GRANT_WEIGHT = 5;
    private static final Profile OF_GRANT = ofGrant();

    private NeutralChecks() {}

    /** Checks of a JWT and its request that apply to every provider. */
    public static Profile profile() {
        return OF_JWT;
    }

    /** The requirements of every service that accepts a JWT as the grant (RFC 7523 section 2.1). */
    public static Profile grant() {
        return OF_GRANT;
    }

    /** Checks of a JWT that is not a client assertion, to which the causes for refused client assertions do not apply. */
    static Profile otherToken(String name) {
        return ofJwt(ofRequest(OTHER_TOKEN, name)).build();
    }

    /** Checks that apply to every provider for a request whose client uses this other authentication method. */
    static Profile otherMethod(String method) {
        Profile.Builder profile = ofRequest(OTHER_METHOD, method);
        ServerCauses.ofOtherMethod().forEach(profile::knownCause);
        return profile.build();
    }

    private static Profile.Builder ofJwt(Profile.Builder request) {
        return request.rule(SignatureRules.compact(Sources.RFC_7515_COMPACT))
                .rule(HeaderRules.algorithm(ALGORITHMS, Sources.RFC_7518_ALGORITHMS))
                .rule(CriticalHeaderRules.noExtension(Sources.RFC_7515_CRIT)
                        .disputed("Not every server reads crit, although RFC 7515 section 4.1.11 requires it."))
                .rule(SlotRules.thumbprintOfBytes(Sources.RFC_7515_X5T))
                .rule(TimeRules.secondsIfPresent("iat", Sources.RFC_7519_NUMERIC_DATE))
                .rule(TimeRules.secondsIfPresent("exp", Sources.RFC_7519_NUMERIC_DATE))
                .rule(TimeRules.secondsIfPresent("nbf", Sources.RFC_7519_NUMERIC_DATE))
                .rule(TimeRules.expiresInFuture(Sources.RFC_7523_FORMAT))
                .rule(TimeRules.notInFuture(Level.MUST, "iat", Sources.RFC_7523_FORMAT))
                .rule(TimeRules.notInFuture(Level.MUST, "nbf", Sources.RFC_7519_TIMES))
                .rule(TimeRules.notBeforeIsBeforeExpiry(Sources.RFC_7519_TIMES))
                .rule(SignatureRules.raw(Sources.RFC_7518_ECDSA));
    }

    private static Profile withCauses(Profile.Builder profile) {
        ServerDemands.all().forEach(profile::rule);
        ServerCauses.ofClientAuthentication().forEach(profile::knownCause);
        return profile.build();
    }

    private static Profile.Builder ofRequest(String id, String name) {
        return ofForm(id, name)
                .rule(SlotRules.assertionNotEmpty(Sources.RFC_7523_CLIENT))
                .rule(SlotRules.noPrivateKey(Sources.RFC_7523_FORMAT))
                .rule(SlotRules.noIdentityToken(Sources.RFC_6749_GRANTS))
                .rule(SlotRules.scopesSeparatedBySpaces(Sources.RFC_6749_SCOPE))
                .rule(RequestRules.grantParameters(Sources.RFC_6749_GRANTS))
                .algorithms(JWSAlgorithm.ES256);
    }

    private static Profile.Builder ofForm(String id, String name) {
        return Profile.builder(id, name)
                .rule(RequestRules.readable(Sources.RFC_6749_TOKEN_ENDPOINT))
                .rule(RequestRules.post(Sources.RFC_6749_TOKEN_ENDPOINT))
                .rule(RequestRules.formContentType(Sources.RFC_6749_TOKEN_ENDPOINT))
                .rule(RequestRules.unrepeated(Sources.RFC_6749_TOKEN_ENDPOINT))
                .rule(RequestRules.unquoted(ApplePages.FORUM));
    }

    private static Profile ofGrant() {
        Profile.Builder profile = ofForm("jwt-bearer-grant", "a JWT bearer grant (RFC 7523 section 2.1)")
                .assertionParameter(AssertionParameter.ASSERTION)
                .algorithms(JWSAlgorithm.RS256)
                .recognition(new Recognition(
                        List.of(RequestTraits.hint(
                                GRANT_WEIGHT,
                                "the grant is jwt-bearer: the JWT is the grant itself",
                                t -> t.parameter("grant_type").equals(RequestRules.JWT_BEARER_GRANT)
                                        || !t.parameter("assertion").isEmpty())),
                        List.of()))
                .rule(SlotRules.noPrivateKey(Sources.RFC_7523_FORMAT))
                .rule(RequestRules.grantType(List.of(RequestRules.JWT_BEARER_GRANT), Sources.RFC_7523_GRANT))
                .rule(RequestRules.assertionIn(AssertionParameter.ASSERTION, Sources.RFC_7523_GRANT))
                .rule(SignatureRules.compact(Sources.RFC_7515_COMPACT))
                .rule(HeaderRules.algorithm(ALGORITHMS, Sources.RFC_7518_ALGORITHMS))
                .rule(SlotRules.thumbprintOfBytes(Sources.RFC_7515_X5T))
                .rule(audiencePresent())
                .rule(TimeRules.secondsIfPresent("iat", Sources.RFC_7519_NUMERIC_DATE))
                .rule(TimeRules.seconds("exp", Sources.RFC_7519_NUMERIC_DATE))
                .rule(TimeRules.expiresInFuture(Sources.RFC_7523_FORMAT))
                .rule(TimeRules.notInFuture(Level.MUST, "iat", Sources.RFC_7523_FORMAT))
                .rule(TimeRules.notInFuture(Level.MUST, "nbf", Sources.RFC_7519_TIMES))
                .rule(SignatureRules.raw(Sources.RFC_7518_ECDSA));
        ServerCauses.ofGrant().forEach(profile::knownCause);
        return profile.build();
    }

    private static Rule audiencePresent() {
        return Rule.must("aud")
                .about(Field.claim("aud"))
                .states("aud is the audience that the service documents.")
                .remedy("Set aud to the audience that the service documents, as one string.")
                .source(Sources.RFC_7523_FORMAT)
                .error("invalid_grant")
                .check(Facts.claims(), claims -> {
                    Object aud = claims.get("aud");
                    Object one = aud instanceof List<?> all && all.size() == 1 ? all.get(0) : aud;
                    return Verdict.satisfiedIf(
                            one instanceof String text && !text.isBlank(),
                            one == null ? "absent" : '"' + String.valueOf(one) + '"',
                            "the audience that the service documents");
                });
    }
}
