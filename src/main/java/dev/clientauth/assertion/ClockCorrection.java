// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.assertion;

import java.time.Duration;

/**
 * The difference between the times in assertions and this machine's clock, learned from the provider's {@code Date}.
 *
 * <p>Anybody between the client and the provider can change that header. Therefore the difference is limited, always
 * relative to this machine's clock, and on trial until the provider accepts a request signed with it. Thread-safe.
 */
public final class ClockCorrection {
    /** The maximum difference that is corrected: 15 minutes. */
    public static final Duration MAX = Duration.ofMinutes(15);

    private static final State NONE = new State(Duration.ZERO, Duration.ZERO);

    private final Duration max;
    private volatile State state = NONE;

    /**
     * The state of the correction.
     *
     * @param current the correction
     * @param accepted the last correction that the provider accepted
     */
    private record State(Duration current, Duration accepted) {
        boolean isOnTrial(Duration correction) {
            return current.equals(correction) && !current.equals(accepted);
        }
    }

    /**
     * Creates the initial state, without a correction.
     *
     * @param max the maximum correction, from zero to {@link #MAX}
     */
    public ClockCorrection(Duration max) {
        this.max = max;
    }

    /** Returns the maximum correction. */
    public Duration max() {
        return max;
    }

    /** Returns the current correction; positive if the provider's clock is ahead. */
    Duration current() {
        return state.current();
    }

    /** Returns whether a difference is small enough to be corrected. */
    boolean allows(Duration difference) {
        return difference.abs().compareTo(max) <= 0;
    }

    /** Uses this correction from now on, on trial. */
    synchronized void request(Duration correction) {
        state = new State(correction, state.accepted());
    }

    /** Records that a request with this correction was accepted; returns whether it was on trial until now. */
    synchronized boolean accepted(Duration correction) {
        boolean wasOnTrial = state.isOnTrial(correction);
        if (wasOnTrial) {
            state = new State(correction, correction);
        }
        return wasOnTrial;
    }

    /** Records that a request with this correction was refused; returns whether it was on trial and has been undone. */
    synchronized boolean refused(Duration correction) {
        boolean wasOnTrial = state.isOnTrial(correction);
        if (wasOnTrial) {
            state = new State(state.accepted(), state.accepted());
        }
        return wasOnTrial;
    }

    /** Returns to this machine's clock. */
    synchronized void drop() {
        state = NONE;
    }
}
