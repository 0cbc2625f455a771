// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.provider;

import dev.clientauth.profile.Citation;
import dev.clientauth.profile.EvaluationContext.SendingTime;
import dev.clientauth.profile.Field;
import dev.clientauth.profile.Rule;
import dev.clientauth.profile.TokenRequest;
import dev.clientauth.profile.Verdict;
import dev.clientauth.profile.rules.Facts;
import dev.clientauth.profile.text.DurationFormat;
import dev.clientauth.profile.text.NumericDate;
import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Rules of Keycloak, which reads claims and parameters more leniently than the standards require. */
final class KeycloakRules {
    /** The longest time that a client may be allowed to use an assertion, unless its registration says otherwise. */
    static final Duration MAX_AGE = Duration.ofMinutes(1);

    private static final Set<String> FORM = Set.of("grant_type", "client_assertion_type", "client_assertion");
    private static final Pattern DIGITS = Pattern.compile("\\d{1,10}");

    private KeycloakRules() {}

    /** {@code exp} is present; a number in a string is read, and one in milliseconds is far in the future. */
    static Rule expiry(Citation source) {
        return Rule.must("exp.seconds")
                .about(Field.claim("exp"))
                .states("exp is present and is a number of seconds since 1970, which may be in a string.")
                .remedy("Write exp as a JSON integer in seconds, not milliseconds.")
                .source(source)
                .check(
                        Facts.claims(),
                        claims -> verdict(
                                claims.get("exp"),
                                isSeconds(claims.get("exp")) || (claims.get("exp") instanceof Long at && at > 0)));
    }

    /** The claim, if present, is in seconds; a number in a string is read. */
    static Rule secondsIfPresent(String claim, Citation source) {
        return Rule.must(claim + ".seconds")
                .about(Field.claim(claim))
                .states(claim + ", if present, is a number of seconds since 1970, which may be in a string.")
                .remedy("Write " + claim + " as a JSON integer in seconds, not milliseconds.")
                .source(source)
                .check(
                        Facts.claims(),
                        claims ->
                                verdict(claims.get(claim), claims.get(claim) == null || isSeconds(claims.get(claim))));
    }

    private static boolean isSeconds(@Nullable Object value) {
        return NumericDate.read(value) != null
                || (value instanceof String text && DIGITS.matcher(text).matches());
    }

    private static Verdict verdict(@Nullable Object value, boolean satisfied) {
        return Verdict.satisfiedIf(
                satisfied, value == null ? "absent" : "not a number of seconds", "seconds since 1970, an integer");
    }

    /** {@code jti} is present; any text or number is one. */
    static Rule jti(Citation source) {
        return Rule.must("jti")
                .about(Field.claim("jti"))
                .states("jti is present and is a string or a number.")
                .remedy("Set jti to a new random value for each assertion, for example a UUID.")
                .source(source)
                .check(Facts.claims(), claims -> {
                    Object jti = claims.get("jti");
                    return Verdict.satisfiedIf(
                            jti != null && !(jti instanceof List) && !(jti instanceof Map),
                            jti == null ? "absent" : "not a string",
                            "a unique string");
                });
    }

    /** What Keycloak reads from the form is not in the URL, whose other parameters it ignores. */
    static Rule inBody(Citation source) {
        return Rule.must("parameters.in-body")
                .about(Field.ENDPOINT)
                .states("grant_type, client_assertion_type and client_assertion are in the body, not in the URL.")
                .remedy("Move the parameters to the body: every proxy on the way may log the URL.")
                .source(source)
                .error("invalid_request")
                .check(Facts.parameters(), parameters -> {
                    Set<String> inQuery = parameters.stream()
                            .filter(TokenRequest.Parameter::inQuery)
                            .map(TokenRequest.Parameter::name)
                            .filter(FORM::contains)
                            .collect(Collectors.toCollection(TreeSet::new));
                    return Verdict.satisfiedIf(
                            inQuery.isEmpty(), "in the URL: " + String.join(", ", inQuery), "all in the body");
                });
    }

    /** Without {@code iat}, the maximum age limits {@code exp}. */
    static Rule expiryWithoutIssuedAt(Citation source) {
        String limit = DurationFormat.exact(MAX_AGE);
        return Rule.must("exp.within-one-minute-without-iat")
                .about(Field.claim("exp"))
                .states("exp, without iat, is at most " + limit + " ahead of the provider's clock.")
                .remedy("Add iat, or use a shorter lifetime.")
                .source(source)
                .check(Facts.claims(), Facts.instant("exp"), Facts.sendingTime(), KeycloakRules::near);
    }

    private static Verdict near(Map<String, @Nullable Object> claims, Instant exp, SendingTime sent) {
        return Verdict.satisfiedIf(
                claims.get("iat") != null || !exp.isAfter(sent.latest().plus(MAX_AGE)),
                DurationFormat.between(sent.latest(), exp) + " ahead, without iat",
                "at most " + DurationFormat.exact(MAX_AGE) + " ahead");
    }
}
