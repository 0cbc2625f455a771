// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.profile.rules;

import dev.clientauth.profile.DecodedAssertion;
import dev.clientauth.profile.ErrorResponse;
import dev.clientauth.profile.EvaluationContext;
import dev.clientauth.profile.FactValue;
import dev.clientauth.profile.Level;
import dev.clientauth.profile.Rule;
import dev.clientauth.profile.RuleChecks;
import dev.clientauth.profile.RuleContext;
import dev.clientauth.profile.TokenRequest;
import dev.clientauth.profile.Verdict;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import static dev.clientauth.profile.RuleChecks.GUIDE;
import static dev.clientauth.profile.RuleChecks.checkClaims;
import static dev.clientauth.profile.RuleChecks.member;
import static org.assertj.core.api.Assertions.assertThat;

/** The rules about times, at their limits. */
class TimeRulesTest {
    private static final Instant NOON = Instant.parse("2026-11-27T12:00:00Z");
    private static final long NOW = NOON.getEpochSecond();
    private static final long MINUTE = 60;
    private static final long HOUR = 60 * MINUTE;
    private static final long DAY = 24 * HOUR;
    private static final EvaluationContext BY_PROVIDER =
            EvaluationContext.unknown().withProviderClock(NOON.plusMillis(900));
    private static final EvaluationContext LOCAL = EvaluationContext.unknown().withSentAt(NOON);
    private static final EvaluationContext UNTIL_NOON =
            EvaluationContext.unknown().withSentNotLaterThan(NOON);
    private static final EvaluationContext REFUSED =
            UNTIL_NOON.withResponse(new ErrorResponse(400, "invalid_client", null));
    private static final Verdict SATISFIED = Verdict.satisfied();
    private static final Verdict CLOCK_UNKNOWN =
            new Verdict.Unknown("the provider's clock, which the Date header of its response shows");
    private static final Verdict TIME_UNKNOWN = new Verdict.Unknown("when the request was sent");
    private static final String UTC = ", close to a time zone offset: UTC was probably read as local time";

    @Test
    void aTimeIsANumberOfSeconds() {
        Rule rule = TimeRules.seconds("iat", GUIDE);

        assertThat(rule.statement()).isEqualTo("iat is present and is a number of seconds since 1970.");
        assertThat(checkClaims(rule, Map.of("iat", NOW))).isEqualTo(SATISFIED);
        assertThat(checkClaims(rule, Map.of("iat", new BigDecimal("1.5")))).isEqualTo(SATISFIED);
        assertThat(checkClaims(rule, Map.of())).isEqualTo(Verdict.broken("absent", "seconds since 1970"));
        assertThat(odd(rule, null)).isEqualTo("null");
        assertThat(odd(rule, "1")).isEqualTo("a string");
        assertThat(odd(rule, List.of())).isEqualTo("not a number");
        assertThat(odd(rule, true)).isEqualTo("not a number");
        assertThat(odd(rule, 100_000_000_000L)).isEqualTo("100000000000, which counts milliseconds");
        assertThat(odd(rule, 99_999_999_999_999L)).isEqualTo("99999999999999, which counts milliseconds");
        assertThat(odd(rule, 100_000_000_000_000L)).isEqualTo("100000000000000, too large for a number of seconds");
        assertThat(odd(rule, -100_000_000_000L)).isEqualTo("-100000000000, too large for a number of seconds");
        assertThat(odd(rule, new BigDecimal("1E+400")))
                .isEqualTo("1E+400, with an exponent or too large for a number of seconds");
    }

    @Test
    void anOptionalTimeMayBeAbsentButNotNull() {
        Rule rule = TimeRules.secondsIfPresent("nbf", GUIDE);

        assertThat(rule.statement()).isEqualTo("nbf, if present, is a number of seconds since 1970.");
        assertThat(checkClaims(rule, Map.of())).isEqualTo(SATISFIED);
        assertThat(odd(rule, "nbf", null)).isEqualTo("null");
    }

    @Test
    void aFractionIsNotAWholeNumberOfSeconds() {
        Rule rule = TimeRules.wholeSeconds("iat", GUIDE);

        assertThat(checkClaims(rule, Map.of("iat", new BigDecimal("1.5"))))
                .isEqualTo(Verdict.broken("1.5, with a fraction", "an integer"));
        assertThat(checkClaims(rule, Map.of("iat", new BigDecimal("1E+400")))).isEqualTo(SATISFIED);
        assertThat(checkClaims(rule, Map.of("iat", 1L))).isEqualTo(SATISFIED);
        assertThat(checkClaims(rule, Map.of())).isEqualTo(SATISFIED);
    }

