// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.profile.rules;

import dev.clientauth.profile.DecodedAssertion;
import dev.clientauth.profile.EvaluationContext;
import dev.clientauth.profile.FactValue;
import dev.clientauth.profile.Rule;
import dev.clientauth.profile.RuleContext;
import dev.clientauth.profile.TokenRequest;
import dev.clientauth.profile.Verdict;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;

import static dev.clientauth.profile.RuleChecks.GUIDE;
import static dev.clientauth.profile.RuleChecks.checkClaims;
import static dev.clientauth.profile.RuleChecks.member;
import static org.assertj.core.api.Assertions.assertThat;

/** The rules about the identifiers among the claims. */
class ClaimRulesTest {
    private static final Verdict SATISFIED = Verdict.satisfied();

    @Test
    void theJtiIsAString() {
        Rule required = ClaimRules.jti(GUIDE);
        Rule optional = ClaimRules.jtiIfPresent(GUIDE);

        assertThat(required.statement()).isEqualTo("jti is present and is a string.");
        assertThat(optional.statement()).isEqualTo("jti, if present, is a string.");
        assertThat(checkClaims(required, Map.of())).isEqualTo(Verdict.broken("absent", "a unique string"));
        assertThat(checkClaims(optional, Map.of())).isEqualTo(SATISFIED);
        assertThat(checkClaims(optional, member("jti", null))).isEqualTo(Verdict.broken("absent", "a unique string"));
        for (Rule rule : List.of(required, optional)) {
            assertThat(checkClaims(rule, Map.of("jti", "a"))).isEqualTo(SATISFIED);
            assertThat(checkClaims(rule, Map.of("jti", ""))).isEqualTo(Verdict.broken("empty", "a unique string"));
            assertThat(checkClaims(rule, Map.of("jti", 5L)))
                    .isEqualTo(Verdict.broken("not a string", "a unique string"));
        }
    }

    @Test
    void theLengthOfTheJtiIsLimited() {
        Rule atLeast = ClaimRules.jtiAtLeast(2, GUIDE);
        Rule atMost = ClaimRules.jtiAtMost(2, GUIDE);

        assertThat(checkClaims(atLeast, Map.of("jti", "ab"))).isEqualTo(SATISFIED);
        assertThat(checkClaims(atMost, Map.of("jti", "ab"))).isEqualTo(SATISFIED);
        assertThat(checkClaims(atLeast, Map.of("jti", "a")))
                .isEqualTo(Verdict.broken("1 character", "at least 2 characters"));
        assertThat(checkClaims(atMost, Map.of("jti", "abc")))
                .isEqualTo(Verdict.broken("3 characters", "at most 2 characters"));
    }

    @Test
    void anAudienceMayBeAmongOthers() {
        Rule rule = ClaimRules.audienceIncludes("server", GUIDE);

        assertThat(checkClaims(rule, Map.of("aud", "server"))).isEqualTo(SATISFIED);
        assertThat(checkClaims(rule, Map.of("aud", List.of("a", "server")))).isEqualTo(SATISFIED);
        assertThat(checkClaims(rule, Map.of("aud", List.of("a")))).isEqualTo(Verdict.broken("[a]", "\"server\""));
        assertThat(checkClaims(rule, Map.of())).isEqualTo(Verdict.broken("absent", "\"server\""));
        assertThat(audience(List.of("a"))).isEqualTo(FactValue.value("a"));
        assertThat(audience("a")).isEqualTo(FactValue.value("a"));
        assertThat(audience(List.of("a", "b"))).isEqualTo(FactValue.absent("aud is not one string"));
        assertThat(audience(List.of(5L))).isEqualTo(FactValue.absent("aud is not one string"));
    }

    private static FactValue<String> audience(Object aud) {
        DecodedAssertion assertion = DecodedAssertion.unsigned(Map.of("alg", "ES256"), Map.of("aud", aud));
        return Facts.audience()
                .in(new RuleContext(TokenRequest.builder().assertion(assertion).build(), EvaluationContext.unknown()));
    }
}
