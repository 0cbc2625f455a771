// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.profile;

import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;

/** Checks one rule. */
public final class RuleChecks {
    public static final Citation GUIDE =
            Citation.documented("Guide", "https://example.com/guide", LocalDate.of(2026, 11, 27));

    /** Nothing is known. */
    public static final RuleContext NOTHING =
            new RuleContext(TokenRequest.builder().build(), EvaluationContext.unknown());

    private RuleChecks() {}

    /** Returns a builder of a complete rule, which needs only a check. */
    public static Rule.Builder rule(Level level, Field field) {
        return Rule.of(level, "name")
                .about(field)
                .states("It is two.")
                .remedy("Set it to two.")
                .source(GUIDE);
    }

    public static Verdict check(Rule rule, TokenRequest.Builder request) {
        return check(rule, request, EvaluationContext.unknown());
    }

    public static Verdict check(Rule rule, TokenRequest.Builder request, EvaluationContext context) {
        return rule.check(new RuleContext(request.build(), context));
    }

    public static Verdict checkClaims(Rule rule, Map<String, Object> claims) {
        return check(rule, TokenRequest.builder().assertion(DecodedAssertion.unsigned(Map.of("alg", "ES256"), claims)));
    }

    public static Verdict checkHeader(Rule rule, Map<String, Object> header) {
        return check(rule, TokenRequest.builder().assertion(DecodedAssertion.unsigned(header, Map.of())));
    }

    public static Verdict checkParameter(Rule rule, String name, String value) {
        return check(rule, TokenRequest.builder().parameter(name, value));
    }

    /** Returns one member, whose value may be null. */
    public static Map<String, Object> member(String name, Object value) {
        Map<String, Object> members = new HashMap<>();
        members.put(name, value);
        return members;
    }
}
