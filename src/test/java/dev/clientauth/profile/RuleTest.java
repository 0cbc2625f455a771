// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.profile;

import dev.clientauth.profile.Citation.Certainty;
import org.junit.jupiter.api.Test;

import java.time.Instant;

import static dev.clientauth.profile.RuleChecks.GUIDE;
import static dev.clientauth.profile.RuleChecks.NOTHING;
import static dev.clientauth.profile.RuleChecks.rule;
import static org.assertj.core.api.Assertions.assertThat;

/** The parts of a rule, its copies and its verdicts. */
class RuleTest {
    private static final Verdict BROKEN = Verdict.broken("one", "two");

    @Test
    void aRuleHasWhatItsBuilderWasGiven() {
        Fact<Instant> first = Fact.of(Instant.EPOCH);
        Fact<Instant> last = Fact.of(Instant.MAX);
        Rule rule = rule(Level.SHOULD, Field.claim("exp"))
                .earliest(first)
                .latest(last)
                .error("invalid_grant")
                .check(Fact.of(""), any -> BROKEN);

        assertThat(rule.name()).isEqualTo("name");
        assertThat(rule.id()).isEqualTo("name");
        assertThat(rule.within("test").id()).isEqualTo("test.name");
        assertThat(rule.level()).isEqualTo(Level.SHOULD);
        assertThat(rule.field()).isEqualTo(Field.claim("exp"));
        assertThat(rule.statement()).isEqualTo("It is two.");
        assertThat(rule.remedy()).isEqualTo("Set it to two.");
        assertThat(rule.citation()).isEqualTo(GUIDE);
        assertThat(rule.error()).isEqualTo("invalid_grant");
        assertThat(rule.earliest()).containsSame(first);
        assertThat(rule.latest()).containsSame(last);
        assertThat(rule.dispute()).isEmpty();
        assertThat(rule.certainty()).isEqualTo(Certainty.DOCUMENTED);
        assertThat(rule.within("test")).hasToString("test.name (SHOULD): It is two.");
        assertThat(new Finding(rule, Verdict.satisfied())).hasToString("name: Satisfied[]");
    }

    @Test
    void aRuleWithoutBoundsOrErrorHasTheDefaults() {
        Rule rule = broken();

        assertThat(rule.earliest()).isEmpty();
        assertThat(rule.latest()).isEmpty();
        assertThat(rule.error()).isEqualTo("invalid_client");
        assertThat(rule.withError("invalid_grant").error()).isEqualTo("invalid_grant");
        assertThat(rule.value(NOTHING)).isEqualTo(FactValue.absent("the rule only checks"));
    }

    @Test
    void aGateDecidesWhetherARuleApplies() {
        Rule present = broken().onlyWith(Fact.of(""));
        Rule missing = broken().onlyWith(context -> FactValue.missing("the scope"));
        Rule absent = broken().onlyWith(context -> FactValue.absent("there is no scope"));

        assertThat(broken().appliesTo(NOTHING)).isTrue();
        assertThat(present.appliesTo(NOTHING)).isTrue();
        assertThat(missing.appliesTo(NOTHING)).isTrue();
        assertThat(absent.appliesTo(NOTHING)).isFalse();
        assertThat(present.check(NOTHING)).isEqualTo(BROKEN);
        assertThat(missing.check(NOTHING)).isEqualTo(new Verdict.Unknown("the scope"));
        assertThat(absent.check(NOTHING)).isEqualTo(new Verdict.NotApplicable("there is no scope"));
    }

    @Test
    void aGateDecidesWhetherAValueIsWritten() {
        Rule.Builder rule = rule(Level.MUST, Field.claim("iss"));

        assertThat(rule.fixed("two").value(NOTHING)).isEqualTo(FactValue.value("two"));
        assertThat(rule.onlyWith(context -> FactValue.missing("the scope"))
                        .fixed("two")
                        .value(NOTHING))
                .isEqualTo(FactValue.value("two"));
        assertThat(rule.onlyWith(context -> FactValue.absent("there is no scope"))
                        .fixed("two")
                        .value(NOTHING))
                .isEqualTo(FactValue.absent("there is no scope"));
    }

