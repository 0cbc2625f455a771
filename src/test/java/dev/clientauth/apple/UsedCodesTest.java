// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.apple;

import dev.clientauth.fakes.MovableClock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.time.Instant;

import static org.assertj.core.api.Assertions.assertThat;

/** How long a code is remembered if the machine's clock is changed. */
class UsedCodesTest {
    private final MovableClock clock = new MovableClock();
    private final UsedCodes codes = new UsedCodes(clock);

    @ParameterizedTest
    @ValueSource(strings = {"PT0S", "PT-20H", "P-30D"})
    void aCodeIsRememberedForTenMinutesEvenIfTheClockIsSetBack(String back) {
        Instant begun = clock.instant();
        assertThat(codes.begin("code")).isEmpty();
        clock.set(Duration.parse(back));
        assertThat(codes.begin("code")).contains(begun);
        clock.advance(UsedCodes.KEPT.minusSeconds(1));
        assertThat(codes.begin("code")).contains(begun);
        clock.advance(Duration.ofSeconds(2));
        assertThat(codes.begin("code")).isEmpty();
    }
}
