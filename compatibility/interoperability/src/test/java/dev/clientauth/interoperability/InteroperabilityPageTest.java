// Copyright The clientauth authors
// SPDX-License-Identifier: Apache-2.0
package dev.clientauth.interoperability;

import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import static org.assertj.core.api.Assertions.assertThat;

/** docs/interoperability.md says what this run recorded, apart from its date. It runs after the other tests. */
@Order(Integer.MAX_VALUE)
class InteroperabilityPageTest {
    private static final Path PAGE = Path.of("../../docs/interoperability.md");
    private static final Path BUILD = Path.of("../../build/pom.xml");
    private static final Pattern DATE = Pattern.compile("recorded on \\d{4}-\\d\\d-\\d\\d");
    private static final String INTRODUCTION = """
            # Interoperability

            Programs of third parties judge clientauth whenever `.ci/run` runs: servers that accept or refuse its requests, and clients
            whose requests its mock accepts or refuses. Each runs on loopback in a version that is pinned in
            [compatibility/interoperability](../compatibility/interoperability).

            ```
            mvn -q -f build install -DskipTests
            mvn -q -f compatibility/interoperability verify
            mvn -q -f compatibility/interoperability verify -Dregenerate=true   # writes the tables and today's date
            ```

            The tests need Node 18 or newer, with npm. They fail if a table differs from what they record, so only the dates
            can be older than the build. They also fail if a server accepts what the rules of its profile call broken.

            Keycloak is a download of 176 MB, so it judges once a week in CI, and with

            ```
            mvn -q -f compatibility/interoperability verify -Pkeycloak
            ```

            The server with `oauth2-oidc-sdk` is Nimbus' verifier of client assertions, behind an HTTP server of these tests. Spring
            Authorization Server %s also judges the library, in
            [its tests](../src/test/java/dev/clientauth/interop/SpringAuthorizationServerTest.java), which record no table.
            """;
    private static final String SERVERS = """

            ## Servers

            The library requests a token with each algorithm, and a request that is not made by the library is sent with one
            fault at a time. The last columns have the rules that the profile of the server calls broken, and those that say
            what some servers refuse and others accept.
            """;
    private static final String CLIENTS = """

            ## Clients

            Each client requests a token from the mock of each provider that it supports, once configured correctly and once
            not. A request is accepted only if it breaks no rule.
            """;

    @Test
    void thePageHasTheResultsOfThisRun() throws IOException {
        String current = Files.exists(PAGE) ? Files.readString(PAGE) : "";
        String recorded = page(current);
        assertThat(recorded.contains("No results.") && !Boolean.getBoolean("regenerate"))
                .as("A judge has no section of its pinned version.")
                .isFalse();
        if (Boolean.getBoolean("regenerate")) {
            Files.writeString(PAGE, recorded);
        } else {
            assertThat(undated(current))
                    .as("Run with -Dregenerate=true to write %s", PAGE)
                    .isEqualTo(undated(recorded));
        }
    }

    private static String page(String current) throws IOException {
        Matcher spring = Pattern.compile("<spring-security.version>([^<]+)<").matcher(Files.readString(BUILD));
        assertThat(spring.find()).isTrue();
        return INTRODUCTION.formatted(spring.group(1))
                + SERVERS
                + sections(current, true)
                + CLIENTS
                + sections(current, false);
    }

    private static String sections(String current, boolean servers) {
        return Arrays.stream(Judge.values())
                .filter(judge -> judge.isServer() == servers)
                .map(judge -> section(judge)
                        .or(() -> kept(judge, current))
                        .orElse(heading(judge, "no day") + "No results.\n"))
                .collect(Collectors.joining());
    }

    private static Optional<String> section(Judge judge) {
        return JudgeResults.rows(judge)
                .map(rows -> heading(judge, LocalDate.now(ZoneOffset.UTC).toString())
                        + (judge.isServer()
                                ? "| request | server | broken rules | disputed rules |\n|---|---|---|---|\n"
                                : "| provider | request | mock |\n|---|---|---|\n")
                        + rows);
    }

    /** Returns the section on the page, whose version must be the pinned one. */
    private static Optional<String> kept(Judge judge, String current) {
        Matcher heading = Pattern.compile(DATE.matcher(Pattern.quote(heading(judge, "0000-00-00")))
                        .replaceFirst("\\\\Erecorded on \\\\d{4}-\\\\d\\\\d-\\\\d\\\\d\\\\Q")
                        + "(\\|.*\n)+")
                .matcher(current);
        return heading.find() ? Optional.of(heading.group()) : Optional.empty();
    }

    private static String heading(Judge judge, String date) {
        return "\n### " + judge.title() + "\n\n`" + judge.pinned() + "`, recorded on " + date + ".\n\n";
    }

    private static String undated(String page) {
        return DATE.matcher(page).replaceAll("recorded");
    }
}
