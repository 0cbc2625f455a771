// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.profile.rules;

import dev.clientauth.profile.Citation;
import dev.clientauth.profile.Fact;
import dev.clientauth.profile.FactValue;
import dev.clientauth.profile.Field;
import dev.clientauth.profile.Rule;
import dev.clientauth.profile.RuleContext;
import dev.clientauth.profile.Verdict;
import dev.clientauth.profile.text.DurationFormat;
import dev.clientauth.profile.text.Redactor;

import java.net.URI;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.regex.Pattern;

/** Rules about claims, other than times, that several providers share. */
public final class ClaimRules {
    private ClaimRules() {}

    /** {@code iss} is the client id: the registered one, otherwise the one in {@code sub}. */
    public static Rule issuerIsClientId(Citation source) {
        return issuer(
                "the client id, the same as sub",
                "Set iss to the client id, not to an organization id or a team id.",
                Facts.clientId().or(Facts.claim("sub")),
                source);
    }

    /**
     * {@code iss}, if present, is the client id: the registered one, otherwise the one in {@code sub}. It is always written.
     */
    public static Rule issuerIsClientIdIfPresent(Citation source) {
        return Rule.must("iss")
                .about(Field.claim("iss"))
                .states("iss, if present, is the client id, the same as sub.")
                .remedy("Set iss to the client id, not to an organization id or a team id.")
                .source(source)
                .mayBeAbsent()
                .fixed(Facts.clientId().or(Facts.claim("sub")));
    }

    /** {@code iss} is the client id, and {@code sub} is not. */
    public static Rule issuerIsTheClient(Citation source) {
        return issuer("the client id", "Set iss to the client id.", Facts.clientId(), source);
    }

    /** A claim is present. */
    public static Rule present(String claim, Citation source) {
        return Rule.must(claim + ".present")
                .about(Field.claim(claim))
                .states(claim + " is present.")
                .remedy("Add " + claim + ".")
                .source(source)
                .check(Facts.claims(), claims -> Verdict.satisfiedIf(claims.containsKey(claim), "absent", "present"));
    }

    /** {@code aud} is a string, not an array with one element. */
    public static Rule audienceIsOneString(Citation source) {
        return oneAudience(1, source);
    }

    /** {@code aud} is a string, not an array of strings. */
    public static Rule audienceIsNoArray(Citation source) {
        return oneAudience(Integer.MAX_VALUE, source);
    }

    private static Rule oneAudience(int maxSize, Citation source) {
        return Rule.must("aud.one-string")
                .about(Field.claim("aud"))
                .states("aud is one string, not an array.")
                .remedy("Send aud as a string; some servers do not accept an array.")
                .source(source)
                .check(Facts.claims(), claims -> {
                    boolean isArray = claims.get("aud") instanceof List<?> all
                            && !all.isEmpty()
                            && all.size() <= maxSize
                            && all.stream().allMatch(String.class::isInstance);
                    return Verdict.satisfiedIf(!isArray, "an array", "one string");
                });
    }

    /** {@code iss} is the Team ID. */
    public static Rule issuerIsTeamId(Citation source) {
        return issuer(
                "the Team ID",
                "Set iss to the ten-character Team ID on the membership page of the developer account.",
                Facts.teamId(),
                source);
    }

    private static Rule issuer(String what, String remedy, Fact<String> value, Citation source) {
        return Rule.must("iss")
                .about(Field.claim("iss"))
                .states("iss is " + what + ".")
                .remedy(remedy)
                .source(source)
                .fixed(value);
    }

    /** {@code sub} is the client id. */
    public static Rule subjectIsClientId(Citation source) {
        return Rule.must("sub")
                .about(Field.claim("sub"))
                .states("sub is the client id.")
                .remedy("Set sub to exactly the client id.")
                .source(source)
                .fixed(Facts.clientId());
    }

    /** {@code aud} is the first string, which is written, or one of the accepted ones, whatever the URL of the request is. */
    public static Rule audience(String value, Citation source, String... accepted) {
        return Rule.must("aud")
                .about(Field.claim("aud"))
                .states("aud is " + Rules.oneOf(value, accepted) + ".")
                .remedy("Set aud to \"" + value + "\", as one string.")
                .source(source)
                .fixed(value, accepted);
    }

    /** {@code scope} is in the JWT, as a string: the scopes that are requested, separated by spaces. */
    public static Rule scope(Citation source) {
        return Rule.must("scope")
                .about(Field.claim("scope"))
                .states("The scope claim contains the requested scopes, separated by spaces.")
                .remedy("Put the scopes in the JWT's scope claim; this provider does not read the scope parameter.")
                .source(source)
                .error("invalid_scope")
                .fixed(Facts.scope());
    }

