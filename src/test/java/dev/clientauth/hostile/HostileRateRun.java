// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.hostile;

import dev.clientauth.ClientAuthenticator;
import dev.clientauth.fakes.Clients;
import dev.clientauth.fakes.Secrets;
import dev.clientauth.hostile.Behavior.Kind;
import dev.clientauth.token.TokenRefusedException;
import dev.clientauth.token.TokenTransportException;
import dev.clientauth.transport.OkHttpTransport;
import okhttp3.OkHttpClient;

import javax.net.ServerSocketFactory;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Asks each hostile endpoint for a token again and again, as an application in a loop does, and counts the requests. Prints a
 * line for each behavior, in the format of {@link HostileEndpointRun}, whose number of requests is the count.
 */
final class HostileRateRun {
    /** How long the application asks. */
    static final Duration WINDOW = Duration.ofMillis(2500);

    /** Ten requests at once, and one per second of the window and of the last request's deadline. */
    private static final int MAX_REQUESTS = 14;

    private static final int PARALLEL = 24;
    private static final int PAUSE_MILLIS = 10;

    private HostileRateRun() {}

    /** Runs all behaviors that need no TLS. */
    public static void main(String[] args) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(PARALLEL);
        List<Future<String>> lines = new ArrayList<>();
        for (Behavior behavior : BehaviorTable.all()) {
            if (behavior.kind() == Kind.HTTP) {
                lines.add(pool.submit(() -> run(behavior)));
            }
        }
        int failed = 0;
        for (Future<String> line : lines) {
            System.out.println(line.get());
            failed += line.get().endsWith("ok") ? 0 : 1;
        }
        System.out.println("end\t" + failed + "\t0");
        System.exit(failed == 0 ? 0 : 1);
    }

    private static String run(Behavior behavior) throws IOException, InterruptedException {
        try (Elsewhere elsewhere = new Elsewhere();
                HostileServer server =
                        new HostileServer(behavior, ServerSocketFactory.getDefault(), false, elsewhere)) {
            ClientAuthenticator client = Clients.epic(server.endpoint())
                    .httpTransport(OkHttpTransport.of(new OkHttpClient.Builder()
                            .callTimeout(HostileEndpointRun.CALL_TIMEOUT)
                            .build()))
                    .build();
            List<String> wrong = new ArrayList<>();
            int calls = 0;
            long begin = System.nanoTime();
            while (System.nanoTime() - begin < WINDOW.toNanos()) {
                calls++;
                try {
                    String unused = client.accessToken().value();
                } catch (TokenTransportException | TokenRefusedException e) {
                    // The loop goes on, as in an application that ignores failures.
                } catch (Throwable e) {
                    wrong.add("not typed: " + e.getClass());
                }
                TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
            }
            Set<String> assertions = new HashSet<>();
            for (String form : server.forms()) {
                String assertion = Secrets.parameters(form).get(0);
                if (!assertions.add(assertion)) {
                    wrong.add("an assertion was sent twice");
                }
            }
            if (server.requests() > MAX_REQUESTS) {
                wrong.add("too many requests");
            }
            if (elsewhere.takeConnections() > 0) {
                wrong.add("another server was contacted");
            }
            return String.join(
                    "\t",
                    behavior.name(),
                    "rate",
                    "CALLS",
                    String.valueOf(calls),
                    "0",
                    String.valueOf(server.served() >> 10),
                    String.valueOf(server.requests()),
                    "",
                    wrong.isEmpty() ? "ok" : String.join("; ", wrong));
        }
    }
}
