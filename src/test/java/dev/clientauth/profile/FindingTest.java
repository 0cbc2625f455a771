// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.profile;

import com.nimbusds.jose.JWSAlgorithm;
import org.junit.jupiter.api.Test;

import static dev.clientauth.profile.RuleChecks.NOTHING;
import static dev.clientauth.profile.RuleChecks.rule;
import static org.assertj.core.api.Assertions.assertThat;

/** How a finding is classified, and what is said about a request that was not sent. */
class FindingTest {
    private static final Verdict BROKEN = Verdict.broken("one", "two");

    @Test
    void aFindingIsClassifiedByLevelAndVerdict() {
        Verdict disputed = new Verdict.Disputed("one", "two");
        Rule claim = rule(Level.MUST, Field.claim("aud")).check(Fact.of(""), any -> BROKEN);
        Rule header = rule(Level.MUST, Field.header("crit")).check(Fact.of(""), any -> BROKEN);
        Rule should = rule(Level.SHOULD, Field.claim("aud")).check(Fact.of(""), any -> BROKEN);
        Rule enforced = header.disputed("Some accept it.").brokenIfDescribedAs("crit");

        assertThat(new Finding(claim, BROKEN).blocksRequest()).isTrue();
        assertThat(new Finding(should, BROKEN).blocksRequest()).isFalse();
        assertThat(new Finding(claim, disputed).isUnsafe()).isTrue();
        assertThat(new Finding(header, BROKEN).isUnsafe()).isTrue();
        assertThat(new Finding(header, disputed).isUnsafe()).isFalse();
        assertThat(new Finding(should, disputed).isUnsafe()).isFalse();
        assertThat(new Finding(claim, Verdict.satisfied()).isUnsafe()).isFalse();
        assertThat(new Finding(claim, BROKEN).isConditional()).isFalse();
        assertThat(new Finding(claim, Verdict.brokenIf("one", "two")).isConditional())
                .isTrue();
        assertThat(new Finding(enforced, disputed).maySufficeForRefusal()).isTrue();
        assertThat(new Finding(enforced, Verdict.satisfied()).maySufficeForRefusal())
                .isFalse();
        assertThat(new Finding(header, disputed).maySufficeForRefusal()).isFalse();
    }

    @Test
    void theExceptionSaysWhetherTheProviderWouldOrMayRefuse() {
        Profile.Builder profile = Profile.builder("test", "Test").algorithms(JWSAlgorithm.ES256);
        Rule claim = rule(Level.MUST, Field.claim("aud")).check(Fact.of(""), any -> BROKEN);
        Diagnosis broken = profile.rule(claim).build().diagnose(NOTHING.request(), NOTHING.evaluation());
        Diagnosis disputed = profile.rule(claim.disputed("Some accept it."))
                .build()
                .diagnose(NOTHING.request(), NOTHING.evaluation());

        assertThat(new RuleViolationException(broken))
                .hasMessage("Not sent: Test would refuse it. It is two. Set it to two.");
        assertThat(new RuleViolationException(disputed))
                .hasMessage("Not sent: Test may refuse it. It is two. Set it to two.");
        assertThat(new RuleViolationException(broken).diagnosis()).isSameAs(broken);
        assertThat(new RuleViolationException(
                        profile.without("name").build().diagnose(NOTHING.request(), NOTHING.evaluation())))
                .hasMessage("Not sent: Test may refuse it. See diagnosis().");
    }
}
