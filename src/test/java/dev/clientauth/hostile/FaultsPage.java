// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.hostile;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The page docs/faults.md: what a caller gets from each hostile endpoint, as it was observed, and from each callback. */
final class FaultsPage {
    static final Path FILE = Path.of("docs/faults.md");

    private static final String TIMED_OUT = "it took longer than the time allowed";

    private static final String TRANSPORT = "`TokenTransportException`: ";
    private static final Pattern NO_RESPONSE = Pattern.compile(
            "No response from \\S+: (.*?)\\.( It is not known.*| The request was not sent\\.)?", Pattern.DOTALL);
    private static final Pattern RESPONSE =
            Pattern.compile("The response from \\S+ (with HTTP \\d+ )?(.*)", Pattern.DOTALL);

    /** The values in a message, such as a time. */
    private static final Pattern DETAIL = Pattern.compile("\"[^\"]*\"|: it is valid for .*|(?<=redirect to )\\S+(?=,)");

    private static final int MAX_REASON = 150;

    /** Which of these is seen depends on what arrives first. */
    private static final Set<String> ENDED = Set.of(
            "the connection was closed before the response was complete",
            "the connection was reset, or closed on this machine",
            "the connection was refused, or the host cannot be reached: check the host, port, proxy and firewall");

    private static final String TEXT = """
            # Faults

            What the caller of a client gets when the provider or a callback of the application misbehaves. This page is
            generated from the tests and checked by them; CONTRIBUTING.md says how to regenerate it. `build/regressions` shows
            which tests fail when a defense is removed.

            ## Hostile endpoints

            `HostileEndpointTest` exchanges an authorization code with each of these %d endpoints, with OkHttp and with the JDK's
            client, in a JVM of its own with 64 MiB of heap (`-Xmx64m`). HTTP stands for HTTP/1.1; HTTPS for the same over TLS,
            with a server that prefers HTTP/2. The client neither offers nor speaks HTTP/2; the rows that begin with "HTTP/2"
            send HTTP/2 nevertheless. For each row and transport, success or not, the test checks that

            * the call ends at the latest at its deadline of 1.5 s (plus 1.5 s for a busy machine), with a token or an exception
              of this type. The reason is the one that was observed when this page was generated: if an endpoint breaks several
              rules of HTTP at once, the one that is noticed first depends on what arrives first;
            * the heap suffices, and no more than 12 MiB are read (two rows excepted, which the JDK's client skips without
              keeping them);
            * the client closes the connection after a failure, even if the server does not;
            * the code is sent at most once, nothing is sent to another server, and HTTP/2 is not offered;
            * no part of the request, no token and no control character is in what is returned or thrown, in a log at any level (JDK: `INFO`),
              or in an event for the listener.

            `HostileRateRun`, with OkHttp and the same heap, asks each HTTP endpoint for a token in a loop for 2.5 s. It checks that there are at most 14
            requests, ten at once and one per second; that no assertion is sent twice; and that every answer has one of these types.

            The same was run once on JDK 25.0.3 (2026-11-27): all 535 lines of the JDK's client and of OkHttp ended as here, with `-Xmx64m`.
            With the JDK's client, two reasons differ: "tls: endless empty records" fails in TLS, before the deadline, and "status line:
            endless, and not HTTP" ended once at the deadline.

            | endpoint | transports | OkHttp | JDK's client | ends | requests |
            |---|---|---|---|---|---|
            """;

    private final Map<String, Row> rows = new LinkedHashMap<>();

    /** What was seen of one behavior. */
    private static final class Row {
        private final Map<String, Set<String>> got = new LinkedHashMap<>();
        private final Set<String> requests = new LinkedHashSet<>();

        String of(String client) {
            return String.join(" or ", got.getOrDefault(client, Set.of()));
        }
    }

    private FaultsPage() {}

    static FaultsPage empty() {
        return new FaultsPage();
    }

    /** Reads the rows of the page as it was committed. */
    static FaultsPage read() throws IOException {
        FaultsPage page = new FaultsPage();
        for (String line : Files.readAllLines(FILE)) {
            String[] cells = line.split(" \\| ", -1);
            if (cells.length == 6 && !cells[0].equals("| endpoint")) {
                Row row = page.rows.computeIfAbsent(cells[0].substring(2), name -> new Row());
                row.got.put("okhttp", new LinkedHashSet<>(List.of(cells[2])));
                row.got.put("jdk", new LinkedHashSet<>(List.of(cells[3])));
                row.requests.add(cells[5].replace(" |", ""));
            }
        }
        return page;
    }

    /** Returns what is said in an exception's message, without what differs from run to run. */
    static String reason(String message) {
        Matcher none = NO_RESPONSE.matcher(message);
        Matcher response = RESPONSE.matcher(message);
        String why;
        if (none.matches()) {
            why = ENDED.contains(none.group(1)) ? "the connection was closed or reset" : none.group(1);
        } else {
            why = "the response " + (response.matches() ? response.group(2) : message);
        }
        String plain = DETAIL.matcher(why).replaceAll("…");
        return TRANSPORT
                + plain.substring(0, Math.min(MAX_REASON, plain.length())).replaceAll("[.:]$", "");
    }

    /** Adds what was seen; returns true. */
    boolean add(String behavior, String client, String transport, String received, String gets) {
        Row row = rows.computeIfAbsent(cell(behavior), name -> new Row());
        row.got.computeIfAbsent(client, name -> new LinkedHashSet<>()).add(cell(gets));
        row.requests.add(received);
        return !transport.isEmpty();
    }

    /** Returns whether the page has a result of this kind: a token, a refusal, or a failure, whatever its reason. */
    boolean holds(String behavior, String client, String gets) {
        Row row = rows.get(cell(behavior));
        return row != null
                && (row.of(client).contains(cell(gets))
                        || (gets.startsWith(TRANSPORT) && row.of(client).contains(TRANSPORT)));
    }

    void write() throws IOException {
        Files.writeString(FILE, toMarkdown());
    }

    String toMarkdown() {
        StringBuilder page =
                new StringBuilder(TEXT.formatted(BehaviorTable.all().size()));
        for (Behavior behavior : BehaviorTable.all()) {
            Row row = rows.getOrDefault(cell(behavior.name()), new Row());
            String okHttp = row.of("okhttp");
            String jdk = row.of("jdk");
            page.append("| ")
                    .append(String.join(
                            " | ",
                            cell(behavior.name()),
                            behavior.kind() == Behavior.Kind.HTTP ? "HTTP, HTTPS" : "HTTPS",
                            okHttp,
                            jdk,
                            (okHttp + jdk).contains(TIMED_OUT) ? "at the deadline" : "before the deadline",
                            String.join(" or ", row.requests)))
                    .append(" |\n");
        }
        return page.append("\n").append(CallbackPage.toMarkdown()).toString();
    }

    private static String cell(String text) {
        return text.replace("\\", "\\\\")
                .replace("|", "\\|")
                .replace("<", "&lt;")
                .replace("\u001b", "");
    }
}
