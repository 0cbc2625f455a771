// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.profile.text;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;

import static org.assertj.core.api.Assertions.assertThat;

/** Times as they are written in a JWT, and as they are shown. */
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

    @Test
    void aNumericDateIsASmallNumberOfSecondsPerhapsWithAFraction() {
        long largest = NumericDate.MAX_SECONDS - 1;

        assertThat(NumericDate.read(0L)).isEqualTo(Instant.EPOCH);
        assertThat(NumericDate.read(largest)).isEqualTo(Instant.ofEpochSecond(largest));
        assertThat(NumericDate.read(-largest)).isEqualTo(Instant.ofEpochSecond(-largest));
        assertThat(NumericDate.read(largest + 1)).isNull();
        assertThat(NumericDate.read(-largest - 1)).isNull();
        assertThat(NumericDate.read(new BigDecimal("1.5"))).isEqualTo(Instant.ofEpochMilli(1_500));
        assertThat(NumericDate.read(new BigDecimal("-1.5"))).isEqualTo(Instant.ofEpochMilli(-1_500));
        assertThat(NumericDate.read(new BigDecimal(largest + ".999999999")))
                .isEqualTo(Instant.ofEpochSecond(largest, 999_999_999));
        assertThat(NumericDate.read(new BigDecimal(largest + 1))).isNull();
        assertThat(NumericDate.read(new BigDecimal(-largest - 1))).isNull();
        assertThat(NumericDate.read(new BigDecimal("1E-40"))).isEqualTo(Instant.EPOCH);
        assertThat(NumericDate.read(new BigDecimal("1E-41"))).isNull();
        assertThat(NumericDate.read(new BigDecimal("0E+40"))).isEqualTo(Instant.EPOCH);
        assertThat(NumericDate.read(new BigDecimal("0E+41"))).isNull();
        assertThat(NumericDate.read("0")).isNull();
        assertThat(NumericDate.read(BigInteger.ONE)).isNull();
        assertThat(NumericDate.read(null)).isNull();
    }

    @Test
    void aWholeNumberIsOfAnySize() {
        assertThat(NumericDate.isWholeNumber(1L)).isTrue();
        assertThat(NumericDate.isWholeNumber(BigInteger.ONE)).isTrue();
        assertThat(NumericDate.isWholeNumber(BigDecimal.ONE)).isFalse();
        assertThat(NumericDate.isWholeNumber("1")).isFalse();
    }
}
