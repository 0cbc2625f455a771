package dev.clientauth.hostile;

import java.io.IOException;
import java.util.Set;

/**
 * One way in which an endpoint misbehaves, and what a client may make of it.
 *
 * @param name names it in reports
 * @param kind the transports to run it over
 * @param script what the server does after the request, or after the connection for {@link Kind#BELOW_TLS}
 * @param expected the outcomes that are right
 * @param says a part of the exception's message; empty where any will do
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

    /** What a caller sees. */
    enum Outcome {
        SUCCESS,
        REFUSED,
        FAULT,
        /** An exception that is not one of the library's, or an error. */
        UNTYPED
    }

    /** What a server does. */
    @FunctionalInterface
    interface Script {
        void run(HostileExchange exchange) throws IOException, InterruptedException;
    }
}