    /** {@code sub} is the user or account for which a token is requested. */
    public static Rule subject(String what, Citation source) {
        return Rule.must("sub")
                .about(Field.claim("sub"))
                .states("sub is " + what + ".")
                .remedy("Set sub to " + what + ", not to the client id.")
                .source(source)
                .fixed(Facts.subject());
    }

    /** {@code sub}, if present, is the user or account for which a token is requested. */
    public static Rule subjectIfPresent(String what, Citation source) {
        return Rule.should("sub")
                .about(Field.claim("sub"))
                .states("sub, if present, is " + what + ".")
                .remedy("Set sub to " + what + ", or omit it.")
                .source(source)
                .mayBeAbsent()
                .fixed(Facts.subject());
    }

    /**
     * {@code aud} is this string, whatever the URL of the request is.
     *
     * @param remark an additional sentence of the remedy, about values that are easily confused with the audience
     */
    public static Rule audience(String value, String remark, Citation source) {
        return Rule.must("aud")
                .about(Field.claim("aud"))
                .states("aud is \"" + value + "\".")
                .remedy("Set aud to \"" + value + "\", as one string. " + remark)
                .source(source)
                .fixed(value);
    }

    /** {@code aud} is this string, or an array that includes it. */
    public static Rule audienceIncludes(String value, Citation source) {
        return audienceIncludes("\"" + value + "\"", "\"" + value + "\"", Fact.of(value), source);
    }

    /** {@code aud} is the URL of the request or, if that is not known, the server's; or an array that includes it. */
    public static Rule audienceIncludesEndpoint(URI tokenEndpoint, Citation source) {
        return audienceIncludes(
                "the URL of the token endpoint that receives the request",
                "exactly the URL of the token endpoint",
                endpointOr(tokenEndpoint).map(URI::toString),
                source);
    }

    private static Rule audienceIncludes(String what, String right, Fact<String> value, Citation source) {
        return Rule.must("aud")
                .about(Field.claim("aud"))
                .states("aud is " + what + ", or an array that includes it.")
                .remedy("Set aud to " + right + ", as one string.")
                .source(source)
                .fixed(
                        value,
                        (context, expected) -> Verdict.of(context.claims(), claims -> {
                            Object aud = claims.get("aud");
                            return Verdict.satisfiedIf(
                                    expected.equals(aud)
                                            || (aud instanceof List<?> several && several.contains(expected)),
                                    aud == null ? "absent" : Redactor.member(aud),
                                    Redactor.quoted(expected));
                        }));
    }

    /**
     * {@code aud} is the URL of the request (RFC 7523 section 3, SMART App Launch); unknown if the URL is not known.
     */
    public static Rule audienceIsEndpoint(Citation source) {
        return audienceIs(Facts.endpoint(), source);
    }

    /** The same, but if the URL of the request is not known, it is the server's. */
    public static Rule audienceIsEndpoint(URI tokenEndpoint, Citation source) {
        return audienceIs(endpointOr(tokenEndpoint), source);
    }

    /**
     * {@code aud} names the server: its token endpoint, which is written, or what can be its issuer identifier, a URL on the
     * same host.
     */
    public static Rule audienceIsEndpointOrIssuer(URI tokenEndpoint, Citation source) {
        return audienceIsOfServer(tokenEndpoint, source, ServerAudience::checkOneOnHost);
    }

    /** The same, or an array that includes it. */
    public static Rule audienceIncludesEndpointOrIssuer(URI tokenEndpoint, Citation source) {
        return audienceIsOfServer(tokenEndpoint, source, ServerAudience::checkOnHost);
    }

    /** The same for an unknown server: an audience on another host may also be its issuer. */
    public static Rule audienceIsEndpointOrAnyIssuer(URI tokenEndpoint, Citation source) {
        return audienceIsOfServer(tokenEndpoint, source, ServerAudience::check);
    }

    private static Rule audienceIsOfServer(
            URI tokenEndpoint, Citation source, BiFunction<RuleContext, String, Verdict> check) {
        Fact<URI> endpoint = endpointOr(tokenEndpoint);
        return Rule.must("aud")
                .about(Field.claim("aud"))
                .states("aud is the URL of the token endpoint, or the server's issuer identifier.")
                .remedy("Set aud to issuer or token_endpoint exactly as it appears in the server's metadata, as one"
                        + " string.")
                .source(source)
                .fixed(endpoint.map(URI::toString), check);
    }

