package dev.clientauth.refresh;

import dev.clientauth.token.AccessToken;

import java.time.Duration;

/**
 * The current token, with the times that divide its life, in milliseconds of the clock that its start was given by.
 *
 * <p>All are parts of the life and none is a fixed margin: a token of five minutes is as worth keeping as one of an hour.
 *
 * @param token the token
 * @param staleAt from here on it is renewed while it is still handed out
 * @param mustRefreshAt from here on callers wait for the renewal
 * @param expiresAt from here on the provider refuses it
 */
record CachedToken(AccessToken token, long staleAt, long mustRefreshAt, long expiresAt) {
    /** The part of the life, in percent, after which a token is renewed. */
    static final int FRESH_PERCENT = 80;

    /** How far, in percent of the life, that part is moved at random, so that a fleet does not renew as one. */
    static final int JITTER_PERCENT = 5;

    /** The part of the life at its end, in percent, in which a token is not handed out if there is a better one. */
    static final int MARGIN_PERCENT = 10;

    /** The most that this part is. */
    static final Duration MAX_MARGIN = Duration.ofSeconds(30);

    /**
     * Divides the life of a token.
     *
     * @param random from 0 to 1
     * @param start when its life began, by any clock that counts milliseconds
     */
    static CachedToken of(AccessToken token, double random, long start) {
        long life = Math.max(
                0, Duration.between(token.issuedAt(), token.expiresAt()).toMillis());
        double fresh = FRESH_PERCENT + JITTER_PERCENT * (2 * random - 1);
        long margin = Math.min(MAX_MARGIN.toMillis(), life * MARGIN_PERCENT / 100);
        return new CachedToken(token, start + Math.round(life * fresh / 100), start + life - margin, start + life);
    }

    /** Divides the life of a token by the wall clock, for one that another machine or an earlier process fetched. */
    static CachedToken byWallClock(AccessToken token) {
        return of(token, 0, token.issuedAt().toEpochMilli());
    }

    /** The part of the life at its end in which the token is not handed out if there is a better one, in milliseconds. */
    long margin() {
        return expiresAt - mustRefreshAt;
    }
}
