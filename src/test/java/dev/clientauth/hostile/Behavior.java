// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.hostile;

import java.io.IOException;
import java.util.Set;

/**
 * One way in which an endpoint misbehaves, and the permitted outcomes for a client.
 *
 * @param name names it in reports
 * @param kind the transports to run it over
 * @param script what the server does after the request, or after the connection for {@link Kind#BELOW_TLS}
 * @param expected the permitted outcomes
 * @param says a part of the exception's message; empty if any message is permitted
 */
record Behavior(String name, Kind kind, Script script, Set<Outcome> expected, String says) {

    /** Where the script runs. */
    enum Kind {
        /** After an HTTP/1.1 request, over TCP and over TLS. */
        HTTP,
        /** In place of a TLS handshake. */
        BELOW_TLS,
        /** Over TLS with the certificate or settings of {@link HostileTls} that have the behavior's name. */
        TLS
    }

    /** The outcome for a caller. */
    enum Outcome {
        SUCCESS,
        REFUSED,
        FAULT,
        /** An exception that is not one of the library's, or an error. */
        UNTYPED
    }

    /** The behavior of a server. */
    @FunctionalInterface
    interface Script {
        void run(HostileExchange exchange) throws IOException, InterruptedException;
    }
}