    @Test
    void aDisputedRuleIsBrokenOnlyIfTheResponseConfirmsIt() {
        Rule disputed = broken().disputed("Some servers accept it.");
        Rule enforced = disputed.brokenIfDescribedAs("wrong name");

        assertThat(disputed.dispute()).contains("Some servers accept it.");
        assertThat(disputed.certainty()).isEqualTo(Certainty.DISPUTED);
        assertThat(disputed.check(NOTHING)).isEqualTo(new Verdict.Disputed("one", "two"));
        assertThat(disputed.check(refusedAs("Wrong Name!"))).isEqualTo(new Verdict.Disputed("one", "two"));
        assertThat(enforced.check(NOTHING)).isEqualTo(new Verdict.Disputed("one", "two"));
        assertThat(enforced.check(refusedAs("another name"))).isEqualTo(new Verdict.Disputed("one", "two"));
        assertThat(enforced.check(refusedAs("Wrong Name!"))).isEqualTo(BROKEN);
        assertThat(broken().brokenIfDescribedAs("wrong name").isEnforcedBySome())
                .isFalse();
        assertThat(disputed.isEnforcedBySome()).isFalse();
        assertThat(enforced.isEnforcedBySome()).isTrue();
        assertThat(enforced.onlyWith(Fact.of("")).withError("x").within("test").isEnforcedBySome())
                .isTrue();
    }

    @Test
    void aDisputedRuleCanBeSatisfied() {
        Rule rule = rule(Level.MUST, Field.METHOD)
                .check(Fact.of(""), any -> Verdict.satisfied())
                .disputed("Some servers accept others.");

        assertThat(rule.check(NOTHING)).isEqualTo(Verdict.satisfied());
    }

    @Test
    void aRuleAboutAFieldThatWasLeftOutIsUnknownUnlessSatisfied() {
        Field code = Field.parameter("code");
        TokenRequest.Builder leftOut = TokenRequest.builder().leftOut(code).leftOut(Field.ENDPOINT);
        RuleContext context = new RuleContext(leftOut.build(), EvaluationContext.unknown());

        assertThat(rule(Level.MUST, code).check(Fact.of(""), any -> BROKEN).check(context))
                .isEqualTo(new Verdict.Unknown("the value of the parameter code, which was left out"));
        assertThat(rule(Level.MUST, code)
                        .check(Fact.of(""), any -> Verdict.satisfied())
                        .check(context))
                .isEqualTo(Verdict.satisfied());
        assertThat(rule(Level.MUST, Field.METHOD)
                        .check(Fact.of(""), any -> BROKEN)
                        .check(context))
                .isEqualTo(BROKEN);
        assertThat(rule(Level.MUST, Field.ENDPOINT)
                        .check(Fact.of(""), any -> BROKEN)
                        .check(context))
                .isEqualTo(BROKEN);
        assertThat(context.endpoint()).isEqualTo(FactValue.missing("the URL of the request"));
    }

    @Test
    void aRuleOfSeveralFactsNeedsAllOfThem() {
        Fact<String> one = Fact.of("1");
        Fact<String> none = context -> FactValue.missing("the key");
        Rule.Builder rule = rule(Level.MUST, Field.METHOD);

        assertThat(rule.check(one, one, (a, b) -> Verdict.broken(a, b)).check(NOTHING))
                .isEqualTo(Verdict.broken("1", "1"));
        assertThat(rule.check(one, none, (a, b) -> BROKEN).check(NOTHING)).isEqualTo(new Verdict.Unknown("the key"));
        assertThat(rule.check(none, one, (a, b) -> BROKEN).check(NOTHING)).isEqualTo(new Verdict.Unknown("the key"));
        assertThat(rule.check(one, one, one, (a, b, c) -> Verdict.broken(a, b + c))
                        .check(NOTHING))
                .isEqualTo(Verdict.broken("1", "11"));
        assertThat(rule.check(one, one, none, (a, b, c) -> BROKEN).check(NOTHING))
                .isEqualTo(new Verdict.Unknown("the key"));
    }

    private static RuleContext refusedAs(String description) {
        return new RuleContext(
                NOTHING.request(),
                EvaluationContext.unknown().withResponse(new ErrorResponse(400, "invalid_client", description)));
    }

    private static Rule broken() {
        return rule(Level.MUST, Field.METHOD).check(Fact.of(""), any -> BROKEN);
    }
}
