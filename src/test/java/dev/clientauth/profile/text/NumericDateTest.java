// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.profile.text;

import org.junit.jupiter.api.Test;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;

import static org.assertj.core.api.Assertions.assertThat;

/** The times of a JWT, as they are written. */
class NumericDateTest {
    @Test
    void numbersOutsideTheLimitsAreNotRead() {
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
