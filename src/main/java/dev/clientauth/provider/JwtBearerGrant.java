package dev.clientauth.provider;

import com.nimbusds.jose.JWSAlgorithm;
import dev.clientauth.profile.AssertionParameter;
import dev.clientauth.profile.Citation;
import dev.clientauth.profile.Field;
import dev.clientauth.profile.Level;
import dev.clientauth.profile.Profile;
import dev.clientauth.profile.Recognition;
import dev.clientauth.profile.Recognition.ProviderHint;
import dev.clientauth.profile.Rule;
import dev.clientauth.profile.Verdict;
import dev.clientauth.profile.rules.ClaimRules;
import dev.clientauth.profile.rules.EndpointRules;
import dev.clientauth.profile.rules.Facts;
import dev.clientauth.profile.rules.HeaderRules;
import dev.clientauth.profile.rules.RequestRules;
import dev.clientauth.profile.rules.Rules;
import dev.clientauth.profile.rules.SignatureRules;
import dev.clientauth.profile.rules.SlotRules;
import dev.clientauth.profile.rules.TimeRules;
import dev.clientauth.provider.base.ApplePages;
import dev.clientauth.provider.base.Baseline;
import dev.clientauth.provider.base.ProviderEntry;
import dev.clientauth.provider.base.ServerCauses;
import dev.clientauth.provider.base.ServerDemands;
import dev.clientauth.provider.base.Sources;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A signed JWT as the grant itself (RFC 7523 section 2.1). The base of the providers that take one, and the profile by which
 * a request to an unknown service is diagnosed.
 */
public final class JwtBearerGrant {
    private static final int WEIGHT = 5;

    static final Recognition RECOGNITION = new Recognition(
            List.of(new ProviderHint(
                    WEIGHT,
                    "the grant is jwt-bearer: the JWT is the grant itself",
                    t -> t.parameter("grant_type").equals(RequestRules.JWT_BEARER_GRANT)
                            || !t.parameter("assertion").isEmpty())),
            List.of());

    private static final Profile UNKNOWN_SERVICE = unknownService();
    static final ProviderEntry ENTRY = new ProviderEntry(
            UNKNOWN_SERVICE.id(),
            RECOGNITION,
            Optional.empty(),
            (endpoint, issuer) -> UNKNOWN_SERVICE,
            traits -> ServerDemands.with(UNKNOWN_SERVICE));

    private JwtBearerGrant() {}

    /** Returns what every service requires that takes a JWT as a grant; for diagnosing a request. There is no client for it. */
    public static Profile profile() {
        return UNKNOWN_SERVICE;
    }

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
        ServerCauses.ofGrant().forEach(profile::knownCause);
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

    private static Profile unknownService() {
        Profile.Builder profile = Profile.builder("jwt-bearer-grant", "a JWT bearer grant (RFC 7523 section 2.1)")
                .assertionParameter(AssertionParameter.ASSERTION)
                .algorithms(JWSAlgorithm.RS256)
                .recognition(RECOGNITION)
                .rule(RequestRules.readable(Sources.RFC_6749_TOKEN_ENDPOINT))
                .rule(RequestRules.post(Sources.RFC_6749_TOKEN_ENDPOINT))
                .rule(RequestRules.formContentType(Sources.RFC_6749_TOKEN_ENDPOINT))
                .rule(RequestRules.unrepeated(Sources.RFC_6749_TOKEN_ENDPOINT))
                .rule(RequestRules.unquoted(ApplePages.FORUM))
                .rule(SlotRules.noPrivateKey(Sources.RFC_7523_FORMAT))
                .rule(RequestRules.grantType(List.of(RequestRules.JWT_BEARER_GRANT), Sources.RFC_7523_GRANT))
                .rule(RequestRules.assertionIn(AssertionParameter.ASSERTION, Sources.RFC_7523_GRANT))
                .rule(SignatureRules.compact(Sources.RFC_7515_COMPACT))
                .rule(HeaderRules.algorithm(NeutralChecks.ALGORITHMS, Sources.RFC_7518_ALGORITHMS))
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
