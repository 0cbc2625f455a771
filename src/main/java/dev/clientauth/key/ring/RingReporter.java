// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.key.ring;

import dev.clientauth.key.SigningKey;
import dev.clientauth.key.ring.KeyRingEvent.Step;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Clock;
import java.util.Optional;
import java.util.function.Consumer;

/** Logs the steps of a ring and notifies its listener. */
final class RingReporter {
    private static final Logger LOG = LoggerFactory.getLogger(KeyRing.class);

    private final Clock clock;
    private final Consumer<KeyRingEvent> listener;

    RingReporter(Clock clock, Consumer<KeyRingEvent> listener) {
        this.clock = clock;
        this.listener = listener;
    }

    void event(Step step, String keyId, String message) {
        if (step.isWarning()) {
            LOG.warn("{}", message);
        } else {
            LOG.info("{}", message);
        }
        try {
            listener.accept(
                    new KeyRingEvent(step, Optional.of(keyId).filter(id -> !id.isEmpty()), clock.instant(), message));
        } catch (Throwable e) {
            // A failure of the listener, even an Error, is not a failure of the ring.
            LOG.warn("The listener of the key ring failed.", e);
        }
    }

    void fellBack(SigningKey refused, SigningKey instead) {
        String id = refused.keyId().orElse("");
        event(
                Step.FELL_BACK,
                id,
                "The provider refused key " + id + " and accepted the previous key "
                        + instead.keyId().orElse("")
                        + ", which signs until the new one is tried again.");
    }
}
