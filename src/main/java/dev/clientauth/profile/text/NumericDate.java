// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.profile.text;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.time.Instant;

/** Reads the times of a JWT: seconds since 1970, possibly with a fraction (RFC 7519 section 2, NumericDate). */
public final class NumericDate {
    /** A larger number of seconds since 1970 is after the year 5138: it is in milliseconds. */
    public static final long MAX_SECONDS = 100_000_000_000L;

    private static final int MAX_DECIMALS = 40;

    private NumericDate() {}

    /** Returns the instant of a number of seconds since 1970, or null if the value is anything else. */
    public static @Nullable Instant read(@Nullable Object value) {
        if (value instanceof Long seconds) {
            return seconds > -MAX_SECONDS && seconds < MAX_SECONDS ? Instant.ofEpochSecond(seconds) : null;
        }
        // A number with an exponent can be too large to compute with.
        if (!(value instanceof BigDecimal number)
                || Math.abs(number.scale()) > MAX_DECIMALS
                || number.abs().compareTo(BigDecimal.valueOf(MAX_SECONDS)) >= 0) {
            return null;
        }
        BigDecimal seconds = number.setScale(0, RoundingMode.FLOOR);
        return Instant.ofEpochSecond(
                seconds.longValueExact(),
                number.subtract(seconds).movePointRight(9).longValue());
    }

    /** Returns whether it is an integer, of any size. */
    public static boolean isWholeNumber(Object value) {
        return value instanceof Long || value instanceof BigInteger;
    }
}
