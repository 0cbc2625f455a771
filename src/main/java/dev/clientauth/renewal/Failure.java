package dev.clientauth.renewal;

import dev.clientauth.token.TokenRefusedException;
import dev.clientauth.token.TokenTransportException;

import java.time.Instant;

/**
 * The last renewal failed. Until the back-off is over nobody asks again, and who needs a token hears of this failure.
 *
 * @param cause why it failed
 * @param since when it failed, in milliseconds since 1970
 * @param until when it may be tried again, in milliseconds since 1970
 * @param inARow how many have failed since the last success
 */
record Failure(RuntimeException cause, long since, long until, int inARow) {

    /** Whether it is too early to try again; not so when the clock was set back past the failure itself. */
    boolean forbids(long now) {
        return now < until && now >= since;
    }

    /** The exception for one more caller: with a trace of its own, and the instant from which on it is worth asking. */
    RuntimeException again() {
        Instant retryAt = Instant.ofEpochMilli(until);
        if (cause instanceof TokenRefusedException refused) {
            return refused.until(retryAt);
        }
        return cause instanceof TokenTransportException transport ? transport.until(retryAt) : cause;
    }
}
