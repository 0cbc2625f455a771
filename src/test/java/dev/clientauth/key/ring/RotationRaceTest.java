// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.key.ring;

import com.nimbusds.jose.JWSAlgorithm;
import dev.clientauth.fakes.Race;
import dev.clientauth.key.SigningKey;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import static org.assertj.core.api.Assertions.assertThat;

@DisplayName("A key ring under races of two callers")
class RotationRaceTest extends RingFixture {
    private static final List<SigningKey> KEYS = List.of(key("first"), key("second"));

    private static SigningKey key(String keyId) {
        return SigningKey.generate(JWSAlgorithm.ES256).withKeyId(keyId);
    }

    /** A new ring whose second key is the next one. */
    private KeyRing ring() {
        try {
            return open(builder(Files.createTempDirectory(directory, "ring")).keys(() -> KEYS));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One thread reports increasing lifetimes while another repeats a short one, which must not replace them. */
    private static final class Lifetimes implements Race.Round {
        private static final int STEPS = 500;
        private final KeyRing ring;
        private final int first;
        private int tooEarly;
        private volatile boolean isOver;

        Lifetimes(KeyRing ring, int first) {
            this.ring = ring;
            this.first = first;
        }

        @Override
        public void one() {
            for (int i = 0; i < STEPS; i++) {
                Duration lifetime = Duration.ofSeconds(first + i);
                ring.assertionsLive(lifetime);
                RingKey retired = ring.keys().get(0);
                if (retired.due().orElseThrow().isBefore(retired.since().plus(lifetime))) {
                    tooEarly++;
                }
            }
            isOver = true;
        }

        @Override
        public void other() {
            while (!isOver) {
                ring.assertionsLive(Duration.ofSeconds(1));
            }
        }

        @Override
        public void check() {
            assertThat(tooEarly).isZero();
        }
    }

    @Test
    void theLongestLifetimeThatAnAuthenticatorNamesIsKept() throws Exception {
        KeyRing ring = ring();
        ring.signWithNextKey();
        AtomicInteger lifetime = new AtomicInteger(7200);
        Race.run(() -> new Lifetimes(ring, lifetime.getAndAdd(Lifetimes.STEPS)));
    }

    /** The next key signs and is discarded at the same time. */
    private final class Steps implements Race.Round {
        private final KeyRing ring = ring();
        private final AtomicInteger done = new AtomicInteger();

        private void attempt(Runnable step) {
            try {
                step.run();
                done.incrementAndGet();
            } catch (IllegalStateException e) {
                assertThat(e).hasMessageContaining("no next key");
            }
        }

        @Override
        public void one() {
            attempt(ring::signWithNextKey);
        }

        @Override
        public void other() {
            attempt(ring::discardNextKey);
        }

        @Override
        public void check() {
            assertThat(done).hasValue(1);
            assertThat(ring.publicKeys().find(ring.current().keyId().orElseThrow()))
                    .isPresent();
        }
    }

    @Test
    void aNextKeyEitherSignsOrIsDiscarded() throws Exception {
        Race.run(Steps::new);
    }

    /** A caller reads the keys while the next key becomes the current one. */
    private final class Reading implements Race.Round {
        private final KeyRing ring = ring();

        @Override
        public void one() {
            ring.signWithNextKey();
        }

        @Override
        public void other() {
            for (int i = 0; i < 1000; i++) {
                String keyId = ring.current().keyId().orElseThrow();
                assertThat(ring.publicKeys().find(keyId)).isPresent();
            }
        }

        @Override
        public void check() {
            assertThat(ring.current().keyId()).hasValue("second");
            assertThat(ring.retired())
                    .extracting(key -> key.keyId().orElseThrow())
                    .containsExactly("first");
        }
    }

    @Test
    void theCurrentKeyIsPublishedWhileItChanges() throws Exception {
        Race.run(Reading::new);
    }
}
