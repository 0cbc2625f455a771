package dev.clientauth.renewal;

import dev.clientauth.token.TokenRefusedException;
import dev.clientauth.token.TokenTransportException;

import java.time.Instant;

/**
 * The last renewal failed. Until the back-off is over nobody asks again, and who needs a token hears of this failure.
 *
 * @param cause why it failed
 * @param until when it may be tried again, in milliseconds since 1970
 * @param inARow how many have failed since the last success
 */
record Failure(RuntimeException cause, long until, int inARow) {

    /** The exception for one more caller: with a trace of its own, and the instant from which on it is worth asking. */
    RuntimeException again() {
        Instant retryAt = Instant.ofEpochMilli(until);
        if (cause instanceof TokenRefusedException refused) {
            return refused.until(retryAt);
        }
        return cause instanceof TokenTransportException transport ? transport.until(retryAt) : cause;
    }
}
