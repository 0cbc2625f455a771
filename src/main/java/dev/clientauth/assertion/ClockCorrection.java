package dev.clientauth.assertion;

import java.time.Duration;

/**
 * By how much the time in assertions differs from this machine's clock, because a provider's {@code Date} said so.
 *
 * <p>Anybody between client and provider can write that header, so the difference is bounded, always counted from this
 * machine's clock, and on trial until the provider accepts a request signed with it. Thread-safe.
 */
public final class ClockCorrection {
    /** The maximum difference that is corrected: 15 minutes. */
    public static final Duration MAX = Duration.ofMinutes(15);

    private static final State NONE = new State(Duration.ZERO, Duration.ZERO);

    private final Duration max;
    private volatile State state = NONE;

    /**
     * What assertions are signed with.
     *
     * @param current the correction
     * @param accepted the last one that the provider accepted
     */
    private record State(Duration current, Duration accepted) {
        boolean isOnTrial(Duration correction) {
            return current.equals(correction) && !current.equals(accepted);
        }
    }

    /**
     * No correction yet.
     *
     * @param max the maximum correction, from zero to {@link #MAX}
     */
    public ClockCorrection(Duration max) {
        this.max = max;
    }

    /** The maximum correction. */
    public Duration max() {
        return max;
    }

    /** The correction to sign with; positive where the provider's clock is ahead. */
    Duration current() {
        return state.current();
    }

    /** Whether a difference from this machine's clock is small enough to be corrected. */
    boolean allows(Duration difference) {
        return difference.abs().compareTo(max) <= 0;
    }

    /** Signs with this correction from now on, on trial. */
    synchronized void attempt(Duration correction) {
        state = new State(correction, state.accepted());
    }

    /** The provider accepted a request signed with this correction; returns whether that ended its trial. */
    synchronized boolean accepted(Duration correction) {
        boolean wasOnTrial = state.isOnTrial(correction);
        if (wasOnTrial) {
            state = new State(correction, correction);
        }
        return wasOnTrial;
    }

    /** The provider refused a request signed with this correction; returns whether it was on trial and is undone. */
    synchronized boolean refused(Duration correction) {
        boolean wasOnTrial = state.isOnTrial(correction);
        if (wasOnTrial) {
            state = new State(state.accepted(), state.accepted());
        }
        return wasOnTrial;
    }

    /** Signs by this machine's clock again. */
    synchronized void drop() {
        state = NONE;
    }
}
