// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.refresh;

import dev.clientauth.token.AccessToken;

import java.time.Duration;

/**
 * The current token, with the times that divide its lifetime, in milliseconds of the clock that measured its start.
 *
 * <p>All times are proportional to the lifetime, so that a token valid for five minutes is cached as well as one valid for
 * an hour.
 *
 * @param token the token
 * @param staleAt from when it is refreshed while it is still returned
 * @param mustRefreshAt from when callers wait for the refresh
 * @param expiresAt when it expires
 */
record CachedToken(AccessToken token, long staleAt, long mustRefreshAt, long expiresAt) {
    /** The part of the lifetime, in percent, after which a token is refreshed. */
    static final int FRESH_PERCENT = 80;

    /** The random jitter of that part, in percent of the lifetime, so that a fleet does not refresh simultaneously. */
    static final int JITTER_PERCENT = 5;

    /** The last part of the lifetime, in percent, during which callers wait for a refresh. */
    static final int MARGIN_PERCENT = 10;

    /** The maximum length of that part. */
    static final Duration MAX_MARGIN = Duration.ofSeconds(30);

    /**
     * Divides the lifetime of a token.
     *
     * @param random from 0 to 1
     * @param start when its lifetime began, in milliseconds of any clock
     */
    static CachedToken of(AccessToken token, double random, long start) {
        long life = Math.max(
                0, Duration.between(token.issuedAt(), token.expiresAt()).toMillis());
        double fresh = FRESH_PERCENT + JITTER_PERCENT * (2 * random - 1);
        long margin = Math.min(MAX_MARGIN.toMillis(), life * MARGIN_PERCENT / 100);
        return new CachedToken(token, start + Math.round(life * fresh / 100), start + life - margin, start + life);
    }

    /** Divides the lifetime by the wall clock, for a token that another machine or an earlier process requested. */
    static CachedToken byWallClock(AccessToken token) {
        return of(token, 0, token.issuedAt().toEpochMilli());
    }

    /**
     * Returns the length of the last part of the lifetime, during which callers wait for a refresh, in milliseconds.
     */
    long margin() {
        return expiresAt - mustRefreshAt;
    }
}
