package dev.clientauth.sandbox;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** The faults that have yet to strike, oldest first. Thread-safe. */
final class Faults {
    /** How many wait at once. */
    static final int MOST = 100;

    private final SandboxClock clock;
    private final Changes changes;
    private final List<PendingFault> pending = new ArrayList<>();
    private long lastId;

    Faults(SandboxClock clock, Changes changes) {
        this.clock = clock;
        this.changes = changes;
    }

    /** Lets the next requests fail, of one provider or of all. */
    PendingFault next(Optional<String> provider, int times, Fault fault) {
        if (times < 1) {
            throw new IllegalArgumentException("A fault strikes at least once, not " + times + " times.");
        }
        return add(provider, fault, OptionalInt.of(times), Optional.empty());
    }

    /** Lets every request fail for some time by the sandbox's clock. */
    PendingFault during(Optional<String> provider, Duration time, Fault fault) {
        if (time.isNegative() || time.isZero()) {
            throw new IllegalArgumentException("A fault lasts for some time, not for " + time + ".");
        }
        return add(
                provider,
                fault,
                OptionalInt.empty(),
                Optional.of(clock.instant().plus(time)));
    }

    /** Lets every request fail until the faults are cleared. */
    PendingFault untilCleared(Optional<String> provider, Fault fault) {
        return add(provider, fault, OptionalInt.empty(), Optional.empty());
    }

    private PendingFault add(Optional<String> provider, Fault fault, OptionalInt times, Optional<Instant> until) {
        PendingFault added;
        synchronized (this) {
            dropOver();
            if (pending.size() >= MOST) {
                throw new IllegalStateException(
                        "There are " + MOST + " faults that have yet to strike; clear them first.");
            }
            added = new PendingFault(++lastId, provider, fault, times, until);
            pending.add(added);
        }
        changes.happened();
        return added;
    }

    /** The fault that strikes the request at hand, counted. */
    Optional<Fault> strike(String provider) {
        Fault fault = null;
        synchronized (this) {
            dropOver();
            for (int i = 0; i < pending.size() && fault == null; i++) {
                PendingFault candidate = pending.get(i);
                if (candidate.strikes(provider)) {
                    fault = candidate.fault();
                    count(i, candidate);
                }
            }
        }
        if (fault != null) {
            changes.happened();
        }
        return Optional.ofNullable(fault);
    }

    private void count(int index, PendingFault struck) {
        if (struck.times().isEmpty()) {
            return;
        }
        int left = struck.times().getAsInt() - 1;
        if (left == 0) {
            pending.remove(index);
        } else {
            pending.set(
                    index,
                    new PendingFault(
                            struck.id(), struck.provider(), struck.fault(), OptionalInt.of(left), struck.until()));
        }
    }

    synchronized List<PendingFault> pending() {
        dropOver();
        return List.copyOf(pending);
    }

    /** Takes one back, and says whether there was one. */
    boolean remove(long id) {
        boolean removed;
        synchronized (this) {
            removed = pending.removeIf(fault -> fault.id() == id);
        }
        changes.happened();
        return removed;
    }

    /** Takes back those of one provider, or all of them. */
    void clear(Optional<String> provider) {
        synchronized (this) {
            pending.removeIf(fault -> provider.isEmpty() || fault.provider().equals(provider));
        }
        changes.happened();
    }

    private void dropOver() {
        Instant now = clock.instant();
        pending.removeIf(fault -> fault.isOver(now));
    }
}
