// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.profile;

import com.nimbusds.jose.JWSAlgorithm;
import dev.clientauth.profile.EvaluationContext.SendingTime;
import org.junit.jupiter.api.Test;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import static dev.clientauth.profile.RuleChecks.GUIDE;
import static org.assertj.core.api.Assertions.assertThat;

/** The times of an assertion, and the range of its expiry that the rules allow. */
class TimeWindowTest {
    private static final Instant NOON = Instant.parse("2026-11-27T12:00:00Z");
    private static final long SECONDS = NOON.getEpochSecond();

    @Test
    void timesAreReadAsWritten() {
        TimeWindow window = window(
                        Map.of("iat", SECONDS, "nbf", new BigDecimal(SECONDS + ".25"), "exp", (SECONDS + 300) * 1000))
                .orElseThrow();

        assertThat(window.iat()).isEqualTo(NOON);
        assertThat(window.nbf()).isEqualTo(NOON.plusMillis(250));
        assertThat(window.exp()).isEqualTo(Instant.ofEpochSecond((SECONDS + 300) * 1000));
        assertThat(window.now()).isNull();
        assertThat(window.sent()).isNull();
    }

    @Test
    void oneTimeIsEnough() {
        for (String claim : List.of("iat", "nbf", "exp")) {
            TimeWindow window = window(Map.of(claim, SECONDS)).orElseThrow();

            assertThat(window.iat()).isEqualTo(claim.equals("iat") ? NOON : null);
            assertThat(window.nbf()).isEqualTo(claim.equals("nbf") ? NOON : null);
            assertThat(window.exp()).isEqualTo(claim.equals("exp") ? NOON : null);
        }
    }

    @Test
    void withoutATimeThereIsNoWindow() {
        assertThat(window(Map.of("iss", "a"))).isEmpty();
        assertThat(window(Map.of("iat", "today", "nbf", List.of(), "exp", BigInteger.TEN.pow(30))))
                .isEmpty();
        assertThat(profile()
                        .diagnose(TokenRequest.ofAssertion("e30.%%.AAAA"), EvaluationContext.unknown())
                        .timeWindow())
                .isEmpty();
    }

    @Test
    void aTimeThatNoInstantCanHoldIsOmitted() {
        assertThat(exp(Instant.MAX.getEpochSecond())).contains(Instant.ofEpochSecond(Instant.MAX.getEpochSecond()));
        assertThat(exp(Instant.MIN.getEpochSecond())).contains(Instant.MIN);
        assertThat(exp(Instant.MAX.getEpochSecond() + 1)).isEmpty();
        assertThat(exp(Instant.MIN.getEpochSecond() - 1)).isEmpty();
    }

    @Test
    void aTimeFarInTheFutureIsInMilliseconds() {
        assertThat(TimeWindow.countsMilliseconds(Instant.ofEpochSecond(100_000_000_000L)))
                .isTrue();
        assertThat(TimeWindow.countsMilliseconds(Instant.ofEpochSecond(99_999_999_999L)))
                .isFalse();
        assertThat(TimeWindow.countsMilliseconds(NOON)).isFalse();
    }

    @Test
    void theTimeOfSendingIsTheBestThatIsKnown() {
        Map<String, Object> claims = Map.of("exp", SECONDS);
        EvaluationContext atLatest = EvaluationContext.unknown().withSentNotLaterThan(NOON);
        EvaluationContext exact = atLatest.withSentAt(NOON.minusSeconds(5));
        EvaluationContext byProvider = exact.withProviderClock(NOON.minusSeconds(7));

        assertThat(window(claims, atLatest).orElseThrow().sent())
                .isEqualTo(new SendingTime(NOON, false, SendingTime.Clock.LOCAL));
        assertThat(window(claims, exact).orElseThrow().sent())
                .isEqualTo(new SendingTime(NOON.minusSeconds(5), true, SendingTime.Clock.LOCAL));
        TimeWindow best = window(claims, byProvider).orElseThrow();
        assertThat(best.sent()).isEqualTo(new SendingTime(NOON.minusSeconds(7), true, SendingTime.Clock.PROVIDER));
        assertThat(best.now()).isEqualTo(NOON.minusSeconds(7));
    }

