package dev.clientauth.profile;

import java.time.Instant;

/**
 * When a request was sent, as far as it is known: an instant, or everything up to an instant.
 *
 * @param latest the instant, or the latest that it can have been
 * @param isExact whether it is the instant itself
 * @param clock whose clock says so
 */
public record SendingTime(Instant latest, boolean isExact, Clock clock) {
    /** Whose clock an instant was read from. */
    public enum Clock {
        /** The provider's own, by which it judges. */
        PROVIDER,
        /** That of the machine that sent the request or diagnoses it. */
        LOCAL
    }

    /** Whether the provider's clock said so, and only then a rule about time can be satisfied. */
    public boolean isByProvider() {
        return clock == Clock.PROVIDER;
    }

    /** Whose clock it was, to be said behind a finding. */
    public String byWhom() {
        return isByProvider() ? "" : " by this machine's clock";
    }
}
