package dev.clientauth.mock.core;

import dev.clientauth.mock.Fault;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** The faults that have yet to strike, oldest first. Thread-safe. */
public final class FaultQueue {
    /** How many wait at once. */
    public static final int MOST = 100;

    private final MockClock clock;
    private final ChangeNotifier changes;
    private final List<PendingFault> pending = new ArrayList<>();
    private long lastId;

    FaultQueue(MockClock clock, ChangeNotifier changes) {
        this.clock = clock;
        this.changes = changes;
    }

    /** Lets the next requests fail, of one provider or of all. */
    public PendingFault next(Optional<String> provider, int times, Fault fault) {
        if (times < 1) {
            throw new IllegalArgumentException("A fault strikes at least once, not " + times + " times.");
        }
        return add(provider, fault, OptionalInt.of(times), Optional.empty());
    }

    /** Lets every request fail for some time by the mock's clock. */
    public PendingFault during(Optional<String> provider, Duration time, Fault fault) {
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
    public PendingFault untilCleared(Optional<String> provider, Fault fault) {
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
        changes.notifyListeners();
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
            changes.notifyListeners();
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

    public synchronized List<PendingFault> pending() {
        dropOver();
        return List.copyOf(pending);
    }

    /** Takes one back, and says whether there was one. */
    public boolean remove(long id) {
        boolean removed;
        synchronized (this) {
            removed = pending.removeIf(fault -> fault.id() == id);
        }
        changes.notifyListeners();
        return removed;
    }

    /** Takes back those of one provider, or all of them. */
    public void clear(Optional<String> provider) {
        synchronized (this) {
            pending.removeIf(fault -> provider.isEmpty() || fault.provider().equals(provider));
        }
        changes.notifyListeners();
    }

    private void dropOver() {
        Instant now = clock.instant();
        pending.removeIf(fault -> fault.isOver(now));
    }
}
