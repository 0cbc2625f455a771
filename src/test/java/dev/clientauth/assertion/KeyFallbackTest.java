// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.assertion;

import com.nimbusds.jose.JWSAlgorithm;
import dev.clientauth.fakes.MovableClock;
import dev.clientauth.key.SigningKey;
import dev.clientauth.key.ring.KeyRing;
import dev.clientauth.key.ring.KeyRingEvent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;

class KeyFallbackTest {
    private final MovableClock clock = new MovableClock();
    private final SigningKey current = SigningKey.generate(JWSAlgorithm.ES256);
    private final SigningKey previous = SigningKey.generate(JWSAlgorithm.ES256);
    private final KeyFallback keys = new KeyFallback(KeyRing.of(current, previous), clock);

    @Test
    void aRefusedKeyIsReplacedByThePreviousOneForFiveMinutes() {
        assertThat(keys.refused(current)).isTrue();
        assertThat(keys.current()).isSameAs(previous);
        clock.advance(KeyFallback.TIME.minusMillis(1));
        assertThat(keys.current()).isSameAs(previous);
        clock.advance(Duration.ofMillis(1));
        assertThat(keys.current()).isSameAs(current);
    }

    @Test
    void ifThePreviousKeyIsRefusedTooTheCurrentKeySignsAgain() {
        assertThat(keys.refused(current)).isTrue();
        assertThat(keys.refused(previous)).isFalse();
        assertThat(keys.current()).isSameAs(current);
        assertThat(keys.refused(current)).as("again within minutes").isFalse();
        clock.advance(KeyFallback.TIME);
        assertThat(keys.refused(current)).as("minutes later").isTrue();
    }

    @Test
    void ifThePreviousKeyIsNoLongerAcceptedTheCurrentOneIsTriedAtOnce() {
        keys.refused(current);
        keys.accepted(previous);
        assertThat(keys.refused(previous)).isTrue();
        assertThat(keys.current()).isSameAs(current);
    }

    @Test
    void aLateRefusalOfTheReplacedKeyDoesNotChangeTheKeyAgain() {
        keys.refused(current);
        keys.accepted(previous);
        assertThat(keys.refused(current)).as("sign again with the previous key").isTrue();
        assertThat(keys.current()).isSameAs(previous);
    }

    @Test
    void aSingleKeyIsNeverReplaced() {
        KeyFallback single = new KeyFallback(KeyRing.of(current), clock);
        assertThat(single.refused(current)).isFalse();
        assertThat(single.current()).isSameAs(current);
    }

    @Test
    void whatOneProviderRefusesDoesNotChangeTheKeyForAnother() {
        KeyRing ring = KeyRing.of(current, previous);
        KeyFallback one = new KeyFallback(ring, clock);
        KeyFallback other = new KeyFallback(ring, clock);
        one.refused(current);
        assertThat(one.current()).isSameAs(previous);
        assertThat(other.current()).isSameAs(current);
        other.refused(current);
        other.refused(previous);
        assertThat(one.current()).as("the other client is refused anyway").isSameAs(previous);
    }

    @Test
    void aPreviousKeyThatIsNoLongerPublishedNeverSigns(@TempDir Path directory) throws InterruptedException {
        List<KeyRingEvent> events = new CopyOnWriteArrayList<>();
        try (KeyRing ring = KeyRing.directory(directory)
                .clock(clock)
                .checkEvery(Duration.ZERO)
                .listener(events::add)
                .open()) {
            SigningKey first = ring.current();
            ring.rotate();
            ring.signWithNextKey();
            KeyFallback fallback = new KeyFallback(ring, clock);
            assertThat(fallback.refused(ring.current())).isTrue();
            assertThat(fallback.current()).isSameAs(first);
            assertThat(events).extracting(KeyRingEvent::step).doesNotContain(KeyRingEvent.Step.FELL_BACK);
            fallback.accepted(first);
            fallback.accepted(first);
            for (int i = 0;
                    i < 2000 && events.stream().noneMatch(event -> event.step() == KeyRingEvent.Step.FELL_BACK);
                    i++) {
                // The listener is called on the thread of the ring.
                TimeUnit.MILLISECONDS.sleep(5);
            }
            assertThat(events).extracting(KeyRingEvent::step).containsOnlyOnce(KeyRingEvent.Step.FELL_BACK);

            ring.removeRetiredKeys();
            assertThat(fallback.current()).isSameAs(ring.current());
            assertThat(fallback.refused(ring.current())).isFalse();
        }
    }
}
