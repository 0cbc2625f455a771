// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.hostile;

import dev.clientauth.fakes.Clients;
import dev.clientauth.fakes.LogCapture;
import dev.clientauth.fakes.Secrets;
import dev.clientauth.hostile.Behavior.Kind;
import dev.clientauth.hostile.Behavior.Outcome;
import dev.clientauth.token.Grant;
import dev.clientauth.token.TokenEvent;
import dev.clientauth.token.TokenRefusedException;
import dev.clientauth.token.TokenResponse;
import dev.clientauth.token.TokenTransportException;
import dev.clientauth.transport.HttpTransport;
import dev.clientauth.transport.JdkHttpTransport;
import dev.clientauth.transport.OkHttpTransport;

import javax.net.ServerSocketFactory;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.regex.Pattern;

/**
 * Runs all behaviors, each over every transport it is for, and prints a line for each: name, transport, outcome, milliseconds,
 * peak heap in MiB, KiB that were served, requests that were received, what the caller got, and what was wrong, {@code ok} if
 * nothing. A program of its own, so that its heap can be small.
 */
final class HostileEndpointRun {
    static final Duration CALL_TIMEOUT = Duration.ofMillis(Integer.getInteger("hostile.timeout", 1500));

    /** Above this time, the deadline did not end the call. */
    private static final Duration LATEST = CALL_TIMEOUT.plusMillis(1500);

    /** When all connections of failed calls are closed, after the last call. The JDK does so every 3 s. */
    private static final Duration CLOSED = Duration.ofSeconds(15);

    private static final Logger JDK_LOGGER = Logger.getLogger("jdk");

    /** The maximum that an endless response may send: the limit of the response and the buffers of two sockets. */
    private static final long MAX_SERVED = 12L << 20;

