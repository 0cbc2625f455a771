package dev.clientauth.key.ring;

import dev.clientauth.key.ring.KeyRingEvent.Step;

/** Reports the steps between two states of a ring, so that each process reports them, whichever performed them. */
final class RingChanges {
    private RingChanges() {}

    static void report(RingState before, RingState after, Rotation.Report report) {
        for (RingKey key : after.keys()) {
            RingKey old = before.find(key.keyId()).orElse(null);
            String id = key.keyId();
            if (old == null) {
                report.event(Step.STAGED, id, "Key " + id + " was added. Publish the JWK Set of the ring.");
            }
            boolean wasPublished = old != null && old.publishedSince().isPresent();
            if (key.state() == RingKey.State.NEXT
                    && wasPublished != key.publishedSince().isPresent()) {
                if (wasPublished) {
                    report.event(
                            Step.UNPUBLISHED,
                            id,
                            "The JWK Set URL no longer returns key " + id
                                    + ". It cannot sign before it has been returned" + " long enough.");
                } else {
                    report.event(Step.PUBLISHED, id, "The JWK Set URL returns key " + id + ".");
                }
            }
            if (old != null && old.state() != key.state()) {
                if (key.state() == RingKey.State.CURRENT) {
                    report.event(Step.SIGNING, id, "Key " + id + " signs from now on.");
                } else {
                    report.event(Step.RETIRED, id, "Key " + id + " no longer signs. It stays published for now.");
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
