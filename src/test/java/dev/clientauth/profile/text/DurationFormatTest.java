// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.profile.text;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Duration;

import static org.assertj.core.api.Assertions.assertThat;

@DisplayName("A duration is written in the units that a person would use")
class DurationFormatTest {
    @ParameterizedTest
    @CsvSource({
        "PT0S, 0 seconds",
        "PT0.5S, 500 milliseconds",
        "PT1S, 1 second",
        "PT59S, 59 seconds",
        "PT5M, 5 minutes",
        "PT5M1S, 5 minutes 1 second",
        "PT90M, 1 hour 30 minutes",
        "PT1H10S, 1 hour",
        "-PT2M, 2 minutes",
        "PT864011.337S, 10 days",
        "PT15777000S, 182 days 14 hours",
        "P366D, 366 days",
        "P729D, 729 days",
        "P730D, 1 year 364 days",
        "P800D, 2 years 69 days"
    })
    void aDurationHasItsTwoLargestUnits(Duration duration, String words) {
        assertThat(DurationFormat.of(duration)).isEqualTo(words);
    }

    @ParameterizedTest
    @CsvSource({
        "PT59S, 59 seconds",
        "PT1M, 1 minute",
        "PT5M, 5 minutes",
        "PT1H, 1 hour",
        "P999D, 999 days",
        "P1000D, 86400000 s (2 years 269 days)",
        "PT301S, 301 seconds",
        "PT29H, 29 hours",
        "PT24H, 24 hours",
        "P180D, 180 days",
        "PT15777000S, 15777000 s (182 days 14 hours)"
    })
    void aLimitIsExact(Duration limit, String words) {
        assertThat(DurationFormat.exact(limit)).isEqualTo(words);
    }
}
