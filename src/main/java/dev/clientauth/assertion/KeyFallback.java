// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.assertion;

import dev.clientauth.key.SigningKey;
import dev.clientauth.key.ring.KeyRing;
import org.jspecify.annotations.Nullable;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * Chooses the key of a ring to sign with for one client: the current one, or for some minutes the previous one after the provider
 * refused the current one. What one provider refuses does not change the key for others that share the ring.
 */
final class KeyFallback {
    static final Duration TIME = Duration.ofMinutes(5);

    private final KeyRing ring;
    private final Clock clock;
    private volatile @Nullable Choice choice;

    /** The key to sign with until a time, after another was refused; the refused key itself, if none is accepted. */
    private record Choice(SigningKey key, SigningKey refused, Instant until, boolean isConfirmed) {}

    KeyFallback(KeyRing ring, Clock clock) {
        this.ring = ring;
        this.clock = clock;
    }

    /** Returns the key to sign with now. */
    SigningKey current() {
        Choice now = choice;
        SigningKey current = ring.current();
        return now != null
                        && now.refused() == current
                        && isValid(now)
                        && ring.retired().contains(now.key())
                ? now.key()
                : current;
    }

    private boolean isValid(Choice chosen) {
        return clock.instant().isBefore(chosen.until());
    }

    /**
     * Records that the provider refused an assertion, although no rule is broken.
     *
     * @return whether another attempt makes sense, because another key signs now
     */
    synchronized boolean refused(SigningKey key) {
        SigningKey current = ring.current();
        Choice now = choice;
        if (key != current) {
            if (now == null || key != now.key() || now.refused() != current) {
                return false;
            }
            // If the previous key did not help at all, the key is not the cause; if it did before, the new one may by
            // now.
            choice = new Choice(current, current, now.until(), true);
            return now.isConfirmed();
        }
        boolean isRecent = now != null && now.refused() == key && isValid(now);
        if (!isRecent && !ring.retired().isEmpty()) {
            choice = new Choice(ring.retired().get(0), key, clock.instant().plus(TIME), false);
        }
        return current() != key;
    }

    /** Records that the provider accepted an assertion signed with this key. */
    @SuppressWarnings("ReferenceEquality") // A key of the ring is one object.
    void accepted(SigningKey key) {
        Choice now = choice;
        if (now == null || now.isConfirmed() || key != now.key()) {
            return;
        }
        synchronized (this) {
            if (!now.equals(choice)) {
                return;
            }
            choice = new Choice(now.key(), now.refused(), now.until(), true);
        }
        ring.fellBack(now.refused(), now.key());
    }
}
