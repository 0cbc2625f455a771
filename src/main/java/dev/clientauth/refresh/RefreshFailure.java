// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.refresh;

import dev.clientauth.token.TokenRefusedException;
import dev.clientauth.token.TokenTransportException;

import java.time.Instant;

/**
 * The failure of the last refresh. Until the back-off ends, no request is sent and callers that need a token get this
 * failure.
 *
 * @param cause why it failed
 * @param until when the next refresh is allowed, in elapsed milliseconds
 * @param retryAt the same by the wall clock, for display
 * @param consecutiveFailures the number of failures since the last success
 */
record RefreshFailure(RuntimeException cause, long until, Instant retryAt, int consecutiveFailures) {

    /** Returns whether it is too early for another refresh. */
    boolean forbids(long now) {
        return now < until;
    }

    /** Returns the exception for another caller, with its own stack trace and the earliest time of a retry. */
    RuntimeException forNextCaller() {
        if (cause instanceof TokenRefusedException refused) {
            return refused.until(retryAt);
        }
        return cause instanceof TokenTransportException transport ? transport.until(retryAt) : cause;
    }
}
