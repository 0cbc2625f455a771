// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.provider;

import dev.clientauth.profile.Diagnosis;
import dev.clientauth.profile.ErrorResponse;
import dev.clientauth.profile.EvaluationContext;
import dev.clientauth.profile.Finding;
import dev.clientauth.profile.Profile;
import dev.clientauth.profile.TokenRequest;
import dev.clientauth.profile.Verdict;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

@DisplayName("The rules about times depend on what is known about the time of sending")
class SendingTimeTest {
    private static final Instant NOW = ValidRequest.NOW;
    private static final String PROVIDER_CLOCK = "the provider's clock, which the Date header of its response shows";

    @ParameterizedTest
    @CsvSource({"P10D, 10 days", "PT3H, 3 hours", "PT1M30S, 1 minute 30 seconds", "P400D, 400 days"})
    void anAssertionThatExpiredBeforeNowIsBrokenUnlessItWasSentBefore(Duration ago, String words) {
        Finding finding = finding(secret(-ago.toSeconds() - 3600, -ago.toSeconds()), until(NOW), "exp.in-future");

        assertThat(finding.isConditional()).isTrue();
        assertThat(observed(finding)).isEqualTo("expired " + words + " ago, unless sent earlier");
    }

    @Test
    void anExpiredAssertionThatWasRefusedWasSentBeforeNow() {
        Diagnosis diagnosis = SignInWithApple.profile()
                .diagnose(
                        secret(-864_000 - 3600, -864_000),
                        until(NOW).withResponse(new ErrorResponse(400, "invalid_client", null)));

        assertThat(diagnosis.broken()).isEmpty();
        assertThat(missing(finding(diagnosis, "exp.in-future")))
                .isEqualTo("when the request was sent: exp has passed; expired 10 days ago, unless sent earlier");
        assertThat(diagnosis.knownCauses()).isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource({"1, 1 second ahead", "7200, 2 hours ahead", "864000, 10 days ahead"})
    void iatLaterThanNowIsBrokenWheneverItWasSent(long ahead, String words) {
        Finding finding = finding(secret(ahead, ahead + 60), until(NOW), "iat.not-in-future");

        assertThat(finding.isBroken()).isTrue();
        assertThat(finding.isConditional()).isFalse();
        assertThat(observed(finding)).startsWith(words + " by this machine's clock");
    }

    @Test
    void aLifetimeOfAYearIsTooLongIfTheAssertionWasSentWhenItWasIssued() {
        Finding finding = finding(secret(-86_400 * 100, 86_400 * 265), until(NOW), "exp.within-six-months");
        Finding certain = finding(secret(-10, 86_400 * 366), until(NOW), "exp.within-six-months");

        assertThat(finding.isConditional()).isFalse();
        assertThat(observed(finding)).startsWith("265 days ahead by this machine's clock, 82 days");
        assertThat(certain.isConditional()).isFalse();

        Finding conditional = finding(secret(-86_400 * 300, 86_400 * 65), until(NOW), "exp.within-six-months");
        assertThat(conditional.isConditional()).isTrue();
        assertThat(observed(conditional)).isEqualTo("365 days ahead if the request was sent at iat");
    }

    @Test
    void aTimeThatMayBeValidIsUnknownWithoutATimeOfSending() {
        assertThat(missing(finding(secret(-10, 3600), until(NOW), "exp.within-six-months")))
                .isEqualTo("when the request was sent");
        assertThat(missing(finding(secret(-10, 3600), until(NOW), "iat.not-in-future")))
                .isEqualTo("when the request was sent");
        assertThat(missing(finding(secret(-10, 3600), until(NOW), "exp.in-future")))
                .isEqualTo(PROVIDER_CLOCK);
    }

    static List<KillMatrixTest.Row> rows() {
        return KillMatrixTest.rows();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    @DisplayName("Without the provider's clock, no rule that depends on it is satisfied")
    void theLocalClockIsNotUsedAsTheProviders(KillMatrixTest.Row row) {
        Diagnosis diagnosis = row.profile()
                .diagnose(
                        row.sound().get().attempt(), EvaluationContext.unknown().withSentAt(NOW));

        assertThat(diagnosis.findings())
                .filteredOn(f -> f.rule()
                                .name()
                                .matches("exp\\.(in-future|within-(six-months|five-minutes))"
                                        + "|(iat|nbf)\\.not-in-future")
                        && !(f.verdict() instanceof Verdict.NotApplicable))
                .isNotEmpty()
                .allSatisfy(f -> assertThat(missing(f)).isEqualTo(PROVIDER_CLOCK));
        assertThat(diagnosis.broken()).isEmpty();
    }

    @Test
    void theWindowNamesItsClock() {
        assertThat(SignInWithApple.profile()
                        .diagnose(secret(-10, 60), until(NOW))
                        .timeWindow()
                        .orElseThrow()
                        .sent())
                .satisfies(sent -> {
                    assertThat(sent.isByProvider()).isFalse();
                    assertThat(sent.isExact()).isFalse();
                });
    }

    private static EvaluationContext until(Instant latest) {
        return EvaluationContext.unknown().withSentNotLaterThan(latest);
    }

    private static TokenRequest secret(long iat, long exp) {
        ValidRequest sound = ValidRequests.signInWithApple();
        TimeMutants.life(sound, iat, exp);
        return TokenRequest.ofAssertion(sound.assertion());
    }

    private static Finding finding(TokenRequest attempt, EvaluationContext context, String rule) {
        Profile profile = SignInWithApple.profile();
        return finding(profile.diagnose(attempt, context), rule);
    }

    private static Finding finding(Diagnosis diagnosis, String rule) {
        return diagnosis.findings().stream()
                .filter(f -> f.rule().name().equals(rule))
                .findFirst()
                .orElseThrow();
    }

    private static String observed(Finding finding) {
        return ((Verdict.Broken) finding.verdict()).observed();
    }

    private static String missing(Finding finding) {
        assertThat(finding.verdict()).isInstanceOf(Verdict.Unknown.class);
        return ((Verdict.Unknown) finding.verdict()).missing();
    }
}
