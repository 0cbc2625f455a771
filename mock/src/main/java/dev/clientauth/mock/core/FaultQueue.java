// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.mock.core;

import dev.clientauth.mock.Fault;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** The pending faults, oldest first. Thread-safe. */
public final class FaultQueue {
    /** The maximum number of pending faults. */
    public static final int MAX = 100;

    private final MockClock clock;
    private final ChangeNotifier changes;
    private final List<PendingFault> pending = new ArrayList<>();
    private long lastId;

    FaultQueue(MockClock clock, ChangeNotifier changes) {
        this.clock = clock;
        this.changes = changes;
    }

    /** Adds a fault for the next requests to one provider, or to any. */
    public PendingFault next(Optional<String> provider, int times, Fault fault) {
        if (times < 1) {
            throw new IllegalArgumentException("times must be positive, not " + times + ".");
        }
        return add(provider, fault, OptionalInt.of(times), Optional.empty());
    }

    /** Adds a fault for all requests in a time measured by the mock's clock. */
    public PendingFault during(Optional<String> provider, Duration time, Fault fault) {
        if (time.isNegative() || time.isZero()) {
            throw new IllegalArgumentException("time must be positive, not " + time + ".");
        }
        return add(
                provider,
                fault,
                OptionalInt.empty(),
                Optional.of(clock.instant().plus(time)));
    }

    /** Adds a fault for all requests until the faults are cleared. */
    public PendingFault untilCleared(Optional<String> provider, Fault fault) {
        return add(provider, fault, OptionalInt.empty(), Optional.empty());
    }

    private PendingFault add(Optional<String> provider, Fault fault, OptionalInt times, Optional<Instant> until) {
        PendingFault added;
        synchronized (this) {
            removeExpired();
            if (pending.size() >= MAX) {
                throw new IllegalStateException(MAX + " faults are pending; clear some first.");
            }
            added = new PendingFault(++lastId, provider, fault, times, until);
            pending.add(added);
        }
        changes.notifyListeners();
        return added;
    }

    /** Returns the fault that affects the current request, and counts it. */
    Optional<Fault> take(String provider) {
        Fault fault = null;
        synchronized (this) {
            removeExpired();
            for (int i = 0; i < pending.size() && fault == null; i++) {
                PendingFault candidate = pending.get(i);
                if (candidate.affects(provider)) {
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

    private void count(int index, PendingFault taken) {
        if (taken.times().isEmpty()) {
            return;
        }
        int left = taken.times().getAsInt() - 1;
        if (left == 0) {
            pending.remove(index);
        } else {
            pending.set(
                    index,
                    new PendingFault(taken.id(), taken.provider(), taken.fault(), OptionalInt.of(left), taken.until()));
        }
    }

    /** Returns the pending faults, oldest first. */
    public synchronized List<PendingFault> pending() {
        removeExpired();
        return List.copyOf(pending);
    }

    /** Removes a fault, and returns whether it was pending. */
    public boolean remove(long id) {
        boolean removed;
        synchronized (this) {
            removed = pending.removeIf(fault -> fault.id() == id);
        }
        changes.notifyListeners();
        return removed;
    }

    /** Removes the faults of one provider, or all faults. */
    public void clear(Optional<String> provider) {
        synchronized (this) {
            pending.removeIf(fault -> provider.isEmpty() || fault.provider().equals(provider));
        }
        changes.notifyListeners();
    }

    private void removeExpired() {
        Instant now = clock.instant();
        pending.removeIf(fault -> fault.isExpired(now));
    }
}