    @Test
    void theSecondOfExpiryIsTooLate() {
        Rule rule = TimeRules.expiresInFuture(GUIDE);

        assertThat(check(rule, BY_PROVIDER, "exp", NOW + 1)).isEqualTo(SATISFIED);
        assertThat(check(rule, BY_PROVIDER, "exp", NOW))
                .isEqualTo(Verdict.broken("expired 900 milliseconds ago", "later than 2026-11-27T12:00:00.900Z"));
        assertThat(check(rule, LOCAL, "exp", NOW + 1)).isEqualTo(CLOCK_UNKNOWN);
        assertThat(check(rule, LOCAL, "exp", NOW - 2))
                .isEqualTo(Verdict.broken(
                        "expired 2 seconds ago by this machine's clock", "later than 2026-11-27T12:00:00Z"));
        assertThat(earliest(rule, BY_PROVIDER)).isEqualTo(NOON.plusSeconds(1));
    }

    @Test
    void anExpiredAssertionMayHaveBeenSentEarlier() {
        Rule rule = TimeRules.expiresInFuture(GUIDE);
        Verdict unless =
                Verdict.brokenIf("expired 2 seconds ago, unless sent earlier", "later than 2026-11-27T12:00:00Z");
        Verdict unknown = new Verdict.Unknown(
                "when the request was sent: exp has passed; expired 2 seconds ago, unless sent earlier");

        assertThat(check(rule, UNTIL_NOON, "exp", NOW - 2)).isEqualTo(unless);
        assertThat(check(rule, REFUSED, "exp", NOW - 2)).isEqualTo(unknown);
        assertThat(check(rule, REFUSED, "iat", NOW - DAY - 1, "exp", NOW - 2)).isEqualTo(unknown);
        assertThat(check(rule, REFUSED, "iat", NOW - DAY - 2, "exp", NOW - 2))
                .as("kept for a day")
                .isEqualTo(unless);
    }

    @ParameterizedTest
    @CsvSource({
        "1739, false",
        "1740, true",
        "1860, true",
        "1861, false",
        "50340, true",
        "50460, true",
        "52200, false",
        "60, false",
        "-1800, false",
    })
    void aTimeZoneOffsetIsReported(long age, boolean isZone) {
        Verdict.Broken broken =
                (Verdict.Broken) check(TimeRules.expiresInFuture(GUIDE), LOCAL, "iat", NOW - age, "exp", NOW - 1);

        if (isZone) {
            assertThat(broken.observed())
                    .contains(" ago by this machine's clock; iat is ")
                    .endsWith(" in the past" + UTC);
        } else {
            assertThat(broken.observed()).isEqualTo("expired 1 second ago by this machine's clock");
        }
    }

    @Test
    void aServerMayTolerateAnExpiredAssertion() {
        Rule rule = TimeRules.expiredAtMost(Duration.ofMinutes(1), GUIDE);

        assertThat(check(rule, BY_PROVIDER, "exp", NOW - 59)).isEqualTo(SATISFIED);
        assertThat(check(rule, LOCAL, "exp", NOW - 60))
                .isEqualTo(Verdict.broken(
                        "expired 1 minute ago by this machine's clock", "later than 2026-11-27T11:59:00Z"));
    }

    @Test
    void expiryIsNotTooFarAhead() {
        Rule rule = TimeRules.expiresWithin("exp.max", Duration.ofMinutes(5), Duration.ofSeconds(30), GUIDE);

        assertThat(check(rule, BY_PROVIDER, "exp", NOW + 330)).isEqualTo(SATISFIED);
        assertThat(check(rule, LOCAL, "exp", NOW + 330)).isEqualTo(CLOCK_UNKNOWN);
        assertThat(check(rule, LOCAL, "exp", NOW + 331))
                .isEqualTo(Verdict.broken(
                        "5 minutes 31 seconds ahead by this machine's clock, 31 seconds too far",
                        "at most 5 minutes ahead"));
        assertThat(check(rule, UNTIL_NOON, "exp", NOW + 300)).isEqualTo(TIME_UNKNOWN);
        assertThat(check(rule, UNTIL_NOON, "exp", NOW + 300, "iat", NOW - 30)).isEqualTo(TIME_UNKNOWN);
        assertThat(check(rule, UNTIL_NOON, "exp", NOW + 300, "iat", NOW - 31))
                .isEqualTo(Verdict.brokenIf(
                        "5 minutes 31 seconds ahead if the request was sent at iat", "at most 5 minutes ahead"));
        assertThat(check(rule, LOCAL, "exp", NOW + 4_000, "iat", NOW + 3_700))
                .as("not for days")
                .isInstanceOf(Verdict.Broken.class);
    }

