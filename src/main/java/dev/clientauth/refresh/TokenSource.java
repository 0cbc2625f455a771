package dev.clientauth.refresh;

import dev.clientauth.http.Deadline;
import dev.clientauth.token.AccessToken;

import java.time.Duration;

/** Where a new token comes from. */
@FunctionalInterface
public interface TokenSource {

    /** Who wants the token: exactly one of its first two methods is called, once, on any thread, by the deadline. */
    interface Receiver {
        /** The token is there. */
        void succeeded(AccessToken token);

        /** There is none. */
        void failed(Throwable cause);

        /** Until when it waits. */
        Deadline deadline();
    }

    /** Fetches a token. Does not block. */
    void fetch(Receiver receiver);

    /** The time that a fetch may take. */
    default Duration timeout() {
        return Duration.ofSeconds(30);
    }

    /** Forgets a token that the provider's API refused. Does not block. */
    default void forget(AccessToken token) {}
}
