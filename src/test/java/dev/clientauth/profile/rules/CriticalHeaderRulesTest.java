// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.profile.rules;

import dev.clientauth.profile.Rule;
import dev.clientauth.profile.Verdict;
import org.junit.jupiter.api.Test;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import static dev.clientauth.profile.RuleChecks.GUIDE;
import static dev.clientauth.profile.RuleChecks.checkHeader;
import static dev.clientauth.profile.RuleChecks.member;
import static org.assertj.core.api.Assertions.assertThat;

/** The header member crit, of which no provider documents an extension. */
class CriticalHeaderRulesTest {
    private static final Rule NO_EXTENSION = CriticalHeaderRules.noExtension(GUIDE);
    private static final Rule ABSENT = CriticalHeaderRules.absent(GUIDE);

    @Test
    void withoutCritBothRulesAreSatisfied() {
        assertThat(checkHeader(NO_EXTENSION, Map.of("exp", 5))).isEqualTo(Verdict.satisfied());
        assertThat(checkHeader(ABSENT, Map.of("exp", 5))).isEqualTo(Verdict.satisfied());
        assertThat(CriticalHeaderRules.mayChangeSignature(Map.of("b64", false))).isFalse();
    }

    @Test
    void aCritThatIsNotAnArrayOfStringsIsBroken() {
        for (Object crit : new Object[] {"exp", 5L, List.of("exp", 5L), Map.of(), null}) {
            Verdict broken = Verdict.broken("not an array of strings", "no crit");
            assertThat(checkHeader(NO_EXTENSION, member("crit", crit))).isEqualTo(broken);
            assertThat(checkHeader(ABSENT, member("crit", crit))).isEqualTo(broken);
            assertThat(CriticalHeaderRules.mayChangeSignature(member("crit", crit)))
                    .isFalse();
        }
    }

    @Test
    void anExtensionIsNamedOnce() {
        Map<String, Object> header = crit("exp", "alg", "exp", "b64");

        assertThat(checkHeader(NO_EXTENSION, header)).isEqualTo(Verdict.broken("\"exp\"", "no crit"));
        assertThat(checkHeader(ABSENT, header))
                .isEqualTo(Verdict.broken(
                        "\"exp\", \"alg\", \"exp\", \"b64\", repeated; not all of them are in the header", "no crit"));
        assertThat(CriticalHeaderRules.mayChangeSignature(header)).isTrue();
    }

    @Test
    void standardMembersAreNoExtensions() {
        Map<String, Object> header = crit("alg", "b64");
        header.put("alg", "ES256");
        header.put("b64", true);

        assertThat(checkHeader(NO_EXTENSION, header)).isEqualTo(Verdict.satisfied());
        assertThat(checkHeader(ABSENT, header)).isEqualTo(Verdict.broken("\"alg\", \"b64\"", "no crit"));
        assertThat(CriticalHeaderRules.mayChangeSignature(header)).isFalse();
        assertThat(checkHeader(NO_EXTENSION, crit())).isEqualTo(Verdict.satisfied());
        assertThat(checkHeader(ABSENT, crit())).isEqualTo(Verdict.broken("an empty array", "no crit"));
    }

    @Test
    void anUnencodedPayloadIsNamed() {
        Map<String, Object> header = crit("b64");
        header.put("b64", false);

        assertThat(checkHeader(NO_EXTENSION, header))
                .isEqualTo(Verdict.broken("b64, which is false: a JWT must not use that", "no crit"));
        assertThat(CriticalHeaderRules.mayChangeSignature(header)).isTrue();
        header.put("crit", List.of("alg"));
        assertThat(CriticalHeaderRules.mayChangeSignature(header)).isFalse();
    }

    @Test
    void onlyTheFirstFiveAreShown() {
        assertThat(checkHeader(NO_EXTENSION, crit("a", "b", "c", "d", "e")))
                .isEqualTo(Verdict.broken("\"a\", \"b\", \"c\", \"d\", \"e\"", "no crit"));
        assertThat(checkHeader(NO_EXTENSION, crit("a", "b", "c", "d", "e", "f", "g")))
                .isEqualTo(Verdict.broken("\"a\", \"b\", \"c\", \"d\", \"e\" and 2 more", "no crit"));
    }

    private static Map<String, Object> crit(String... names) {
        return new HashMap<>(member("crit", List.of(names)));
    }
}
