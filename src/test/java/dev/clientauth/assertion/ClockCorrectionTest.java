// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.assertion;

import org.junit.jupiter.api.Test;

import java.time.Duration;

import static org.assertj.core.api.Assertions.assertThat;

class ClockCorrectionTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final ClockCorrection correction = new ClockCorrection(MINUTE);

    @Test
    void aDifferenceOfExactlyTheMaximumIsCorrectedInBothDirections() {
        assertThat(correction.allows(MINUTE)).isTrue();
        assertThat(correction.allows(MINUTE.negated())).isTrue();
    }

    @Test
    void aDifferenceOneNanosecondBeyondTheMaximumIsNotCorrected() {
        assertThat(correction.allows(MINUTE.plusNanos(1))).isFalse();
        assertThat(correction.allows(MINUTE.plusNanos(1).negated())).isFalse();
    }

    @Test
    void aCorrectionIsOnTrialUntilItIsAccepted() {
        correction.request(MINUTE);
        assertThat(correction.accepted(Duration.ZERO)).as("another one").isFalse();
        assertThat(correction.accepted(MINUTE)).isTrue();
        assertThat(correction.accepted(MINUTE)).as("again").isFalse();
        assertThat(correction.refused(MINUTE)).as("after it was accepted").isFalse();
        assertThat(correction.current()).isEqualTo(MINUTE);
    }

    @Test
    void aRefusedCorrectionReturnsToTheLastOneThatWasAccepted() {
        correction.request(Duration.ofSeconds(20));
        correction.accepted(Duration.ofSeconds(20));
        correction.request(MINUTE);
        assertThat(correction.refused(Duration.ofSeconds(20))).as("another one").isFalse();
        assertThat(correction.refused(MINUTE)).isTrue();
        assertThat(correction.current()).isEqualTo(Duration.ofSeconds(20));
        assertThat(correction.refused(MINUTE)).as("again").isFalse();
    }

    @Test
    void aDroppedCorrectionIsForgottenTogetherWithTheAcceptedOne() {
        correction.request(MINUTE);
        correction.accepted(MINUTE);
        correction.drop();
        assertThat(correction.current()).isZero();
        correction.request(Duration.ofSeconds(5));
        correction.refused(Duration.ofSeconds(5));
        assertThat(correction.current()).isZero();
    }
}