    @Test
    void aLongLifetimeLeavesAnHourForTheIssueTime() {
        Rule rule = TimeRules.expiresWithin("exp.max", Duration.ofDays(180), GUIDE);

        assertThat(check(rule, UNTIL_NOON, "exp", NOW, "iat", NOW - 180 * DAY - HOUR))
                .isEqualTo(TIME_UNKNOWN);
        assertThat(check(rule, UNTIL_NOON, "exp", NOW, "iat", NOW - 180 * DAY - HOUR - 1))
                .isInstanceOf(Verdict.Broken.class);
    }

    @Test
    void anIssueTimeInTheFutureExplainsTheExpiry() {
        Rule rule = TimeRules.expiresWithin("exp.max", Duration.ofDays(1), GUIDE);
        Verdict explained = new Verdict.NotApplicable("iat is in the future, which explains exp");
        long ahead = NOW + HOUR + 1;

        assertThat(check(rule, LOCAL, "iat", ahead, "exp", ahead + DAY)).isEqualTo(explained);
        assertThat(check(rule, LOCAL, "iat", ahead, "exp", ahead + DAY + 1)).isInstanceOf(Verdict.Broken.class);
        assertThat(check(rule, LOCAL, "iat", ahead - 1, "exp", ahead + DAY - 1)).isInstanceOf(Verdict.Broken.class);
        assertThat(check(rule, LOCAL, "exp", ahead + DAY)).isInstanceOf(Verdict.Broken.class);
        assertThat(check(
                        TimeRules.expiresWithin("exp.max", Duration.ofDays(1).minusSeconds(1), GUIDE),
                        LOCAL,
                        "iat",
                        ahead,
                        "exp",
                        ahead + HOUR))
                .as("not for days")
                .isEqualTo(CLOCK_UNKNOWN);
    }

    @ParameterizedTest
    @CsvSource({
        "181, 0, false",
        "183, -3700, true",
        "183, -3701, false",
        "183, 3700, true",
        "184, 0, true",
        "184, 3701, false",
        "185, 0, false",
        "185, -3700, false",
        "182, 3700, false",
    })
    void sixCalendarMonthsAreReported(int days, int seconds, boolean isSixMonths) {
        Rule rule = TimeRules.expiresWithin("exp.max", Duration.ofDays(180), GUIDE);
        Verdict.Broken broken = (Verdict.Broken) check(rule, LOCAL, "exp", NOW + days * DAY + seconds);

        assertThat(broken.observed().endsWith(" too far: six calendar months can be that long"))
                .isEqualTo(isSixMonths);
        assertThat(broken.observed()).contains(" too far");
    }

    @Test
    void aLifetimeIsMeasuredFromAnotherClaim() {
        Rule atMost = TimeRules.atMostAfter("exp.after-iat", "iat", Duration.ofMinutes(5), GUIDE);
        Rule lessThan = TimeRules.lessThanAfter("exp.after-iat", "iat", Duration.ofMinutes(5), GUIDE);
        Rule should = TimeRules.atMostAfter(Level.SHOULD, "exp.after-nbf", "nbf", Duration.ofMinutes(5), GUIDE);

        assertThat(check(atMost, LOCAL, "iat", NOW, "exp", NOW + 300)).isEqualTo(SATISFIED);
        assertThat(check(atMost, LOCAL, "iat", NOW, "exp", NOW + 301))
                .isEqualTo(Verdict.broken(
                        "5 minutes 1 second after iat, 1 second too far", "at most 5 minutes after iat"));
        assertThat(check(lessThan, LOCAL, "iat", NOW, "exp", NOW + 299)).isEqualTo(SATISFIED);
        assertThat(check(lessThan, LOCAL, "iat", NOW, "exp", NOW + 300))
                .isEqualTo(Verdict.broken("5 minutes after iat", "less than 5 minutes after iat"));
        assertThat(check(should, LOCAL, "nbf", NOW, "exp", NOW + 301)).isInstanceOf(Verdict.Broken.class);
        assertThat(should.level()).isEqualTo(Level.SHOULD);
        assertThat(atMost.statement()).isEqualTo("exp is at most 5 minutes after iat.");
    }

