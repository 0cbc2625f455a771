// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.profile.text;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Instant;

import static org.assertj.core.api.Assertions.assertThat;

/** How instants are shown. */
class InstantFormatTest {
    @ParameterizedTest
    @CsvSource({
        "2026-11-27T12:00:00Z, 2026-11-27T12:00:00Z",
        "2026-11-27T12:00:00.5Z, 2026-11-27T12:00:00.500Z",
        "2026-11-27T12:00:00.123456Z, 2026-11-27T12:00:00.123Z",
        "1970-01-01T00:00:00Z, 1970-01-01T00:00:00Z",
        "+58879-01-01T00:00:00Z, about the year 58879",
        "-0005-06-01T00:00:00Z, about the year -5",
    })
    void onlyTheYearOfADistantTimeIsShown(Instant instant, String shown) {
        assertThat(InstantFormat.of(instant)).isEqualTo(shown);
    }

    @Test
    void distantTimesBeginWithTheYears0And10000() {
        long meanYear = 31_556_952;
        Instant year10000 = Instant.ofEpochSecond((10_000 - 1970) * meanYear);
        Instant year1 = Instant.ofEpochSecond((1 - 1970) * meanYear);

        assertThat(InstantFormat.of(year10000)).isEqualTo("about the year 10000");
        assertThat(InstantFormat.of(year10000.minusSeconds(86_400))).startsWith("9999-12-31T");
        assertThat(InstantFormat.of(year1.minusSeconds(1))).isEqualTo("about the year 0");
        assertThat(InstantFormat.of(year1.plusSeconds(86_400))).startsWith("0001-01-01T");
    }
}
