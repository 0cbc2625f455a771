// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.http;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;

import static org.assertj.core.api.Assertions.assertThat;

/** Whether and when a request is retried. */
class RetryPolicyTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-21T10:00:00Z"), ZoneOffset.UTC);
    private static final Deadline DISTANT = Deadline.after(Duration.ofHours(1));

    private final RetryPolicy policy =
            new RetryPolicy(4, new Backoff(Duration.ofMillis(250), Duration.ofSeconds(5), () -> 1));

    @ParameterizedTest
    @CsvSource({"1, PT0.25S", "2, PT0.5S", "3, PT1S"})
    void theDelayDoublesWithEachAttempt(int attempts, String pause) {
        assertThat(policy.pause(attempts, true, Optional.empty(), CLOCK, DISTANT))
                .contains(Duration.parse(pause));
    }

    @Test
    void thereIsNoRetryAfterTheLastAttempt() {
        assertThat(policy.pause(4, true, Optional.empty(), CLOCK, DISTANT)).isEmpty();
    }

    @Test
    void thereIsNoRetryIfItIsNotSafe() {
        assertThat(policy.pause(1, false, Optional.empty(), CLOCK, DISTANT)).isEmpty();
    }

    @Test
    void aLongerDelayFromTheProviderIsRespected() {
        Instant later = CLOCK.instant().plusSeconds(7);
        assertThat(policy.pause(1, true, Optional.of(later), CLOCK, DISTANT)).contains(Duration.ofSeconds(7));
        Instant past = CLOCK.instant().minusSeconds(7);
        assertThat(policy.pause(1, true, Optional.of(past), CLOCK, DISTANT)).contains(Duration.ofMillis(250));
    }

    @Test
    void thereIsNoRetryAfterTheDeadline() {
        Instant later = CLOCK.instant().plusSeconds(7);
        Deadline sooner = Deadline.after(Duration.ofSeconds(6));
        assertThat(policy.pause(1, true, Optional.of(later), CLOCK, sooner)).isEmpty();
        assertThat(policy.pause(1, true, Optional.empty(), CLOCK, sooner)).isPresent();
        assertThat(policy.pause(1, true, Optional.empty(), CLOCK, Deadline.after(Duration.ZERO)))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"200, false", "400, false", "401, false", "408, true", "429, true", "500, true", "503, true"})
    void someStatusesAreTransient(int status, boolean isTransient) {
        assertThat(RetryPolicy.isTransient(status)).isEqualTo(isTransient);
    }
}
