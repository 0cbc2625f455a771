// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.token;

import java.time.Duration;
import java.util.Optional;

/**
 * Shares access tokens between machines or authenticators, so that one refresh serves all of them.
 *
 * <p>Implementations must be thread-safe. They may block, because each authenticator calls its store on a thread of
 * this library, one call at a time; but they should give up and throw after a second or two. Anything they throw,
 * including an {@code Error}, is logged once for the whole JVM, and the authenticators continue without the store until
 * it works again. A store that has not returned after three seconds, or after a quarter of the timeout for a token, is
 * treated as failed while it hangs.
 */
public interface TokenStore {

    /** Returns the token stored under this id, unless it has expired. */
    Optional<AccessToken> read(String id);

    /**
     * Tries to acquire the lease for refreshing the token with this id.
     *
     * @param holder a random string that identifies the caller
     * @param lease how long the lease lasts, in case the holder crashes
     * @return whether the caller now holds the lease
     */
    boolean tryLease(String id, String holder, Duration lease);

    /** Stores a token until it expires, replacing the previous one. */
    void write(String id, AccessToken token);

    /** Ends the lease, if this holder still has it. */
    void endLease(String id, String holder);

    /** Removes this token if it is the one stored under this id. Compares the values, not the objects. */
    void remove(String id, AccessToken token);
}
