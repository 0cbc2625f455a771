package dev.clientauth.profile;

import java.time.Instant;

/**
 * What is known about when a request was sent: the exact time, or the latest possible time.
 *
 * @param latest the exact time, or the latest possible time
 * @param isExact whether the time is exact
 * @param clock the clock that it was read from
 */
public record SendingTime(Instant latest, boolean isExact, Clock clock) {
    /** The clock that a time was read from. */
    public enum Clock {
        /** The provider's clock, which it uses to check requests. */
        PROVIDER,
        /** The clock of the machine that sent or diagnoses the request. */
        LOCAL
    }

    /** Returns whether it is by the provider's clock; only then can a rule about times be satisfied. */
    public boolean isByProvider() {
        return clock == Clock.PROVIDER;
    }

    /** Returns a suffix for findings that names the clock. */
    public String byWhom() {
        return isByProvider() ? "" : " by this machine's clock";
    }
}
