package dev.clientauth.provider;

import com.nimbusds.jose.JWSAlgorithm;
import dev.clientauth.profile.AssertionParameter;
import dev.clientauth.profile.Citation;
import dev.clientauth.profile.Field;
import dev.clientauth.profile.Level;
import dev.clientauth.profile.Profile;
import dev.clientauth.profile.ProviderHint;
import dev.clientauth.profile.Recognition;
import dev.clientauth.profile.RequestTraits;
import dev.clientauth.profile.Rule;
import dev.clientauth.profile.Verdict;
import dev.clientauth.profile.rules.Facts;
import dev.clientauth.profile.rules.HeaderRules;
import dev.clientauth.profile.rules.RequestRules;
import dev.clientauth.profile.rules.SignatureRules;
import dev.clientauth.profile.rules.SlotRules;
import dev.clientauth.profile.rules.TimeRules;

import java.time.Duration;
import java.util.List;

/**
 * A signed JWT as the grant itself (RFC 7523 section 2.1), as Google, Salesforce, Box, DocuSign and Maskinporten take it. For
 * diagnosing a request; there is no client for it.
 */
public final class JwtBearerGrant {
    private static final int WEIGHT = 5;
    private static final int WEIGHT_OF_SERVICE = 12;

    static final Recognition RECOGNITION = new Recognition(
            List.of(
                    new ProviderHint(
                            WEIGHT,
                            "the grant is jwt-bearer: the JWT is the grant itself",
                            t -> t.parameter("grant_type").equals(RequestRules.JWT_BEARER_GRANT)
                                    || !t.parameter("assertion").isEmpty()),
                    new ProviderHint(
                            WEIGHT_OF_SERVICE,
                            "the URL or aud is that of a service that takes a JWT as a grant (jwt-bearer)",
                            t -> t.parameter("client_assertion").isEmpty()
                                    && !GrantService.of(t).equals(GrantService.OTHER))),
            List.of());

    private JwtBearerGrant() {}

    /** What the service to which this request goes demands. */
    static Profile profile(RequestTraits traits) {
        GrantService service = GrantService.of(traits);
        Citation page = service.page();
        Profile.Builder profile = Profile.builder("jwt-bearer-grant", service.title())
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
                .rule(audience(service))
                .rule(TimeRules.secondsIfPresent("iat", Sources.RFC_7519_NUMERIC_DATE))
                .rule(TimeRules.seconds("exp", Sources.RFC_7519_NUMERIC_DATE))
                .rule(TimeRules.expiresInFuture(Sources.RFC_7523_FORMAT))
                .rule(TimeRules.notInFuture(Level.MUST, "iat", Sources.RFC_7523_FORMAT))
                .rule(TimeRules.notInFuture(Level.MUST, "nbf", Sources.RFC_7519_TIMES))
                .rule(SignatureRules.raw(Sources.RFC_7518_ECDSA));
        service.maxLife().ifPresent(most -> life(profile, most, page));
        if (service == GrantService.MASKINPORTEN || service == GrantService.MASKINPORTEN_TEST) {
            profile.rule(HeaderRules.keyIdOfRegisteredKey(page)
                    .disputed("A client without a registered key may send its certificate as x5c.")
                    .brokenIfDescribedAs("no key identifier", "kid provided", "key identifier"));
        }
        ServerDemands.all().forEach(profile::rule);
        ServerCauses.ofGrant().forEach(profile::knownCause);
        return profile.build();
    }

    private static void life(Profile.Builder profile, Duration most, Citation page) {
        profile.rule(TimeRules.atMostAfter("exp.after-iat", "iat", most, page))
                .rule(TimeRules.expiresWithin("exp.ahead", most, page));
    }

    private static Rule audience(GrantService service) {
        List<String> right = service.audiences();
        String names = right.isEmpty() ? "the audience that the service documents" : String.join(" or ", right);
        return Rule.must("aud")
                .about(Field.claim("aud"))
                .states("aud is " + names + ".")
                .remedy("Set aud to " + names + ", as one string.")
                .source(service.page())
                .error("invalid_grant")
                .check(Facts.claims(), claims -> {
                    Object aud = claims.get("aud");
                    Object one = aud instanceof List<?> all && all.size() == 1 ? all.get(0) : aud;
                    boolean isRight =
                            one instanceof String text && !text.isBlank() && (right.isEmpty() || right.contains(text));
                    return Verdict.satisfiedIf(
                            isRight, one == null ? "absent" : '"' + String.valueOf(one) + '"', names);
                });
    }
}