    @Test
    void aTimeIsNotInTheFuture() {
        Rule strict = TimeRules.notInFuture(Level.MUST, "iat", GUIDE);
        Rule tolerant = TimeRules.aheadAtMost("iat", Duration.ofSeconds(15), GUIDE);

        assertThat(strict.statement()).isEqualTo("iat is not in the future, by the provider's clock.");
        assertThat(tolerant.statement())
                .isEqualTo("iat is not in the future, by the provider's clock, with a tolerance of 15 seconds.");
        assertThat(check(strict, LOCAL, "iat", NOW)).isEqualTo(CLOCK_UNKNOWN);
        assertThat(check(strict, BY_PROVIDER, "iat", NOW)).isEqualTo(SATISFIED);
        assertThat(check(strict, UNTIL_NOON, "iat", NOW)).isEqualTo(TIME_UNKNOWN);
        assertThat(check(strict, LOCAL, "iat", NOW + 1))
                .isEqualTo(Verdict.broken(
                        "1 second ahead by this machine's clock", "not later than 2026-11-27T12:00:00Z"));
        assertThat(check(strict, LOCAL, "iat", NOW + HOUR))
                .isEqualTo(Verdict.broken(
                        "1 hour ahead by this machine's clock" + UTC, "not later than 2026-11-27T12:00:00Z"));
        assertThat(check(tolerant, LOCAL, "iat", NOW + 15)).isEqualTo(CLOCK_UNKNOWN);
        assertThat(check(tolerant, LOCAL, "iat", NOW + 16)).isInstanceOf(Verdict.Broken.class);
    }

    @Test
    void aProvidedTimeOfSendingIsNotTheProvidersClock() {
        Rule rule = TimeRules.notInFutureOfProvider("iat", GUIDE);

        assertThat(check(rule, LOCAL, "iat", NOW + 300)).isEqualTo(CLOCK_UNKNOWN);
        assertThat(check(rule, LOCAL, "iat", NOW + 301)).isInstanceOf(Verdict.Broken.class);
        assertThat(check(rule, BY_PROVIDER, "iat", NOW + 1)).isInstanceOf(Verdict.Broken.class);
        assertThat(check(rule, UNTIL_NOON, "iat", NOW + 1)).isInstanceOf(Verdict.Broken.class);
    }

    @Test
    void aTimeIsRecent() {
        Rule rule = TimeRules.recent("iat", Duration.ofMinutes(5), GUIDE);

        assertThat(check(rule, BY_PROVIDER, "iat", NOW - 300)).isEqualTo(SATISFIED);
        assertThat(check(rule, LOCAL, "iat", NOW - 300)).isEqualTo(CLOCK_UNKNOWN);
        assertThat(check(rule, UNTIL_NOON, "iat", NOW - 301)).isEqualTo(TIME_UNKNOWN);
        assertThat(check(rule, LOCAL, "iat", NOW - 301))
                .isEqualTo(Verdict.broken("5 minutes 1 second old by this machine's clock", "at most 5 minutes"));
        assertThat(check(rule, LOCAL, "iat", NOW - HOUR))
                .isEqualTo(Verdict.broken("1 hour old by this machine's clock" + UTC, "at most 5 minutes"));
        assertThat(earliest(rule, LOCAL)).isEqualTo(NOON.minusSeconds(300));
    }

    @Test
    void notBeforeIsNotAfterExpiry() {
        Rule rule = TimeRules.notBeforeIsBeforeExpiry(GUIDE);

        assertThat(check(rule, LOCAL, "nbf", NOW, "exp", NOW)).isEqualTo(SATISFIED);
        assertThat(check(rule, LOCAL, "nbf", NOW + 1, "exp", NOW))
                .isEqualTo(Verdict.broken("1 second after exp", "not later than exp"));
    }

    @Test
    void aRequestSentAtTheLatestInstantDoesNotOverflow() {
        Rule rule = TimeRules.expiresWithin("exp.max", Duration.ofMinutes(5), GUIDE);
        EvaluationContext end = EvaluationContext.unknown().withSentAt(Instant.MAX);

        assertThat(check(rule, end, "exp", NOW)).isEqualTo(CLOCK_UNKNOWN);
    }

    private static String odd(Rule rule, Object value) {
        return odd(rule, "iat", value);
    }

    private static String odd(Rule rule, String claim, Object value) {
        Verdict.Broken broken = (Verdict.Broken) checkClaims(rule, member(claim, value));
        assertThat(broken.expected()).isEqualTo("seconds since 1970, an integer");
        return broken.observed();
    }

    private static Instant earliest(Rule rule, EvaluationContext context) {
        return ((FactValue.Value<Instant>) rule.earliest()
                        .orElseThrow()
                        .in(new RuleContext(TokenRequest.builder().build(), context)))
                .value();
    }

    private static Verdict check(Rule rule, EvaluationContext context, String claim, long value) {
        return check(rule, context, Map.of(claim, value));
    }

    private static Verdict check(
            Rule rule, EvaluationContext context, String claim, long value, String second, long other) {
        return check(rule, context, Map.of(claim, value, second, other));
    }

    private static Verdict check(Rule rule, EvaluationContext context, Map<String, Object> claims) {
        DecodedAssertion assertion = DecodedAssertion.unsigned(Map.of("alg", "ES256"), new HashMap<>(claims));
        return RuleChecks.check(rule, TokenRequest.builder().assertion(assertion), context);
    }
}
