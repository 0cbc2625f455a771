// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.key.ring;

import dev.clientauth.key.ring.KeyRingEvent.Step;
import dev.clientauth.key.ring.RingKey.State;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** How long a ring waits; an incorrect clock does not shorten the wait. */
class KeyRingClockTest extends RingFixture {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private State stateOfNextKey(KeyRing ring) {
        return ring.keys().get(1).state();
    }

    /** Checks that the next key waits this long after the URL has returned it. */
    private void assertWaits(KeyRing ring, Duration wait) {
        clock.advance(wait.minusMillis(1));
        ring.advance();
        assertThat(stateOfNextKey(ring)).isEqualTo(State.NEXT);
        clock.advance(Duration.ofMillis(1));
        ring.advance();
        assertThat(stateOfNextKey(ring)).isEqualTo(State.CURRENT);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            max-age=600                              |       |    600
            public, MAX-AGE="600", must-revalidate   |       |    600
            max-age=60, max-age=600                  |       |    600
            max-age=604800                           |       | 604800
            no-store                                 |       |      0
            max-age=600, no-cache                    |       |      0
            max-age=600, no-cache="Set-Cookie"       |       |    600
            max-age=600, s-maxage=3600               |       |   4200
            max-age=600                              | 30    |   1200
            max-age=600, stale-while-revalidate=300  |       |    900
            max-age=soon                             |       | 104400
            private                                  |       | 104400
            s-maxage=60                              |       | 104460
            """)
    void theNextKeyWaitsAsLongAsAnyCacheMayReturnTheOldSet(String cacheControl, String age, long seconds) {
        publisher.headers.put("Cache-Control", cacheControl);
        if (age != null) {
            publisher.headers.put("Age", age);
        }
        KeyRing ring = open();
        ring.rotate();
        publisher.keys = ring.publicKeys();
        ring.advance();
        if (seconds == 0) {
            assertThat(stateOfNextKey(ring)).isEqualTo(State.CURRENT);
        } else {
            assertWaits(ring, Duration.ofSeconds(seconds));
        }
    }

    @Test
    void aCheckIntervalIsAddedForProcessesThatStillPublishTheOldSet() {
        open(builder().checkEvery(Duration.ofHours(5)));
        KeyRing ring = openWithPublishedNextKey();
        assertThat(ring.keys().get(1).due())
                .contains(clock.instant().plus(Duration.ofHours(5).plusMinutes(10)));
        assertWaits(ring, Duration.ofHours(5).plusMinutes(10));
    }

    @Test
    void aClockThatIsSetForwardStartsTheWaitAgain() {
        KeyRing ring = openWithPublishedNextKey();
        clock.set(Duration.ofDays(2));
        ring.advance();
        assertThat(stateOfNextKey(ring)).isEqualTo(State.NEXT);
        assertThat(lastMessage()).contains("This machine's clock was changed.");
        assertWaits(ring, Duration.ofMinutes(10));
    }

    @Test
    void aClockThatIsSetForwardDoesNotRemoveAKeyThatSignedJustNow() {
        KeyRing ring = open();
        ring.rotate();
        ring.signWithNextKey();
        clock.set(Duration.ofDays(2));
        ring.advance();
        assertThat(ring.keys()).hasSize(2);
        clock.advance(Duration.ofHours(1));
        ring.advance();
        assertThat(ring.keys()).hasSize(1);
    }

    @Test
    void aMachineWithAWrongClockDoesNotSignWithTheNextKey() {
        KeyRing ring = openWithPublishedNextKey();
        publisher.headers.put("Date", "Thu, 26 Nov 2026 12:00:00 GMT");
        clock.advance(Duration.ofDays(20_000));
        ring.advance();
        assertThat(stateOfNextKey(ring)).isEqualTo(State.NEXT);
        assertThat(lastMessage()).contains("This machine's clock is ", " minutes ahead of ");
    }

    @Test
    void aTimeInTheFutureThatAWrongClockHasWrittenDoesNotDelayTheNextKeyForYears() {
        clock.set(Duration.ofDays(3650));
        openWithPublishedNextKey();
        clock.set(Duration.ofDays(-3650));

        KeyRing ring = open();
        ring.advance();
        assertWaits(ring, Duration.ofMinutes(10));
        clock.advance(Duration.ofHours(1));
        ring.advance();
        assertThat(ring.keys()).hasSize(1);
    }

    @Test
    void retiredKeysAreKeptForTheLongestAssertionOfAnyProcess() {
        KeyRing ring = open();
        KeyRing other = open(builder().checkEvery(MINUTE));
        other.assertionsLive(Duration.ofHours(12));
        other.advance();
        ring.rotate();
        ring.signWithNextKey();
        clock.advance(Duration.ofHours(12).plus(MINUTE));
        ring.advance();
        assertThat(ring.keys()).hasSize(2);
        clock.advance(MINUTE);
        ring.advance();
        assertThat(ring.keys()).hasSize(1);
    }

    @Test
    void theDirectoryKeepsTheSettingsForProcessesThatSetNone() {
        KeyRing application = open(builder().keepRetired(Duration.ofDays(2)).cacheLifetime(Duration.ofHours(3)));
        application.rotate();
        publisher.keys = application.publicKeys();

        KeyRing tool = open(builder(directory));
        tool.advance();
        assertThat(tool.jwkSetUrl()).contains(publisher.url());
        assertWaits(tool, Duration.ofHours(3));
        assertThat(tool.keys().get(0).due()).contains(clock.instant().plus(Duration.ofDays(2)));
    }

    @Test
    void aRetiredKeyIsKeptWhileTheProviderRefusesTheNewOne() throws InterruptedException {
        KeyRing ring = open();
        ring.rotate();
        ring.signWithNextKey();
        clock.advance(Duration.ofMinutes(59));
        ring.fellBack(ring.current(), ring.retired().get(0));
        ring.advance();
        clock.advance(Duration.ofMinutes(59));
        ring.advance();
        assertThat(ring.keys()).hasSize(2);
        clock.advance(MINUTE);
        ring.advance();
        assertThat(ring.keys()).hasSize(1);
        for (int i = 0; i < 2000 && !steps().contains(Step.FELL_BACK); i++) {
            // The listener is called on the thread of the ring.
            TimeUnit.MILLISECONDS.sleep(5);
        }
        assertThat(steps()).contains(Step.FELL_BACK);
    }

    @Test
    void aClockThatIsSetWhileTheStateCannotBeWrittenStartsTheWaitAgainAfterwards() throws IOException {
        KeyRing ring = openWithPublishedNextKey();
        Path state = directory.resolve("ring.json");
        Path moved = directory.resolve("backup");
        clock.set(Duration.ofDays(2));
        Files.move(state, moved);
        assertThatThrownBy(ring::advance).isInstanceOf(IllegalStateException.class);

        Files.move(moved, state);
        ring.advance();
        assertThat(stateOfNextKey(ring)).isEqualTo(State.NEXT);
    }

    @Test
    void theLongerCacheLifetimeOfTwoProcessesCounts() {
        open(builder().cacheLifetime(Duration.ofHours(1)));
        KeyRing longer = open(builder().cacheLifetime(Duration.ofHours(3)));
        KeyRing shorter = open(builder().cacheLifetime(Duration.ofHours(1)));
        open(builder().cacheLifetime(Duration.ofHours(3)));
        longer.rotate();
        publisher.keys = longer.publicKeys();
        shorter.advance();

        assertWaits(shorter, Duration.ofHours(3));
    }
}