    @Test
    void aWindowOfKnownTimesIsByTheProvidersClock() {
        assertThat(new TimeWindow(NOON, null, null, null, null, null).sent())
                .isEqualTo(new SendingTime(NOON, true, SendingTime.Clock.PROVIDER));
        assertThat(new TimeWindow(null, NOON, null, null, null, null).sent()).isNull();
    }

    @Test
    void theNarrowestRangeOfAllRulesIsAllowed() {
        TimeWindow window = window(
                        Map.of("exp", SECONDS),
                        bounds("a", 10, 300).check(Fact.of(""), any -> Verdict.satisfied()),
                        bounds("b", 20, 400).check(Fact.of(""), any -> Verdict.satisfied()),
                        bounds("c", 0, 200).check(Fact.of(""), any -> Verdict.satisfied()))
                .orElseThrow();

        assertThat(window.earliestExpiry()).isEqualTo(NOON.plusSeconds(20));
        assertThat(window.latestExpiry()).isEqualTo(NOON.plusSeconds(200));
    }

    @Test
    void otherRulesDoNotNarrowIt() {
        Fact<Instant> noon = Fact.of(NOON);
        Fact<Instant> missing = context -> FactValue.missing("the time");
        Fact<Instant> absent = context -> FactValue.absent("there is none");
        Rule.Builder should = complete(Rule.should("should"), "exp");
        Rule.Builder other = complete(Rule.must("other"), "iat");
        Rule.Builder gated = complete(Rule.must("gated"), "exp").onlyWith(absent);
        Rule.Builder disputed = complete(Rule.must("disputed"), "exp");
        Rule.Builder unknown = complete(Rule.must("unknown"), "exp");

        TimeWindow window = window(
                        Map.of("exp", SECONDS),
                        should.earliest(noon).latest(noon).check(noon, any -> Verdict.satisfied()),
                        other.earliest(noon).latest(noon).check(noon, any -> Verdict.satisfied()),
                        gated.earliest(noon).latest(noon).check(noon, any -> Verdict.satisfied()),
                        disputed.earliest(noon)
                                .latest(noon)
                                .check(noon, any -> Verdict.satisfied())
                                .disputed("Some clients do otherwise."),
                        unknown.earliest(missing).latest(absent).check(noon, any -> Verdict.satisfied()))
                .orElseThrow();

        assertThat(window.earliestExpiry()).isNull();
        assertThat(window.latestExpiry()).isNull();
    }

    private static Optional<Instant> exp(long seconds) {
        return window(Map.of("iat", 0L, "exp", seconds)).map(TimeWindow::exp);
    }

    private static Rule.Builder bounds(String name, int earliest, int latest) {
        return complete(Rule.must(name), "exp")
                .earliest(Fact.of(NOON.plusSeconds(earliest)))
                .latest(Fact.of(NOON.plusSeconds(latest)));
    }

    private static Rule.Builder complete(Rule.Builder rule, String claim) {
        return rule.about(Field.claim(claim))
                .states("It has a range.")
                .remedy("Move it.")
                .source(GUIDE);
    }

    private static Profile profile(Rule... rules) {
        Profile.Builder profile = Profile.builder("test", "Test").algorithms(JWSAlgorithm.ES256);
        List.of(rules).forEach(profile::rule);
        return profile.build();
    }

    private static Optional<TimeWindow> window(Map<String, Object> claims, Rule... rules) {
        return window(claims, EvaluationContext.unknown(), rules);
    }

    private static Optional<TimeWindow> window(Map<String, Object> claims, EvaluationContext context, Rule... rules) {
        DecodedAssertion assertion = DecodedAssertion.unsigned(Map.of("alg", "ES256"), new HashMap<>(claims));
        return profile(rules)
                .diagnose(TokenRequest.builder().assertion(assertion).build(), context)
                .timeWindow();
    }
}
