// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.mock.keys;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Duration;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/** RFC 9111 section 5.2.2. */
class CacheControlTest {
    @ParameterizedTest
    @CsvSource({
        "max-age=300, 300",
        "'public, MAX-AGE=60', 60",
        "'max-age=\"60\"', 60",
        "'max-age=60, max-age=900', 60",
        "no-store, 0",
        "'max-age=600, no-store', 0",
        "no-cache, 0",
        "'no-cache=\"set-cookie\"', 0",
        "max-age=0, 0",
        "max-age, 0",
        "max-age=-5, 0",
        "max-age=soon, 0",
        "max-age=99999999999999999999999, 2147483648",
        "max-age=9999999999, 2147483648"
    })
    void theHeaderSetsTheCacheTime(String header, long seconds) {
        assertThat(CacheControl.freshFor(List.of(header))).contains(Duration.ofSeconds(seconds));
    }

    @ParameterizedTest
    @CsvSource({"public", "''", "s-maxage=5", "must-revalidate"})
    void aHeaderWithoutAMaximumAgeSetsNoTime(String header) {
        assertThat(CacheControl.freshFor(List.of(header))).isEmpty();
    }

    @Test
    void severalHeadersAreCombined() {
        assertThat(CacheControl.freshFor(List.of())).isEmpty();
        assertThat(CacheControl.freshFor(List.of("public", "max-age=5"))).contains(Duration.ofSeconds(5));
    }
}