    /** {@code aud} is the token endpoint, not the issuer. */
    public static Rule audienceIsTheEndpoint(URI tokenEndpoint, Citation source) {
        return Rule.should("aud.token-endpoint")
                .about(Field.claim("aud"))
                .states("aud is the URL of the token endpoint.")
                .remedy("Set aud to the audience that the server documents.")
                .source(source)
                .check(
                        Facts.audience(),
                        endpointOr(tokenEndpoint),
                        (aud, endpoint) -> Verdict.satisfiedIf(
                                aud.equals(endpoint.toString()),
                                Redactor.quoted(aud),
                                Redactor.quoted(endpoint.toString())));
    }

    private static Fact<URI> endpointOr(URI tokenEndpoint) {
        boolean hasQuery = tokenEndpoint.getRawQuery() != null;
        return (hasQuery ? Facts.rawEndpoint() : Facts.endpoint()).or(context -> FactValue.value(tokenEndpoint));
    }

    private static Rule audienceIs(Fact<URI> endpoint, Citation source) {
        return Rule.must("aud")
                .about(Field.claim("aud"))
                .states("aud is the URL of the token endpoint that receives the request.")
                .remedy("Set aud to exactly the URL of the request, as one string.")
                .source(source)
                .fixed(endpoint.map(URI::toString));
    }

    /** A string claim has the provider's format. */
    public static Rule form(
            String name, String claim, Pattern form, String description, String remedy, Citation source) {
        return Rule.must(name)
                .about(Field.claim(claim))
                .states(claim + " is " + description + ".")
                .remedy(remedy)
                .source(source)
                .check(
                        Facts.claim(claim),
                        value -> Verdict.satisfiedIf(
                                form.matcher(value).matches(), Redactor.quoted(value), description));
    }

    /** There are no other claims than these. */
    public static Rule only(Set<String> allowed, Citation source) {
        return Rule.should("claims.members")
                .about(Field.ASSERTION)
                .states("The payload contains only " + String.join(", ", new TreeSet<>(allowed)) + ".")
                .remedy("Remove the other claims; the provider does not use them.")
                .source(source)
                .check(Facts.claims(), claims -> HeaderRules.onlyOf(claims.keySet(), allowed::contains, allowed));
    }

    /** {@code jti} is present, as a string. */
    public static Rule jti(Citation source) {
        return jti(true, source);
    }

    /** {@code jti}, if present, is a string. */
    public static Rule jtiIfPresent(Citation source) {
        return jti(false, source);
    }

    private static Rule jti(boolean required, Citation source) {
        return Rule.must("jti")
                .about(Field.claim("jti"))
                .states(required ? "jti is present and is a string." : "jti, if present, is a string.")
                .remedy("Set jti to a new random value for each assertion, for example a UUID.")
                .source(source)
                .check(Facts.claims(), claims -> {
                    Object jti = claims.get("jti");
                    return Verdict.satisfiedIf(
                            (jti instanceof String text && !text.isEmpty())
                                    || (!required && !claims.containsKey("jti")),
                            jti == null ? "absent" : jti instanceof String ? "empty" : "not a string",
                            "a unique string");
                });
    }

    /** {@code jti} is no longer than this many characters. */
    public static Rule jtiAtMost(int characters, Citation source) {
        return Rule.must("jti.length")
                .about(Field.claim("jti"))
                .states("jti has at most " + characters + " characters.")
                .remedy("Use a shorter jti; a UUID has 36 characters.")
                .source(source)
                .check(
                        Facts.claim("jti"),
                        jti -> Verdict.satisfiedIf(
                                jti.length() <= characters,
                                DurationFormat.counted(jti.length(), "character"),
                                "at most " + characters + " characters"));
    }

    /** {@code jti} has at least this many characters. */
    public static Rule jtiAtLeast(int characters, Citation source) {
        return Rule.must("jti.minimum-length")
                .about(Field.claim("jti"))
                .states("jti has at least " + characters + " characters.")
                .remedy("Use a longer jti; a UUID has 36 characters.")
                .source(source)
                .check(
                        Facts.claim("jti"),
                        jti -> Verdict.satisfiedIf(
                                jti.length() >= characters,
                                DurationFormat.counted(jti.length(), "character"),
                                "at least " + characters + " characters"));
    }

    /** {@code jti} has never been used by this client before. */
    public static Rule jtiUnused(Citation source) {
        return Rule.must("jti.unused")
                .about(Field.claim("jti"))
                .states("jti has not been used before, not even by an earlier attempt of the same request.")
                .remedy("Create and sign a new assertion for every request, including retries.")
                .source(source)
                .check(
                        Facts.claim("jti"),
                        Facts.usedJti(),
                        (jti, used) -> Verdict.satisfiedIf(
                                !used.test(jti), "a jti used before", "a jti that was never used before"));
    }
}
