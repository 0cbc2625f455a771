package dev.clientauth.renewal;

import dev.clientauth.token.AccessToken;

/** Where a new token comes from. */
@FunctionalInterface
public interface TokenSource {

    /** Who wants the token: exactly one of its methods is called, once, on any thread. */
    interface Receiver {
        /** The token is there. */
        void arrived(AccessToken token);

        /** There is none. */
        void failed(Throwable cause);
    }

    /** Fetches a token without holding up the caller's thread. */
    void fetch(Receiver receiver);

    /** Forgets a token that the provider's API refused. */
    default void forget(AccessToken token) {}
}
