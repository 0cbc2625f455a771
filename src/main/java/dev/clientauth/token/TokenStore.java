package dev.clientauth.token;

import java.time.Duration;
import java.util.Optional;

/**
 * Where several machines, or several authenticators, share their access tokens, so that one renewal serves all.
 *
 * <p>Implementations are thread-safe. They may block: each authenticator calls its store on a thread of this library's own, one
 * call at a time. But they should give up by themselves, after a second or two, and throw. What they throw, an {@code Error}
 * included, is logged, once for the whole JVM, and the authenticators go on without the store until it works again. A store that
 * has not returned after three seconds, or a quarter of the time that a token may take, counts as failed for as long as it hangs.
 */
public interface TokenStore {

    /** The token kept under this id, as long as it is good. */
    Optional<AccessToken> read(String id);

    /**
     * Tries to become the one who renews the token of this id.
     *
     * @param holder who asks; a random text
     * @param lease after how long another may try, should the holder have died
     * @return whether no other holder is at it
     */
    boolean tryLease(String id, String holder, Duration lease);

    /** Keeps a token until it expires, in place of the one before. */
    void write(String id, AccessToken token);

    /** Ends the lease, if this holder still has it. */
    void endLease(String id, String holder);

    /** Forgets this token, if it is the one kept under this id: compared by value, as the object may be another machine's. */
    void remove(String id, AccessToken token);
}