    /** All but line breaks and tabs, which are part of a printed stack trace. */
    private static final Pattern CONTROL = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}&&[^\\r\\n\\t]]");

    /** The JDK reads no trailers, lets 205 have a body, and sends no ALPN for HTTP/1.1; no secret is at risk. */
    private static final Set<String> JDK_LENIENT = Set.of(
            "205 with a length",
            "trailers: endless number",
            "trailers: endless line",
            "trailers: the secret without a colon, cut off",
            HostileTls.HTTP2_ONLY);

    /** The JDK reads three digits of a status, and has no exception of its own for the name in a certificate. */
    private static final Map<String, String> JDK_SAYS =
            Map.of("status: 2000", "HTTP 200", HostileTls.OTHER_HOST, "the server's certificate was not accepted");

    /** The JDK skips these, without keeping them, until the deadline. */
    private static final Set<String> JDK_SKIPS =
            Set.of("chunks: endless, each with an extension", "tls: endless empty records");

    private final HostileTls tls = new HostileTls();
    private final Elsewhere elsewhere = new Elsewhere();
    private final HttpTransport http;
    private final boolean isJdk;

    /** Those whose calls failed, by the line that was printed for them. */
    private final Map<String, HostileServer> servers = new LinkedHashMap<>();

    private HostileEndpointRun(boolean isJdk) throws IOException {
        this.isJdk = isJdk;
        this.http = transport(CALL_TIMEOUT);
    }

    private HttpTransport transport(Duration callTimeout) {
        return isJdk
                ? JdkHttpTransport.of(tls.jdkClient()).withCallTimeout(callTimeout)
                : OkHttpTransport.of(tls.client().callTimeout(callTimeout).build());
    }

    /** Runs all behaviors, or those whose names contain the second argument, with the HTTP client named by the first. */
    public static void main(String[] args) throws Exception {
        HostileEndpointRun run = new HostileEndpointRun(args[0].equals("jdk"));
        // At its finest levels, the JDK logs what it receives.
        JDK_LOGGER.setLevel(Level.INFO);
        run.warmUp();
        int failed = 0;
        for (Behavior behavior : BehaviorTable.all()) {
            if (args.length == 1 || behavior.name().contains(args[1])) {
                failed += run.over(behavior);
            }
        }
        failed += run.leftOpen();
        System.out.println("end\t" + failed + "\t" + (Runtime.getRuntime().maxMemory() >> 20));
        System.exit(failed == 0 ? 0 : 1);
    }

    /** Loads classes and creates keys before anything is measured. */
    private void warmUp() throws Exception {
        Behavior granting = new Behavior("", Kind.TLS, x -> x.granted("\"a\":1"), Set.of(), "");
        try (HostileServer server = new HostileServer(granting, tls.sockets(granting), true, elsewhere)) {
            Clients.apple(server.endpoint())
                    .httpTransport(transport(HttpTransport.CALL_TIMEOUT))
                    .build()
                    .request(Grant.authorizationCode("c"));
        }
    }

    /** Prints a line for each failed call whose connection stays open; returns their number. */
    private int leftOpen() throws InterruptedException {
        int open = 0;
        long end = System.nanoTime() + CLOSED.toNanos();
        for (Map.Entry<String, HostileServer> server : servers.entrySet()) {
            if (!server.getValue().isClosedBefore(end)) {
                System.out.println(server.getKey() + "the connection stays open");
                open++;
            }
        }
        return open;
    }

    private int over(Behavior behavior) throws Exception {
        int failed = 0;
        if (behavior.kind() == Kind.HTTP) {
            failed += run(behavior, "http", ServerSocketFactory.getDefault(), false, true);
        }
        ServerSocketFactory sockets =
                behavior.kind() == Kind.BELOW_TLS ? ServerSocketFactory.getDefault() : tls.sockets(behavior);
        return failed + run(behavior, "https", sockets, true, true);
    }

    /**
     * On a busy machine, the deadline may end a call that would otherwise have failed for another reason; it is retried
     * once.
     */
    private int run(
            Behavior behavior, String transport, ServerSocketFactory sockets, boolean isHttps, boolean mayBeRepeated)
            throws Exception {
        try (HostileServer server = new HostileServer(behavior, sockets, isHttps, elsewhere);
                LogCapture logs = new LogCapture()) {
            resetPeaks();
            Queue<TokenEvent> events = new ConcurrentLinkedQueue<>();
            long begin = System.nanoTime();
            Outcome outcome;
            String shown;
            String gets;
            String tokens = "";
            try {
                TokenResponse response = Clients.apple(server.endpoint())
                        .httpTransport(http)
                        .listener(events::add)
                        .build()
                        .request(Grant.authorizationCode("c0de-of-one-use"));
                outcome = Outcome.SUCCESS;
                gets = "a token";
                tokens = response + "\n" + response.accessToken();
                shown = response + "\n" + response.accessToken() + "\n"
                        + response.accessToken().scope() + "\n"
                        + response.members().keySet().stream()
                                .filter(name -> !CONTROL.matcher(name).find())
                                .toList();
            } catch (TokenTransportException e) {
                outcome = Outcome.FAULT;
                shown = LogCapture.printed(e);
                gets = FaultsPage.reason(e.getMessage());
            } catch (TokenRefusedException e) {
                outcome = Outcome.REFUSED;
                shown = LogCapture.printed(e) + e.error() + e.error().uri();
                gets = "`TokenRefusedException`";
            } catch (Throwable e) {
                outcome = Outcome.UNTYPED;
                shown = e.toString();
                gets = e.getClass().getName();
            }
            Duration taken = Duration.ofNanos(System.nanoTime() - begin);
            String logged = logs.text() + events;
            List<String> wrong = wrong(behavior, server, outcome, shown, taken);
            if ((tokens + logged).contains("issued-token-1")) {
                wrong.add("a token is shown or logged");
            }
            if (holdsSecret(server, logged)) {
                wrong.add("a secret is logged");
            }
            if (!wrong.isEmpty() && mayBeRepeated && taken.compareTo(CALL_TIMEOUT) >= 0) {
                return run(behavior, transport, sockets, isHttps, false);
            }
            String line = String.format(
                    Locale.ROOT,
                    "%s\t%s\t%s\t%d\t%d\t%d\t%d\t%s\t",
                    behavior.name(),
                    transport,
                    outcome,
                    taken.toMillis(),
                    peak() >> 20,
                    server.served() >> 10,
                    server.requests(),
                    gets);
            System.out.println(line + (wrong.isEmpty() ? "ok" : String.join("; ", wrong)));
            if (outcome == Outcome.FAULT) {
                servers.put(line, server);
            }
            return wrong.isEmpty() ? 0 : 1;
        }
    }

    private List<String> wrong(Behavior behavior, HostileServer server, Outcome outcome, String shown, Duration taken)
            throws InterruptedException {
        List<String> wrong = new ArrayList<>();
        boolean isLenient = isJdk && JDK_LENIENT.contains(behavior.name());
        Set<Outcome> expected = isLenient ? Set.of(Outcome.SUCCESS) : behavior.expected();
        String says =
                isLenient ? "" : isJdk ? JDK_SAYS.getOrDefault(behavior.name(), behavior.says()) : behavior.says();
        if (!expected.contains(outcome)) {
            wrong.add("outcome is not one of " + expected + firstLine(shown));
        } else if (!shown.contains(says)) {
            wrong.add("does not say \"" + says + "\"" + firstLine(shown));
        }
        if (CONTROL.matcher(shown).find()) {
            wrong.add("control characters are shown");
        }
        if (taken.compareTo(LATEST) > 0) {
            wrong.add("too late");
        }
        if (server.served() > MAX_SERVED && !(isJdk && JDK_SKIPS.contains(behavior.name()))) {
            wrong.add("too much was read");
        }
        if (server.requests() > 1) {
            wrong.add("the code was sent " + server.requests() + " times");
        }
        if (server.isHttp2Wanted()) {
            wrong.add("HTTP/2 was offered or spoken");
        }
        if (elsewhere.takeConnections() > 0) {
            wrong.add("another server was contacted");
        }
        if (holdsSecret(server, shown)) {
            wrong.add("a secret is shown");
        }
        return wrong;
    }

    private static boolean holdsSecret(HostileServer server, String text) {
        if (server.requests() == 0) {
            return false;
        }
        try {
            new Secrets().withForm(server.form()).assertAbsentFrom("what is shown", text);
            return false;
        } catch (AssertionError e) {
            return true;
        }
    }

    private static String firstLine(String shown) {
        String line = shown.lines().findFirst().orElse("");
        return ": "
                + CONTROL.matcher(line.substring(0, Math.min(300, line.length())))
                        .replaceAll("?");
    }

    private static void resetPeaks() {
        heap().forEach(MemoryPoolMXBean::resetPeakUsage);
    }

    private static long peak() {
        return heap().stream().mapToLong(pool -> pool.getPeakUsage().getUsed()).sum();
    }

    private static List<MemoryPoolMXBean> heap() {
        return ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP)
                .toList();
    }
}
