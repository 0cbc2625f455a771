// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.refresh;

import dev.clientauth.http.Deadline;
import dev.clientauth.token.AccessToken;

import java.time.Duration;

/** A source of new tokens. */
@FunctionalInterface
public interface TokenSource {

    /** Receives the result: exactly one of the first two methods is called, once, on any thread, by the deadline. */
    interface Receiver {
        /** Receives the token. */
        void succeeded(AccessToken token);

        /** Receives the failure. */
        void failed(Throwable cause);

        /** Returns how long this receiver waits. */
        Deadline deadline();
    }

    /** Requests a token. Does not block. */
    void fetch(Receiver receiver);

    /** Returns the maximum time for a request. */
    default Duration timeout() {
        return Duration.ofSeconds(30);
    }

    /** Discards a token that the provider's API rejected. Does not block. */
    default void forget(AccessToken token) {}
}
