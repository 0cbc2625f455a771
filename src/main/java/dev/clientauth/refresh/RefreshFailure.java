package dev.clientauth.refresh;

import dev.clientauth.token.TokenRefusedException;
import dev.clientauth.token.TokenTransportException;

import java.time.Instant;

/**
 * The last renewal failed. Until the back-off is over no request is sent, and callers that need a token get this failure.
 *
 * @param cause why it failed
 * @param until when it may be tried again, in elapsed milliseconds
 * @param retryAt the same by the wall clock, for people
 * @param consecutiveFailures how many have failed since the last success
 */
record RefreshFailure(RuntimeException cause, long until, Instant retryAt, int consecutiveFailures) {

    /** Whether it is too early to try again, at this elapsed time. */
    boolean forbids(long now) {
        return now < until;
    }

    /** The exception for one more caller: with a trace of its own, and the instant from which on it is worth asking. */
    RuntimeException forNextCaller() {
        if (cause instanceof TokenRefusedException refused) {
            return refused.until(retryAt);
        }
        return cause instanceof TokenTransportException transport ? transport.until(retryAt) : cause;
    }
}
