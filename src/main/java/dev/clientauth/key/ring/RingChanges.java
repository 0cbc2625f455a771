// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.key.ring;

import dev.clientauth.key.ring.KeyRingEvent.Step;
import dev.clientauth.key.ring.RingKey.State;

import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;

/** Reports the steps between two states of a ring, so that each process reports them, whichever performed them. */
final class RingChanges {
    private RingChanges() {}

    static void report(
            RingState before, RingState after, Function<RingKey, Optional<Instant>> due, RingReporter report) {
        for (RingKey key : after.keys()) {
            RingKey old = before.find(key.keyId()).orElse(null);
            String id = key.keyId();
            String time = due.apply(key).map(Instant::toString).orElse("");
            if (old == null) {
                report.event(Step.STAGED, id, "Key " + id + " was added. Publish the JWK Set of the ring.");
            }
            boolean wasPublished = old != null && old.publishedSince().isPresent();
            if (key.state() == State.NEXT
                    && wasPublished
                    && key.publishedSince().isEmpty()) {
                report.event(
                        Step.UNPUBLISHED,
                        id,
                        "The JWK Set URL no longer returns key " + id
                                + ". The key does not sign until the URL has returned it for long enough.");
            } else if (key.state() == State.NEXT
                    && !wasPublished
                    && key.publishedSince().isPresent()) {
                report.event(
                        Step.PUBLISHED,
                        id,
                        "The JWK Set URL returns key " + id + ". The key signs from " + time
                                + " if the URL keeps returning it.");
            }
            if (old != null && old.state() != key.state()) {
                if (key.state() == State.CURRENT) {
                    report.event(Step.SIGNING, id, "Key " + id + " signs from now on.");
                } else {
                    report.event(
                            Step.RETIRED, id, "Key " + id + " no longer signs. It stays published until " + time + ".");
                }
            }
        }
        for (RingKey old : before.keys()) {
            if (after.find(old.keyId()).isEmpty()) {
                report.event(Step.REMOVED, old.keyId(), "Key " + old.keyId() + " was removed.");
            }
        }
    }
}
